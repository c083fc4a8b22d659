"""Product: how one product sells, at what price, who carries it, what comes back, what is left."""

from dataclasses import replace

import streamlit as st

from analytics.product import product_profile
from pages.components import product, product_lists, products_bare, reported, reported_lists
from pages.components.filters import choose_view, facts_or_stop
from pages.components.header import context, title
from pages.components.resources import ask
from pages.components.search import PRODUCT, pick_product, picked

found = picked(PRODUCT)
if found is None:
    title("Product", "One product: its sales, price, creators, refunds and margin.")
    if not facts_or_stop().products:
        products_bare.no_products()
    else:
        pick_product()
    reported.of_unknown_product()
    reported_lists.lists("product")
    st.stop()
facts = facts_or_stop()
profile = ask(product_profile, str(found["id"]))
title(profile.title, product.about(profile))
product.ways(profile, facts)
if not facts.has_days:
    product.without_days(profile)
    reported.of_product(profile.product_id)
    st.stop()
chosen = choose_view(has_category=False, has_shop=False)
view = replace(chosen, slice=chosen.slice.of(product_id=profile.product_id))
context(replace(view, slice=view.slice.of(merchant_id=profile.merchant_id)), "product")
product.headline(view)
left, right = st.columns([3, 2], gap="medium")
with left:
    product.sold(view)
    product.price(view)
with right:
    product.left_over(view, profile)
    product.refunds(view)
product_lists.lists(view, profile)
reported.of_product(profile.product_id, view)
product.how_to_read(view)
