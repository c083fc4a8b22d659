"""What a scenario comes to: the weeks ahead as a fan, what changes, and what it costs."""

from collections.abc import Callable

import streamlit as st

from models.forecast.level import NAIVE
from models.limits import Levers, undirected
from models.scenario import LeverError, Projection, Span
from pages.components.numbers import count, counted, money
from pages.components.what_if_case import HORIZONS, Case
from pages.components.what_if_fan import fan
from pages.components.what_if_tornado import hangs_on


def outcome(case: Case, levers: Levers, days: int) -> None:
    """The fan, the figures under it, and what the change hangs on."""
    try:
        found = case.projected(levers, days)
    except LeverError as error:
        refused(str(error))
        return
    drawn = fan(case, levers, days)
    with st.container(border=True):
        st.subheader(f"Net GMV per {drawn.grain}, next {HORIZONS[days].lower()}", anchor=False)
        st.altair_chart(drawn.chart, alt="Sold, and the days ahead in their 50 and 80 % bands")
        told_figures(case, levers, found)
        st.caption(_told(case, days), help=_method(case))
    hangs_on(case, levers, days)


def told_figures(case: Case, levers: Levers, found: Projection) -> None:
    """The figures of a projection; without their middles where a response may as well be none."""
    unknown = undirected(case.base, case.known, levers)
    _figures(case, levers, found, is_directed=not unknown)
    if unknown:
        st.caption(
            f"Nothing is known of what {' and '.join(unknown)} would bring: the 80 % interval of "
            "the response reaches from fewer to more orders. Intervals alone are told."
        )


def refused(why: str) -> None:
    """Why nothing is projected."""
    st.warning(f"Not projected: {why}.", icon=":material/block:")


def _figures(case: Case, levers: Levers, found: Projection, *, is_directed: bool) -> None:
    base, currency = case.base, case.currency

    def in_money(value: float) -> str:
        return money(value, currency)

    with st.container(horizontal=True, key="projected"):
        figure = _figure if is_directed else _interval
        figure("Net GMV", found.net_gmv, in_money, f"last 28 days {in_money(base.net_gmv)}")
        if levers != Levers():
            figure("Change in net GMV", found.gain, signed(in_money), "against no change")
        if found.margin is None:
            _text("Contribution margin", "not estimable", f"{found.missing} missing")
        else:
            compared = _compared(found, levers, in_money, is_directed)
            figure("Contribution margin", found.margin, in_money, compared)
        figure(
            "SKU orders",
            found.orders,
            count,
            _each(found.net_gmv[0], found.orders[0], in_money),
            f"last 28 days {count(base.sku_orders)}",
            _each(base.net_gmv, base.sku_orders, in_money),
        )
        paid = "not known" if found.commission is None else in_money(found.commission)
        _text("Commission", paid, f"last 28 days {money(base.commission, currency)}")


def _compared(
    found: Projection, levers: Levers, form: Callable[[float], str], is_directed: bool
) -> str:
    """What the levers add to the margin, samples and fees paid for."""
    if found.margin_gain is None or levers == Levers():
        return ""
    told = signed(form)
    interval = ranged(found.margin_gain, told)
    middle = f"{told(found.margin_gain[0])} ({interval})"
    return f"change {middle if is_directed else interval}"


def _each(gmv: float, orders: float, form: Callable[[float], str]) -> str:
    """Net GMV per SKU order, so that the figures beside it multiply."""
    return f"{form(gmv / orders)} net GMV each" if orders else ""


def signed(form: Callable[[float], str]) -> Callable[[float], str]:
    """The same form, with a plus where more is gained."""
    return lambda value: f"+{form(value)}" if value > 0 else form(value)


def ranged(span: Span, form: Callable[[float], str]) -> str:
    """The 80 % interval, empty where there is none."""
    _, low, high = span
    return "" if low == high else f"{form(low)} – {form(high)}"


def _figure(label: str, span: Span, form: Callable[[float], str], *beside: str) -> None:
    interval = ranged(span, form)
    _text(label, form(span[0]), f"80 %: {interval}" if interval else "", *beside)


def _interval(label: str, span: Span, form: Callable[[float], str], *beside: str) -> None:
    """The figure without its middle, of which nothing is known."""
    _text(label, ranged(span, form) or form(span[0]), "80 % interval", *beside)


def _text(label: str, value: str, *under: str) -> None:
    with st.container(gap=None, width="content"):
        st.caption(label)
        st.markdown(f"**{value}**")
        for line in filter(None, under):
            st.caption(line)


def _told(case: Case, days: int) -> str:
    """What the forecast is, and how the same fared on past weeks."""
    ahead = case.ahead
    if ahead.missing is not None:
        return f"The last 28 days again, without a band: {ahead.missing}."
    ratio = ahead.volume(days).mean() / (days / 28) - 1
    words = [f"Without a change {abs(100 * ratio):.0f} % {'below' if ratio < 0 else 'above'} the "
             "last 28 days' pace"]  # fmt: skip
    for test in ahead.tested:
        if test.days == days:
            words.append(
                f"series of like size from {counted(test.origins, 'past day')}, {days} days each: "
                f"off by {test.error:.0%} of what was sold, 'the last 28 days again' by "
                f"{test.naive_error:.0%}; the 80 % band held {test.covered:.0%} of {test.n:,}"
            )
    if len(words) == 1:
        words.append("not tried on past weeks, of which too few could be forecast")
    return " · ".join([*words, "a projection, not a promise"])


def _method(case: Case) -> str | None:
    """How the line comes about."""
    ahead, method = case.ahead, case.ahead.method
    if ahead.missing is not None:
        return None
    if method == NAIVE:
        line = "The last 28 days again, for on past weeks no other line did better"
    else:
        recent = "the last 28 days" if method.recent is None else f"a {method.recent}-day half-life"
        line = f"The level by {recent}"
        if method.long is not None:
            line += f", returning to that by a {method.long}-day half-life"
    return (
        f"{line}, chosen on earlier weeks of this market; a weekday's share is its own, drawn to "
        f"the market's. The band repeats {ahead.like:,} past errors of series of like size, as "
        "whole paths. Campaigns to come are not known to it."
    )
