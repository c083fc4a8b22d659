"""Headline figures: a value, its change, a sparkline; its name opens what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd
import streamlit as st

from analytics.metrics import METRICS
from pages.components.behind import behind
from pages.components.filters import View
from pages.components.numbers import change, counted, metric_value

MOVED_BY_REFUNDS = ("net_gmv", "refund_rate", "commission", "contribution_margin")


@dataclass(frozen=True)
class Figure:
    """One headline figure; `note` says why a value is missing. A provisional one is not compared:
    refunds of the younger period are still to come.
    """

    key: str
    now: float | None
    before: float | None = None
    series: Sequence[float] = ()
    note: str = ""
    is_provisional: bool = False


def of_totals(key: str, now: pd.Series, before: pd.Series, series: Sequence[float] = ()) -> Figure:
    """A figure from the totals of a slice and of the slice before it."""
    return Figure(key, now[key], before[key], series, _lacking(key, now))


def _lacking(key: str, totals: pd.Series) -> str:
    """Why a metric of the totals is not known; empty where it is."""
    lines = int(totals["lines_without_commission"]) if key == "commission" else 0
    return f"commission of {counted(lines, 'order line')} missing" if lines else ""


def marked_provisional(view: View, shown: Sequence[Figure]) -> list[Figure]:
    """The figures, those that refunds still to come will move marked so in a young period."""
    is_young = view.facts.is_provisional(view.slice.period)
    return [replace(f, is_provisional=is_young and f.key in MOVED_BY_REFUNDS) for f in shown]


def figures(view: View, shown: Sequence[Figure]) -> None:
    """At most five figures in a row, two a row on a phone."""
    with st.container(horizontal=True, key="figures"):
        for figure in shown:
            with st.container(border=True, key=f"figure-{figure.key}"):
                _figure(view, figure)


@st.fragment
def _figure(view: View, figure: Figure) -> None:
    """One figure; its name opens what stands behind it, without drawing the page anew."""
    metric = METRICS[figure.key]
    if st.button(
        metric.label,
        type="tertiary",
        icon=":material/expand_more:",
        icon_position="right",
        key=f"behind-{figure.key}",
    ):
        behind(view, figure.key)
    if figure.note:
        st.markdown("**not estimable**" if figure.note.startswith("not estimable") else "–")
        st.caption(figure.note.removeprefix("not estimable: "))
        return
    moved = change(figure.key, figure.now, figure.before)
    ordinary: Literal["normal", "inverse"] = "normal" if metric.is_better_high else "inverse"
    st.metric(
        metric.label,
        metric_value(figure.key, figure.now, view.currency),
        "provisional" if figure.is_provisional else moved,
        delta_color="off" if figure.is_provisional else ordinary,
        delta_arrow="off" if figure.is_provisional else "auto",
        label_visibility="collapsed",
        chart_data=list(figure.series) or None,
        chart_type="area",
    )
