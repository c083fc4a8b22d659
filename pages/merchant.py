"""Merchant: one shop, what it sells, who carries it, what it costs and what is left."""

import streamlit as st

from pages.components import incremental, reported, shop_promotions, shop_settlement
from pages.components import merchant as parts
from pages.components.benchmark import benchmark
from pages.components.costs import costs
from pages.components.filters import choose_view, facts_or_stop
from pages.components.header import context
from pages.components.pair_margin import margins
from pages.components.roster import roster, worked_with
from pages.components.samples import samples

PARTS = {
    "Portfolio": parts.portfolio,
    "Creators": roster,
    "Extra GMV": incremental.of_shop,
    "Samples": samples,
    "Margin": margins,
    "Settlement": shop_settlement.settlement,
    "Promotions": shop_promotions.promotions,
    "Benchmark": benchmark,
    "Costs": costs,
    "Reported": reported.of_shop,
}

facts = facts_or_stop()
shop = parts.shop_or_stop(facts)
if not facts.has_orders:
    reported.of_shop_alone(shop["merchant_id"])
    worked_with(shop["merchant_id"])
    st.stop()
view = choose_view(has_shop=False, has_category=False)
view = parts.of_shop(view, shop)
context(view, "merchant")
place = parts.headline(view)
chosen = st.segmented_control(
    "Part",
    list(PARTS),
    default="Portfolio",
    required=True,
    key="part",
    bind="query-params",
    label_visibility="collapsed",
)
PARTS[chosen or "Portfolio"](view)
parts.how_to_read(view)
if parts.attributed_note(view):
    incremental.tell_new_share(place, view)
