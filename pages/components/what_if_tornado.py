"""Tornado: by how much the gain swings with each assumption of a scenario."""

import altair as alt
import pandas as pd
import streamlit as st

from models.limits import Levers
from models.tornado import Swing, binding
from pages.components.charts import zero
from pages.components.colours import ACCENT, GREY
from pages.components.numbers import major, symbol
from pages.components.what_if_case import Case
from pages.components.what_if_fan import Drawn

OF = {"gain": "Net GMV", "margin": "Margin"}
CHANGE = {"gain": "Change in net GMV", "margin": "Change in contribution margin"}


def hangs_on(case: Case, levers: Levers, days: int) -> None:
    """The chart with the binding assumption named; nothing where nothing changes."""
    swings = case.swings(levers, days)
    if not swings:
        return
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.subheader("What the change hangs on", anchor=False)
            of = "gain"
            if all(swing.margin is not None for swing in swings):
                of = st.segmented_control(
                    "Change of", OF, default="gain", required=True, key="swing-of",
                    format_func=OF.__getitem__, label_visibility="collapsed",
                )  # fmt: skip
        st.altair_chart(
            drawn(swings, of, case.currency), alt="Change at either end of each assumption"
        )
        st.caption(
            f"Hangs most on: {binding(swings)}. Thick: the assumption at either end of its 80 % "
            "interval, the others at their estimates. Thin: the lever itself, as far as this "
            "market has seen it."
        )


def drawn(swings: list[Swing], of: str, currency: str) -> Drawn:
    """Bars from end to end, the widest on top; `of` is gain or margin."""
    rows = []
    for swing in swings:
        low, high = sorted(major(value, currency) for value in getattr(swing, of))
        row = {"name": swing.name, "low": low, "high": high}
        if of == "gain" and swing.reach is not None:
            ends = sorted(major(value, currency) for value in swing.reach)
            row |= {"least": ends[0], "most": ends[1]}
        rows.append(row)
    frame = pd.DataFrame(rows, columns=["name", "low", "high", "least", "most"])
    unit = f"{CHANGE[of]}, {symbol(currency)}"
    tooltip = [
        alt.Tooltip("name:N", title="Assumption"),
        alt.Tooltip("low:Q", title="80 % interval from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
        alt.Tooltip("least:Q", title="lever's ends from", format=",.0f"),
        alt.Tooltip("most:Q", title="to", format=",.0f"),
    ]
    axis = alt.Axis(labelLimit=150, ticks=False, labelOverlap=False)
    y = alt.Y("name:N", sort=frame["name"].tolist(), title=None, axis=axis)
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    x = alt.X("low:Q", title=unit, axis=alt.Axis(format="~s", tickCount=6))
    bars = base.mark_bar(height=14, cornerRadius=4, color=ACCENT).encode(x=x, x2="high:Q")
    reach = (
        base.transform_filter("isValid(datum.least)")
        .mark_bar(height=3, color=GREY)
        .encode(x=alt.X("least:Q", title=unit), x2="most:Q")
    )
    return alt.layer(zero("x"), reach, bars).properties(height=80 + 30 * len(frame))
