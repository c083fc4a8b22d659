"""Overview: how the last days went, why, and what needs a look."""

import streamlit as st

from pages.components import overview, overview_bare, overview_more, overview_why, reported_lists
from pages.components.filters import choose_view, facts_or_stop
from pages.components.header import context, title

title("Overview", "How business went, why it moved, and what needs a look.")
facts = facts_or_stop()
if not facts.has_days:
    overview_bare.catalogue(facts)
    reported_lists.lists(*reported_lists.KINDS)
    st.stop()
view = choose_view()
context(view, "overview" if facts.has_orders else None)
if not facts.has_orders:
    overview_bare.engagement(view)
    reported_lists.lists(*reported_lists.KINDS)
    st.stop()
overview.headline(view)
left, right = st.columns([2, 1], gap="medium")
with left:
    overview.trend(view)
    overview_why.why(view)
with right:
    overview.attention(view)
    overview_why.funnel(view)
overview_more.more(view)
reported_lists.folded(view)
overview_more.how_to_read(view)
