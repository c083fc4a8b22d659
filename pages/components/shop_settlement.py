"""Refunds and settlement of one shop: commission expected and actual, and how long both take."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import settlement as questions
from pages.components import panels
from pages.components import settlement as shared
from pages.components.colours import ACCENT, GREY
from pages.components.filters import View
from pages.components.numbers import major, symbol
from pages.components.panels import Panel
from pages.components.resources import ask

COMMISSION = "Commission: expected and settled"
BARS = (
    ("Settled", "expected", "estimated_commission"),
    ("Settled", "actual", "actual_commission"),
    ("Open", "expected", "open_commission"),
)


def settlement(view: View) -> None:
    """Commission expected beside settled, and the lag of settlement and refunds."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        panels.draw(commission_panel(view), "shop-commission")
    with right, st.container(border=True):
        shared.lag(view)


def commission_panel(view: View) -> Panel:
    """Commission expected beside what was settled, and what is open."""
    found = ask(questions.settlement, view.slice)
    if found.empty:
        return Panel.without(COMMISSION, shared.NO_COMMISSION)
    row = found.iloc[0]
    is_known = pd.notna(row["open_commission"])
    still = "still the estimate" if is_known else "not estimable, for lines lack an estimate"
    note = f"{shared.sentence(row)} Settled: an actual commission is known; open: {still}."
    return Panel(COMMISSION, _commission(row, view), note, "Commission expected and settled")


def _commission(row: pd.Series, view: View) -> alt.Chart:
    unit = f"Commission, {symbol(view.currency)}"
    frame = pd.DataFrame(
        [
            (state, kind, major(row[key], view.currency))
            for state, kind, key in BARS
            if pd.notna(row[key])
        ],
        columns=["state", "kind", "amount"],
    )
    return (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("amount:Q", title=unit, axis=alt.Axis(format="~s")),
            y=alt.Y("state:N", title=None, sort=None),
            yOffset=alt.YOffset("kind:N", sort=["expected", "actual"]),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=["expected", "actual"], range=[GREY, ACCENT]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("state:N", title="Lines"),
                alt.Tooltip("kind:N", title="Commission"),
                alt.Tooltip("amount:Q", title=unit, format=",.2f"),
            ],
        )
        .properties(height=280)
    )
