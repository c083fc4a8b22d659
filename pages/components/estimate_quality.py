"""Whether first estimates hold: what was expected of pairs on a day, and what came of them."""

from datetime import date
from typing import Literal

import altair as alt
import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models.conformal import Held, held_outcomes
from models.estimate_check import Checked, checked_estimates
from models.reliability import wilson
from pages.components.colours import ACCENT, GREY
from pages.components.numbers import count, counted, day, share
from pages.components.resources import ask_market, fewest_shops

ORDERS = "Orders in 28 days"
CONVERSION = "Orders per click"
PROMISED = 0.8


def estimates(facts: MarketFacts, currency: str) -> None:
    """Reliability diagrams of expected orders and conversion, with n per bin, and how often what
    the dashboard showed was within its interval.
    """
    with st.container(border=True):
        st.subheader("Do the first estimates hold?", anchor=False)
        found = _checked(facts, currency)
        if isinstance(found, str):
            st.info(f"Not estimable: {found}")
            return
        left, right = st.columns(2, gap="medium")
        with left:
            _diagram(found.orders, ORDERS, ".1f", "sqrt")
        with right:
            if found.conversion.empty:
                st.info("Not estimable: too few clicks are linked to their orders.")
            else:
                _diagram(found.conversion, CONVERSION, ".1%", "linear")
        st.caption(
            f"n = {count(found.pairs)} pairs begun {day(found.known_on)} – "
            f"{day(found.last_start_on, has_year=True)}, sold in {currency}, each against what "
            f"pairs had brought by {day(found.known_on)} · dot: mean of pairs of like expectation, "
            "with its 95 % interval and n (pairs, clicks) beside it · dashed: as expected"
        )
    _intervals(found, facts.last_day, currency)


def _intervals(found: Checked, last_day: date | None, currency: str) -> None:
    """How often both kinds of interval held, beside what they promise."""
    held = ask_market(held_outcomes, last_day, currency, fewest_shops())
    with st.container(border=True):
        st.subheader("Do their 80 % intervals hold?", anchor=False)
        left, right = st.columns(2, gap="medium")
        with left:
            st.metric("Orders inside", share(found.inside), help=ORDERS_INSIDE)
            low, high = wilson(round(found.inside * found.pairs), found.pairs)
            st.caption(
                f"promised 80 % · 95 % interval {share(low)} to {share(high)} · "
                f"n = {counted(found.pairs, 'pair')}"
            )
            st.caption(f"Orders, drawn: {_judged(low, high)}")
        with right:
            _outcomes(held)
        st.caption(OF_BEGUN)


def _outcomes(held: Held | None) -> None:
    if held is None:
        st.info("Not estimable: too few pairs have begun in either half of the last weeks.")
        return
    st.metric("Dashboard GMV inside", share(held.inside), help=GMV_INSIDE)
    first, last = day(held.first_day), day(held.last_day, has_year=True)
    st.caption(
        f"promised 80 % · 95 % interval {share(held.low)} to {share(held.high)} · "
        f"n = {counted(held.n, 'pair')} begun {first} – {last}, by intervals learned from the "
        f"{counted(held.taught, 'pair')} before"
    )
    st.caption(
        f"What the dashboard may show: {_judged(held.low, held.high)} · {share(held.below)} of "
        f"pairs below it, {share(held.above)} above"
    )


ORDERS_INSIDE = (
    "Share of pairs whose credited orders of 28 days fell into the interval drawn for them."
)
GMV_INSIDE = (
    "Share of pairs whose credited net GMV of 28 days fell into what Matches says the dashboard "
    "may show (split-conformal, by category). For this check the earlier half of the latest weeks "
    "sets the interval and the later half is judged by it."
)


OF_BEGUN = (
    "All these pairs began, so somebody had chosen them. What Matches takes off for a pair that "
    "nobody chose yet, and by how much that widens its intervals, is judged where the truth is "
    "known: Trust, *Known truth*."
)


def _judged(low: float, high: float) -> str:
    """Whether intervals that promise 80 % keep it, as far as the interval of their share tells."""
    if low > PROMISED:
        return "wider than need be, so lower ends are cautious"
    if high < PROMISED:
        return "too narrow: more pairs than promised lie beyond either end"
    return "as promised, as far as so many pairs tell"


def _checked(facts: MarketFacts, currency: str) -> Checked | str:
    """The comparison, or what it would take."""
    if not facts.has_orders or facts.last_day is None:
        return "no orders in this market."
    if facts.is_sampled_lines:
        return "order lines are a random sample of orders."
    found = ask_market(checked_estimates, facts.last_day, currency, fewest_shops())
    return found or f"too few pairs sold in {currency} were known 84 days ago and began since."


def _diagram(bins: pd.DataFrame, name: str, format: str, form: Literal["linear", "sqrt"]) -> None:
    ends = [0.0, float(max(bins["expected"].max(), bins["observed"].max()))]
    axis, scale = alt.Axis(format=format, tickCount=5), alt.Scale(type=form)
    base = alt.Chart(bins.assign(label=[_short(n) for n in bins["n"]])).encode(
        x=alt.X("expected:Q", title=f"{name}, expected", axis=axis, scale=scale),
        tooltip=[
            alt.Tooltip("expected:Q", title="Expected", format=format),
            alt.Tooltip("observed:Q", title="Observed", format=format),
            alt.Tooltip("low:Q", title="95 % interval from", format=format),
            alt.Tooltip("high:Q", title="to", format=format),
            alt.Tooltip("n:Q", title="n", format=","),
        ],
    )
    y = alt.Y("low:Q", title="Observed", axis=axis, scale=scale)
    spans = base.mark_rule(color=ACCENT, strokeWidth=5, opacity=0.35).encode(y=y, y2="high:Q")
    points = base.mark_point(filled=True, color=ACCENT, opacity=1).encode(
        y="observed:Q", size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[40, 160]))
    )
    texts = base.mark_text(align="left", dx=8, dy=8, color=GREY, fontSize=10).encode(
        y="observed:Q", text="label:N"
    )
    line = (
        alt.Chart(pd.DataFrame({"expected": ends, "observed": ends}))
        .mark_line(color=GREY, strokeDash=[4, 3])
        .encode(x="expected:Q", y="observed:Q")
    )
    st.altair_chart(
        (line + spans + points + texts).properties(height=240),
        alt=f"{name}: expected against observed",
    )


def _short(n: int) -> str:
    return f"{n / 1000:.0f}k" if n >= 10_000 else f"{n:,}"
