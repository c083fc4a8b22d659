"""Creators: who sells, how they behave beside their peers, and what to do about it."""

import streamlit as st

from pages.components import creators, creators_bare, reported_lists
from pages.components.creators_compare import compare
from pages.components.creators_segments import segments
from pages.components.filters import choose_view, facts_or_stop
from pages.components.header import context, title
from pages.components.incremental import tell_new_share

title("Creators", "Who sells, how they behave beside their peers, and what to do about it.")
facts = facts_or_stop()
if not facts.creators:
    creators_bare.no_creators(facts)
    reported_lists.lists(*reported_lists.OF_CREATORS)
    st.stop()
if not facts.has_days:
    reported_lists.lists(*reported_lists.OF_CREATORS)
    creators_bare.known(facts)
    st.stop()
view = choose_view(
    has_category=facts.has_orders, has_shop=facts.has_orders, has_channel=facts.has_orders
)
context(view)
if not facts.has_orders:
    creators_bare.engagement(view)
    reported_lists.lists(*reported_lists.OF_CREATORS)
    st.stop()
place = creators.headline(view)
parts = {
    "Ranking": creators.ranking,
    "Segments": segments,
    "Compare": compare,
    "Reported": reported_lists.of_creators,
}
chosen = st.segmented_control(
    "Part",
    list(parts),
    default="Ranking",
    required=True,
    key="pane",
    bind="query-params",
    label_visibility="collapsed",
)
parts[chosen or "Ranking"](view)
creators.how_to_read(view)
tell_new_share(place, view)
