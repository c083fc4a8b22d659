"""What-if: the next 28 days of a product or shop under other terms."""

import streamlit as st

from pages.components import what_if as parts
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.header import title
from pages.components.what_if_levers import choose_levers, forget_levers_of_another
from pages.components.what_if_outcome import outcome, refused
from pages.components.what_if_pair import terms
from pages.components.what_if_saved import saved
from pages.components.what_if_spans import beyond

title("What-if", "What other terms would bring, as far as this market's own weeks can tell.")
facts = facts_or_stop()
if not facts.has_orders:
    st.info("Not estimable: no orders in this market to learn from. Order lines would bring it.")
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    currency = choose_currency(facts)
    subject = parts.choose_subject(facts)
parts.context(facts, subject, currency)
if subject.creator_id:  # what a pair may be paid does not need sales of these 28 days
    terms(subject, facts, currency)
case = parts.case_of(facts, subject, currency)
if not case.base.net_gmv:
    st.info("Nothing was sold in the last 28 days, so there is nothing to project from.")
    st.stop()
forget_levers_of_another(subject.key)
asked_beyond = beyond(case.base, case.known)
left, right = st.columns([2, 3], gap="medium")
with left:
    days = parts.choose_horizon(case)
    levers = choose_levers(case.base, case.known, currency)
with right:
    if asked_beyond:
        refused("; ".join(asked_beyond))
    else:
        outcome(case, levers, days)
saved(subject.key, case, levers, days)
parts.how_to_read(case.known)
