"""Headline figures: a value, its change, a sparkline; its name opens what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd
import streamlit as st

from analytics.creators import MIN_N
from analytics.metrics import METRICS, RATIOS
from pages.components.access import viewer
from pages.components.behind import behind
from pages.components.filters import View
from pages.components.numbers import UNCHANGED, change, counted, metric_value

MOVED_BY_REFUNDS = ("net_gmv", "refund_rate", "commission", "contribution_margin")
PROVISIONAL = "provisional"
TOO_FEW = f"n < {MIN_N}"


@dataclass(frozen=True)
class Figure:
    """One headline figure; `note` says why a value is missing. `n` and `n_before` count what a
    ratio rests on. A provisional one is not compared: refunds of the younger period are to come.
    """

    key: str
    now: float | None
    before: float | None = None
    series: Sequence[float] = ()
    note: str = ""
    is_provisional: bool = False
    n: float | None = None
    n_before: float | None = None

    @property
    def is_thin(self) -> bool:
        """Whether it is a ratio that either period has too few rows to compare."""
        known = [n for n in (self.n, self.n_before) if n is not None]
        return bool(known) and min(known) < MIN_N

    def compared(self, currency: str) -> str | None:
        """What stands beside the value: the change, or in a word why there is none."""
        if self.is_provisional:
            return PROVISIONAL
        moved = change(self.key, self.now, self.before, currency)
        return TOO_FEW if moved and self.is_thin else moved


def of_totals(key: str, now: pd.Series, before: pd.Series, series: Sequence[float] = ()) -> Figure:
    """A figure from the totals of a slice and of the slice before it."""
    ratio = RATIOS.get(key)
    n, n_before = (now[ratio.n], before[ratio.n]) if ratio else (None, None)
    note = _lacking(key, now)
    return Figure(key, now[key], before[key], series, note, n=n, n_before=n_before)


def _lacking(key: str, totals: pd.Series) -> str:
    """Why a metric of the totals is not known; empty where it is."""
    lines = int(totals["lines_without_commission"]) if key == "commission" else 0
    return f"commission of {counted(lines, 'order line')} missing" if lines else ""


def figures(view: View, shown: Sequence[Figure]) -> None:
    """At most five figures in a row, two a row on a phone."""
    with st.container(horizontal=True, key="figures"):
        for figure in shown:
            with st.container(border=True, height="stretch", key=f"figure-{figure.key}"):
                _figure(view, as_known(view, figure))
    if note := refunds_note(view, shown):
        st.caption(note)


def refunds_note(view: View, shown: Sequence[Figure]) -> str:
    """That net GMV equals GMV where no refund is known; empty where one is."""
    if view.facts.has_refunds or all(figure.key != "net_gmv" for figure in shown):
        return ""
    return f"{_no_refund().capitalize()}, and no cancellation: net GMV equals GMV."


def as_known(view: View, figure: Figure) -> Figure:
    """The figure as far as the market can tell it: provisional in a young period where refunds
    still to come move it, not compared with days that the data does not reach back to.
    """
    if figure.key == "refund_rate" and not view.facts.has_refunds:
        return Figure(figure.key, None, note=f"not estimable: {_no_refund()}")
    period = view.slice.period
    is_young = view.facts.is_provisional(period) and figure.key in MOVED_BY_REFUNDS
    before = figure.before if view.is_compared else None
    return replace(figure, is_provisional=is_young, before=before)


def _no_refund() -> str:
    where = "in this market" if viewer().is_analyst else "of your shop"
    return f"no refund on record {where}"


@st.fragment
def _figure(view: View, figure: Figure) -> None:
    """One figure; its name opens what stands behind it, without drawing the page anew."""
    metric = METRICS[figure.key]
    beside = figure.compared(view.currency)
    if st.button(
        metric.label,
        type="tertiary",
        icon=":material/expand_more:",
        icon_position="right",
        key=f"behind-{figure.key}",
        help=_why_not_compared(figure) if beside == TOO_FEW else None,
    ):
        behind(view, figure.key, figure.now, figure.before, figure.note)
    card(figure, view.currency, has_label=False)


def card(figure: Figure, currency: str, *, has_label: bool) -> None:
    """The value with its change and sparkline, or why there is none."""
    metric, beside = METRICS[figure.key], figure.compared(currency)
    if figure.note:
        if has_label:
            st.caption(metric.label)
        st.markdown("**not estimable**" if figure.note.startswith("not estimable") else "–")
        st.caption(figure.note.removeprefix("not estimable: "))
        return
    ordinary: Literal["normal", "inverse"] = "normal" if metric.is_better_high else "inverse"
    is_word = beside in (PROVISIONAL, TOO_FEW, UNCHANGED)
    st.metric(
        metric.label,
        metric_value(figure.key, figure.now, currency),
        beside,
        delta_color="off" if is_word else ordinary,
        delta_arrow="off" if is_word else "auto",
        label_visibility="visible" if has_label else "collapsed",
        chart_data=list(figure.series) or None,
        chart_type="area",
    )


def _why_not_compared(figure: Figure) -> str:
    of = METRICS[RATIOS[figure.key].n].label
    return (
        f"Not compared: it rests on n = {figure.n:,.0f} now and {figure.n_before:,.0f} before "
        f"({of}); a ratio is compared from {MIN_N} on."
    )
