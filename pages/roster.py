"""Roster: which creators to take for which products under a budget, and what that would bring."""

import streamlit as st

from pages.components import roster_parts as parts
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.header import title
from pages.components.matching import model_or_stop
from pages.components.roster_around import around
from pages.components.roster_candidates import candidates_or_stop
from pages.components.roster_outcome import outcome
from pages.components.roster_saved import saved
from pages.components.roster_solved import solved_or_stop
from pages.components.roster_wishes import choose_wishes, forget_names_of_others

title("Roster", "Which creators to take under a budget, and what they would bring together.")
facts = facts_or_stop()
model = model_or_stop()
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    currency = choose_currency(facts)
    queries = parts.choose_products(facts, currency)
parts.context(facts, queries, currency)
pool = candidates_or_stop(model, facts, queries, currency)
forget_names_of_others(pool)
left, right = st.columns([2, 5], gap="medium")
with left:
    wishes = choose_wishes(pool)
with right:
    answer = solved_or_stop(facts, pool, wishes)
    outcome(facts, pool, wishes, answer)
later = st.container()
saved(pool, wishes, answer)
parts.how_to_read(pool)
with later:
    around(pool, answer)
