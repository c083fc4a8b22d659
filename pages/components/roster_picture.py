"""A roster as pictures: who is taken at what cost, and what more or less budget would bring."""

import altair as alt
import pandas as pd

from models.roster.problem import COSTS
from pages.components.charts import intervals
from pages.components.colours import ACCENT, GRADE_LABELS, TEXT
from pages.components.match_picture import GRADE_SCALE, Drawn
from pages.components.numbers import symbol

ROW = 25
MOST_BARS = 20
ROOM = 1.22
"""By how much the axis goes on beyond the longest bar, so that costs have a place of their own."""


def chosen_chart(rows: pd.DataFrame, currency: str) -> Drawn:
    """Interval bars of each pair's estimate, a tick where it stands beside the others, and at the
    right what it costs; the first MOST_BARS.
    """
    unit, frame = symbol(currency), rows.head(MOST_BARS)
    cost = frame[list(COSTS)].sum(axis=1)
    frame = frame.assign(
        grade=frame["grade"].map(GRADE_LABELS),
        cost=cost,
        told=[f"{unit}{amount:,.0f}" for amount in cost],
    )
    axis = alt.Axis(labelLimit=150, ticks=False)
    y = alt.Y("label:N", sort=frame["label"].tolist(), title=None, axis=axis)
    legend = alt.Legend(
        orient="top", symbolType="circle", values=sorted(frame["grade"].dropna().unique())
    )
    colour = alt.Color("grade:N", title=None, scale=GRADE_SCALE, legend=legend)
    x = alt.X(
        "low:Q",
        title=f"Extra GMV in 28 days, {unit}",
        axis=alt.Axis(format="~s", tickCount=5),
        scale=alt.Scale(domainMax=float(frame["high"].max()) * ROOM),
    )
    base = alt.Chart(frame).encode(y=y, tooltip=_tooltip(unit))
    bars, dots = intervals(base.encode(color=colour), x, "estimate")
    adds = base.mark_tick(thickness=3, height=15, color=ACCENT).encode(x="adds:Q")
    costs = base.mark_text(align="right", color=TEXT, fontSize=11).encode(
        x=alt.value("width"), text="told:N"
    )
    return alt.layer(bars, dots, adds, costs).properties(height=alt.Step(ROW))


def _tooltip(unit: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title="Creator"),
        alt.Tooltip("product:N", title="Product"),
        alt.Tooltip("adds:Q", title=f"adds, {unit}", format=",.0f"),
        alt.Tooltip("estimate:Q", title=f"estimate alone, {unit}", format=",.0f"),
        alt.Tooltip("low:Q", title="80 % interval from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
        alt.Tooltip("cost:Q", title=f"cost, {unit}", format=",.2f"),
        alt.Tooltip("grade:N", title="Evidence"),
    ]


def budget_chart(budgets: pd.DataFrame, budget: float, currency: str) -> Drawn:
    """Extra GMV over budget, the budget set marked."""
    unit = symbol(currency)
    tooltip = [
        alt.Tooltip("budget:Q", title=f"Budget, {unit}", format=",.0f"),
        alt.Tooltip("value:Q", title=f"Extra GMV on average, {unit}", format=",.0f"),
        alt.Tooltip("spend:Q", title=f"spent, {unit}", format=",.0f"),
    ]
    base = alt.Chart(budgets).encode(
        x=alt.X("budget:Q", title=f"Budget, {unit}", axis=alt.Axis(format="~s", tickCount=5)),
        y=alt.Y("value:Q", title=f"Extra GMV, {unit}", axis=alt.Axis(format="~s", tickCount=4)),
        tooltip=tooltip,
    )
    line = base.mark_line(color=ACCENT, strokeWidth=2)
    dots = base.mark_circle(color=ACCENT, size=50, opacity=1)
    here = alt.Chart(pd.DataFrame({"budget": [budget]})).mark_rule(
        strokeDash=[4, 3], color=TEXT
    ).encode(x="budget:Q")  # fmt: skip
    return alt.layer(here, line, dots).properties(height=220)
