"""Merchants: how shops compare, how much hangs on a few, what settles, which samples wait."""

import streamlit as st

from pages.components import merchants as parts
from pages.components import merchants_settlement, reported_lists, samples
from pages.components.access import analysts_only
from pages.components.filters import choose_view, facts_or_stop
from pages.components.header import context, title
from pages.components.incremental import tell_new_share
from pages.components.links import go_to
from pages.components.search import pick_merchant

title("Merchants", "How shops compare, how much hangs on a few, and which samples wait.")
analysts_only("Comparing shops")
facts = facts_or_stop()
if not facts.merchants:
    st.info("No shops in this market. Load merchants, or orders that name their shop, on **Data**.")
    st.stop()
if not facts.has_orders:
    reported_lists.lists(*reported_lists.OF_SHOPS)
    parts.by_roster()
    st.stop()
view = choose_view(has_shop=False)
context(view)
place = parts.headline(view)
with st.container(horizontal=True, horizontal_alignment="distribute"):
    shown = st.segmented_control(
        "View",
        ["Ranking", "Refunds", "Settlement", "Samples", "Reported"],
        default="Ranking",
        required=True,
        key="view",
        bind="query-params",
        label_visibility="collapsed",
    )
    if picked := pick_merchant():
        go_to("merchant", merchant=picked)
if shown == "Refunds":
    merchants_settlement.refunds(view)
elif shown == "Settlement":
    merchants_settlement.settlement(view)
elif shown == "Samples":
    samples.samples(view)
elif shown == "Reported":
    reported_lists.of_shops()
else:
    parts.ranking(view)
parts.how_to_read(view)
if facts.creators:
    tell_new_share(place, view)
