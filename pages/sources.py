"""Data: what has been loaded, how fresh and sound it is, and how to bring more."""

import streamlit as st

from analytics.market import market_facts
from pages.components import checks, holdings, load_history, refused, upload
from pages.components.access import analysts_only
from pages.components.filters import facts_or_stop
from pages.components.header import data_until, title
from pages.components.resources import ask, market

HELD, CHECKS, REFUSED, LOAD = "Held", "Checks", "Not loaded", "Load files"

title("Data", "What has been loaded, how fresh and sound it is, and how to bring more.")
analysts_only("What was loaded, by whom, and which rows were refused,", upload.own_costs)
if "show" not in {*st.session_state, *st.query_params}:
    st.session_state["show"] = HELD if market() else LOAD
show = st.segmented_control(
    "Show",
    [HELD, CHECKS, REFUSED, LOAD],
    required=True,
    key="show",
    bind="query-params",
    label_visibility="collapsed",
)
if show == LOAD:
    upload.load_files()
    st.stop()
if show == HELD and ask(market_facts) is None and load_history.is_of_undone_loads():
    load_history.of_empty_market()
    holdings.all_markets()
    st.stop()
facts = facts_or_stop()
st.caption(f"{facts.title} · days in {facts.time_zone} · {data_until(facts)}")
if show == HELD:
    holdings.headline(facts)
    load_history.history(facts.time_zone)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        holdings.freshness(facts)
    with right:
        holdings.all_markets()
elif show == CHECKS:
    checks.checks(facts)
elif show == REFUSED:
    refused.refused(facts)
