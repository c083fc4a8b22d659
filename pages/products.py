"""Products: what sells, what moved, and which products deserve more creators."""

import streamlit as st

from pages.components import products, products_bare, products_table, reported_lists
from pages.components.filters import choose_view, facts_or_stop
from pages.components.header import context, title

title("Products", "What sells, what moved, and what converts but is little seen.")
facts = facts_or_stop()
if not facts.products:
    products_bare.no_products()
    reported_lists.lists("product")
    st.stop()
if not facts.has_days:
    reported_lists.lists("product")
    products_bare.known(facts)
    st.stop()
view = choose_view(has_channel=facts.creators > 0)
context(view)
products.headline(view)
left, right = st.columns([3, 2], gap="medium")
with left:
    products.picture(view)
with right:
    products.movers(view)
products_table.ranking(view)
reported_lists.lists("product", shop=view.slice.merchant_id)
products.how_to_read(view)
