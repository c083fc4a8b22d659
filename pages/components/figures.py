"""Headline figures: a value, its change, a sparkline, and what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.metrics import METRICS, VERSION
from pages.components.filters import View
from pages.components.numbers import change, metric_value


@dataclass(frozen=True)
class Figure:
    """One headline figure; `note` says why a value is missing."""

    key: str
    now: float | None
    before: float | None = None
    series: Sequence[float] = ()
    note: str = ""


def figures(view: View, shown: Sequence[Figure]) -> None:
    """At most five figures in a row, two a row on a phone."""
    with st.container(horizontal=True, key="figures"):
        for figure in shown:
            _figure(view, figure)


def of_totals(key: str, now: pd.Series, before: pd.Series, series: Sequence[float] = ()) -> Figure:
    """A figure from the totals of a slice and of the slice before it."""
    return Figure(key, now[key], before[key], series)


def _figure(view: View, figure: Figure) -> None:
    metric = METRICS[figure.key]
    st.metric(
        metric.label,
        figure.note or metric_value(figure.key, figure.now, view.currency),
        change(figure.key, figure.now, figure.before),
        delta_color="normal" if metric.is_better_high else "inverse",
        delta_description=f"vs {view.slice.period.days} d before",
        help=definition(figure.key),
        chart_data=list(figure.series) or None,
        chart_type="area",
        border=True,
    )


def definition(key: str) -> str:
    """A metric's definition and formula in one paragraph."""
    metric = METRICS[key]
    formula = f"  \n*{metric.formula}*" if metric.formula else ""
    return f"{metric.definition}{formula}  \nDefinition version {VERSION}."
