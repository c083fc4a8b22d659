"""Headline figures: a value, its change, a sparkline; its name opens what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from analytics import lineage
from analytics.metrics import METRICS, VERSION
from pages.components.access import viewer
from pages.components.downloads import csv, filters
from pages.components.filters import View
from pages.components.numbers import change, day, metric_value
from pages.components.resources import ask, session


@dataclass(frozen=True)
class Figure:
    """One headline figure; `note` says why a value is missing, `n` counts the rows behind it."""

    key: str
    now: float | None
    before: float | None = None
    series: Sequence[float] = ()
    note: str = ""


def of_totals(key: str, now: pd.Series, before: pd.Series, series: Sequence[float] = ()) -> Figure:
    """A figure from the totals of a slice and of the slice before it."""
    return Figure(key, now[key], before[key], series)


def figures(view: View, shown: Sequence[Figure]) -> None:
    """At most five figures in a row, two a row on a phone."""
    with st.container(horizontal=True, key="figures"):
        for figure in shown:
            with st.container(border=True, key=f"figure-{figure.key}"):
                _figure(view, figure)


def definition(key: str) -> str:
    """A metric's definition and formula in one paragraph."""
    metric = METRICS[key]
    formula = f"  \n*{metric.formula}*" if metric.formula else ""
    return f"{metric.definition}{formula}  \nDefinition version {VERSION}."


def _figure(view: View, figure: Figure) -> None:
    metric = METRICS[figure.key]
    with st.popover(
        metric.label, type="tertiary", key=f"behind-{figure.key}", on_change="rerun"
    ) as popover:
        if popover.open:
            _behind(view, figure.key)
    if figure.note:
        st.markdown("**not estimable**" if figure.note.startswith("not estimable") else "–")
        st.caption(figure.note.removeprefix("not estimable: "))
        return
    st.metric(
        metric.label,
        metric_value(figure.key, figure.now, view.currency),
        change(figure.key, figure.now, figure.before),
        delta_color="normal" if metric.is_better_high else "inverse",
        label_visibility="collapsed",
        chart_data=list(figure.series) or None,
        chart_type="area",
    )


def _behind(view: View, key: str) -> None:
    """Definition, window, n, sources, the rows themselves, and the SQL folded."""
    period = view.slice.period
    rows = ask(lineage.rows_behind, view.slice, key)
    st.markdown(definition(key))
    st.markdown(
        f"{day(period.first_day, has_year=True)} – {day(period.last_day, has_year=True)}, "
        f"{view.facts.time_zone}, against the {period.days} days before · n = {len(rows):,} rows"
    )
    if viewer().is_analyst:
        loads = lineage.sources(session())
        st.dataframe(
            loads[["source", "committed_at", "rows", "rejected"]], hide_index=True, height=150
        )
    st.download_button(
        "The rows behind it (CSV)",
        partial(csv, rows, filters(view)),
        file_name=f"{key}-rows.csv",
        on_click="ignore",
        icon=":material/download:",
    )
    with st.expander("SQL"):
        st.code(lineage.rows_sql(key), language="sql")
