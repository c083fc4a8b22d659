"""Trust: how right money estimates are, on this market's past and where the truth is known."""

import streamlit as st

from pages.components import trust as parts
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.header import title
from pages.components.trust_backtest import backtests
from pages.components.trust_cohort import cohort
from pages.components.trust_trial import known_truth

title("Trust", "How far the money estimates are right, and where they fail.")
facts = facts_or_stop()
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    view = parts.choose_view()
    currency = facts.currency if view == parts.TRUTH else choose_currency(facts)
if view == parts.TRUTH:
    known_truth()
    st.stop()
parts.context(facts, currency, view)
if why := parts.why_not(facts):
    st.info(f"Not estimable: {why}.")
    st.stop()
if view == parts.COHORT:
    cohort(facts, currency)
else:
    backtests(facts, currency)
