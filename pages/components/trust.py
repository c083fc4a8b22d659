"""What Trust is made of: this market's collaborations, its past, and markets with known truth."""

import streamlit as st

from analytics.market import MarketFacts
from pages.components.header import data_until

COHORT, BACKTEST, TRUTH = "This market", "Backtest", "Known truth"
DAYS = {COHORT: "half a year", BACKTEST: "up to a year and a half"}
"""How far back a view reads."""


def choose_view() -> str:
    """What is shown."""
    chosen = st.segmented_control(
        "See", (COHORT, BACKTEST, TRUTH), default=COHORT, required=True, key="see",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    return chosen or COHORT


def context(facts: MarketFacts, currency: str, view: str) -> None:
    """Market · days · currency · time zone · data until."""
    st.caption(" · ".join([facts.title, DAYS[view], currency, facts.time_zone, data_until(facts)]))


def why_not(facts: MarketFacts) -> str:
    """What the market lacks for any of it; empty where it lacks nothing."""
    if not facts.has_orders or facts.last_day is None:
        return "no orders in this market; order lines would bring them"
    return "order lines are a random sample of orders" if facts.is_sampled_lines else ""
