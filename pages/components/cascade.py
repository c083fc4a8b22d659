"""From net GMV to the contribution margin, cost by cost; what is not known is named, not drawn."""

import altair as alt
import pandas as pd

from analytics.margin import COSTS, missing_note
from pages.components import panels
from pages.components.colours import ACCENT, GREY
from pages.components.numbers import counted, major, money, share, symbol
from pages.components.panels import Panel

LEFT_OVER = "What is left: contribution margin"
LABELS = {
    "commission": "Commission",
    "platform_fee": "Platform fee",
    "flat_fees": "Flat fees",
    "sample_costs": "Samples",
    "goods_cost": "Goods",
}


def cascade(total: pd.Series, currency: str, key: str) -> None:
    """Draws a row of `margin` as a waterfall; the last bar only where every cost is known."""
    panels.body(cascade_panel(total, currency), key)


def cascade_panel(total: pd.Series, currency: str) -> Panel:
    """The waterfall of a row of `margin`."""
    left = f"n = {counted(total['lines'], 'order line')}, {counted(total['samples'], 'sample')}"
    if pd.notna(total["margin"]):
        has_net = total["net_gmv"] > 0
        of_net = f" ({share(total['margin'] / total['net_gmv'])} of net GMV)" if has_net else ""
        left = f"**{money(total['margin'], currency)}** is left{of_net} · {left}"
    chart = _chart(steps(total, currency), symbol(currency))
    return Panel(LEFT_OVER, chart, left, "Net GMV less each cost")


def steps(total: pd.Series, currency: str) -> pd.DataFrame:
    """The bars: part, low, high, amount (negative for a cost) in major units, is_cost."""
    level = major(total["net_gmv"], currency)
    bars = [("Net GMV", min(level, 0.0), max(level, 0.0), level, False)]
    for cost in COSTS:
        if pd.notna(total[cost]):
            below = level - major(total[cost], currency)
            bars.append((LABELS[cost], below, level, below - level, True))
            level = below
    if pd.notna(total["margin"]):
        bars.append(("Margin", min(level, 0.0), max(level, 0.0), level, False))
    return pd.DataFrame(bars, columns=["part", "low", "high", "amount", "is_cost"])


def not_estimable(total: pd.Series) -> str:
    """The sentence for a margin that cannot be told; empty where it can."""
    note = missing_note(total)
    return f"Not estimable: {note}." if note else ""


def _chart(frame: pd.DataFrame, unit: str) -> alt.Chart:
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("part:N", sort=None, title=None, axis=alt.Axis(labelLimit=110)),
            x=alt.X("low:Q", title=unit, axis=alt.Axis(format="~s", tickCount=5)),
            x2="high:Q",
            color=alt.condition("datum.is_cost", alt.value(GREY), alt.value(ACCENT)),
            tooltip=[
                alt.Tooltip("part:N", title=" "),
                alt.Tooltip("amount:Q", title=unit, format=",.2f"),
            ],
        )
        .properties(height=alt.Step(30))
    )
