"""Matches: who should carry a product, or what a creator should carry, and what it may bring."""

import streamlit as st

from pages.components import match_parts as parts
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.header import title
from pages.components.match_card import card
from pages.components.match_filters import filtered, in_order
from pages.components.match_reasons import reasons_of
from pages.components.match_shortlist import footer, shortlist
from pages.components.matching import Search, choose_query, model_or_stop

title("Matches", "Who should carry a product, why, and what it may bring.")
facts = facts_or_stop()
model = model_or_stop()
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    currency = choose_currency(facts)
    query = choose_query(facts, currency)
    search = Search(model, query, facts, currency)
    found = filtered(parts.candidates(search), query)
    found = in_order(found)
parts.context(search)
if found.empty:
    st.info("No candidate passes these filters. Loosen them above.")
    st.stop()
shown = found.head(parts.shown_count(found))
parts.log(search, shown)
kept = shortlist(query)
left, right = st.columns([5, 3], gap="medium")
with left:
    chosen = parts.picture_or_table(query, shown, currency)
with right:
    row = parts.row_of(shown, chosen)
    card(search, row, reasons_of(search, shown, row), kept)
if not query.wants_products:
    picked = found[found["creator_id"].isin(kept.creator_ids)]
    footer(query, kept, picked, currency)
    parts.compared(picked, currency)
    parts.export(search, picked, found)
parts.how_to_read(model)
