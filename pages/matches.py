"""Matches: who should carry a product, or what a creator should carry, and what it may bring."""

import streamlit as st

from pages.components import match_impressions as impressions
from pages.components import match_parts as parts
from pages.components.filters import choose_currency, facts_or_stop
from pages.components.header import title
from pages.components.match_card import card
from pages.components.match_exposure import exposure, with_small
from pages.components.match_filters import filtered, filters, in_order
from pages.components.match_reasons import reasons_of
from pages.components.match_shortlist import footer, shortlist
from pages.components.matching import Search, choose_query, model_or_stop
from pages.components.why_not import why_not

title("Matches", "Who should carry a product, why, and what it may bring.")
facts = facts_or_stop()
model = model_or_stop()
line = st.container(horizontal=True, vertical_alignment="bottom", key="filters")
form = st.container()
with line:
    currency = choose_currency(facts)
    query = choose_query(facts, currency, form)
    search = Search(model, query, facts, currency)
    every = parts.candidates(search)
    passed = filters(every, query)
    ordered = in_order(filtered(every, passed), query, is_whole=not passed)
    found = with_small(ordered, query)
parts.context(search)
kept = shortlist(query)
if found.empty:
    st.info(parts.why_empty(every, query))
else:
    shown = found.head(parts.shown_count(found))
    impressions.shown(search, shown)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        chosen = parts.picture_or_table(query, shown, currency)
    with right:
        row = parts.row_of(shown, chosen)
        if chosen:
            impressions.acted(search, "opened", [(row["product_id"], row["creator_id"])])
        card(search, row, reasons_of(search, found, row), kept)
exposure(search, ordered, found)
if not query.wants_products:
    picked = parts.shortlisted(search, every, kept)
    footer(search, kept, picked, every)
    parts.compared(picked, currency)
    parts.export(search, picked, found)
why_not(search, every, passed, found)
parts.how_to_read(model)
