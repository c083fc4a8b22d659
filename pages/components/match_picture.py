"""Matches as a picture: interval bars, the surest first, or bars of fit where money is unknown."""

from typing import TypeAlias

import altair as alt
import pandas as pd
import streamlit as st

from pages.components.charts import intervals, zero
from pages.components.colours import ACCENT, ATTRIBUTED, GRADE_LABELS, GRADE_SCALE
from pages.components.numbers import major, symbol

MONEY = ("estimate", "low", "high", "attributed", "outcome_low", "outcome_high")
Drawn: TypeAlias = alt.LayerChart | alt.FacetChart


def picture(shown: pd.DataFrame, currency: str, key: str) -> str | None:
    """Draws candidates (`id`, `name` and what is estimated of them); the id clicked, if any."""
    has_money = "estimate" in shown and shown["estimate"].notna().any()
    chart = _intervals(shown, currency) if has_money else _fit(shown)
    picked = alt.selection_point(fields=["id"], name="picked", toggle=False)
    event = st.altair_chart(
        chart.add_params(picked),
        key=key,
        on_select="rerun",
        selection_mode="picked",
        alt="Candidates as bars, best on top",
    )
    chosen = event["selection"].get("picked", [])
    return str(chosen[0]["id"]) if chosen and "id" in chosen[0] else None


def _intervals(shown: pd.DataFrame, currency: str) -> Drawn:
    frame = shown.assign(
        **{name: [major(value, currency) for value in shown[name]] for name in MONEY},
        grade=shown["grade"].map(GRADE_LABELS),
    )
    unit = f"Extra GMV in 28 days, {symbol(currency)}"
    tooltip = [
        alt.Tooltip("name:N", title="Candidate"),
        alt.Tooltip("estimate:Q", title=unit, format=",.0f"),
        alt.Tooltip("low:Q", title="80 % interval of the average from", format=",.0f"),
        alt.Tooltip("high:Q", title="to", format=",.0f"),
        alt.Tooltip("attributed:Q", title="would be attributed", format=",.0f"),
        alt.Tooltip("outcome_low:Q", title="the dashboard may show from", format=",.0f"),
        alt.Tooltip("outcome_high:Q", title="to", format=",.0f"),
        alt.Tooltip("n:Q", title="starts, n", format=","),
        alt.Tooltip("grade:N", title="Evidence"),
    ]
    y = _names(frame)
    color = alt.Color(
        "grade:N",
        title=None,
        scale=GRADE_SCALE,
        legend=alt.Legend(
            orient="top", values=sorted(frame["grade"].dropna().unique()), symbolType="circle"
        ),
    )
    base = alt.Chart(frame).encode(y=y, tooltip=tooltip)
    x = alt.X("low:Q", title=unit, axis=alt.Axis(format="~s", tickCount=6))
    bars, dots = intervals(base.encode(color=color), x, "estimate")
    ticks = base.mark_tick(color=ATTRIBUTED, thickness=2, height=13).encode(x="attributed:Q")
    return alt.layer(zero("x"), bars, ticks, dots).properties(height=_height(frame))


def _fit(shown: pd.DataFrame) -> Drawn:
    low, high = float(shown["score"].min()), float(shown["score"].max())
    alone = 0.5 if low == high else 0  # or the axis of a single score would have no extent
    scale = alt.Scale(domain=[low - alone, high + alone], padding=12, nice=True)
    axis = alt.Axis(format=",.2~f", tickCount=5)
    base = alt.Chart(shown).encode(
        y=_names(shown),
        x=alt.X("score:Q", title="Fit: the model's score, no unit", scale=scale, axis=axis),
        tooltip=[
            alt.Tooltip("name:N", title="Candidate"),
            alt.Tooltip("rank:Q", title="Rank"),
            alt.Tooltip("score:Q", title="Fit", format=".3f"),
        ],
    )
    dots = base.mark_circle(size=80, color=ACCENT, opacity=1)
    return alt.layer(dots).properties(height=_height(shown))


def _names(shown: pd.DataFrame) -> alt.Y:
    """Candidates in the frame's order, stated: left to itself a chart that is drawn anew keeps the
    order it had.
    """
    axis = alt.Axis(labelLimit=150, ticks=False)
    return alt.Y("name:N", sort=shown["name"].tolist(), title=None, axis=axis)


def _height(shown: pd.DataFrame) -> int:
    return 60 + 24 * len(shown)
