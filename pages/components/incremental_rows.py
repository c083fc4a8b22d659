"""What was added by creator or by product: bars, table and file."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.pairs import pair_names
from models.incrementality import Incrementality, added_by
from pages.components.charts import intervals, zero
from pages.components.colours import ATTRIBUTED, GRADE_LABELS, GRADE_SCALE
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted, symbol
from pages.components.panels import AnyChart
from pages.components.resources import ask
from pages.components.tables import Table, entity_table, in_major_units, money_column

TITLE = "Extra GMV"
MOST_BARS, MOST_ROWS = 12, 100
MONEY = ["extra", "low", "high", "attributed"]
KINDS = {"product": "Product", "creator": "Creator"}
KEYS = {"surest": "low", "largest": "extra", "attributed": "attributed"}
ABOUT = {
    "Extra GMV": "Net GMV that these collaborations brought in the 28 days from each start beyond "
    "what the products would have sold: attributed net GMV × new share. 90 % interval.",
    "Attributed GMV": "Net GMV that the platform credits to these creators in the same 28 days.",
}


def added_rows(found: Incrementality, starts: pd.DataFrame, by: str) -> pd.DataFrame:
    """`added_by` creator or product, with their `name` and the grade in words."""
    frame = added_by(found, starts, f"{by}_id")
    ids = tuple(frame[f"{by}_id"])
    names = ask(pair_names, ids, ids)["handle" if by == "creator" else "title"]
    return frame.assign(name=names, grade=frame["grade"].map(GRADE_LABELS))


def in_order(rows: pd.DataFrame, sort: str) -> pd.DataFrame:
    """By the lower end, the estimate or what was attributed; those not estimable last."""
    by = [KEYS[sort], "attributed"]
    return rows.sort_values(by, ascending=False, na_position="last", ignore_index=True)


def bars(frame: pd.DataFrame, currency: str) -> AnyChart:
    """Intervals of what is new, coloured by grade, beside ticks of what is attributed."""
    unit = f"Net GMV in 28 days, {symbol(currency)}"
    base = alt.Chart(in_major_units(frame, MONEY, currency)).encode(
        y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=200, labelOverlap=False)),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("extra:Q", title=f"Extra, {unit}", format=",.0f"),
            alt.Tooltip("low:Q", title="90 % interval from", format=",.0f"),
            alt.Tooltip("high:Q", title="to", format=",.0f"),
            alt.Tooltip("attributed:Q", title="attributed", format=",.0f"),
            alt.Tooltip("n:Q", title="starts", format=","),
            alt.Tooltip("orders:Q", title="credited orders", format=","),
            alt.Tooltip("grade:N", title="evidence"),
        ],
    )
    grades = alt.Legend(orient="top", values=sorted(frame["grade"].unique()), symbolType="circle")
    color = alt.Color("grade:N", title=None, scale=GRADE_SCALE, legend=grades)
    x = alt.X("low:Q", title=unit, axis=alt.Axis(format="~s", tickCount=6))
    spans, dots = intervals(base.encode(color=color), x, "extra")
    ticks = base.mark_tick(color=ATTRIBUTED, thickness=2, height=14).encode(x="attributed:Q")
    layers = alt.layer(zero("x"), spans, ticks, dots)
    return layers.properties(height=alt.Step(26))


def table(view: View, found: pd.DataFrame, by: str) -> None:
    """Every row with its interval, n, window, grade and reason; a row opens its profile."""
    rows = Table(TITLE, found, _columns(view.currency, by), money=MONEY)
    shown = rows.first(MOST_ROWS, view.currency)
    chosen = entity_table(shown, rows.columns, view.currency, "added-rows")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{len(shown):,} of {counted(len(found), by)} · choose a row to open it")
        also = {
            "from": str(found["first_start"].min().date()),
            "to": str(found["last_start"].max().date()),
            "window": "28 days from each start between these days",
            "interval": "90 %, of extra net GMV",
        }
        download(view, "extra-gmv", {TITLE: found}, also=also, money=MONEY)
    if chosen is not None:
        go_to(by, **{by: str(found.iloc[chosen][f"{by}_id"])})


def _columns(currency: str, by: str) -> dict[str, object]:
    config, about = st.column_config, "90 % interval of what is new"
    day = "YYYY-MM-DD"
    return {
        "name": config.TextColumn(KINDS[by], pinned=True, width=150),
        "extra": money_column("Extra GMV", currency, ABOUT["Extra GMV"]),
        "attributed": money_column("Attributed GMV", currency, ABOUT["Attributed GMV"]),
        "low": money_column("from", currency, about),
        "high": money_column("to", currency, about),
        "grade": config.TextColumn("Evidence"),
        "n": config.NumberColumn("Starts, n", format="localized"),
        "orders": config.NumberColumn("Credited orders", format="localized"),
        "first_start": config.DateColumn("First start", format=day),
        "last_start": config.DateColumn("Last start", format=day),
        "window_days": config.NumberColumn("Days from each", format="localized"),
        "reason": config.TextColumn("Why", width="large"),
    }
