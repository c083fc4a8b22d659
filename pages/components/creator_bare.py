"""Creator in a market without orders: content and reactions, or partners and features."""

import streamlit as st

from analytics.creator import CreatorProfile, creator_features, creator_partners
from analytics.market import MarketFacts
from pages.components import creator_charts as charts
from pages.components import overview_bare
from pages.components.creator_audience import followers
from pages.components.creator_content import pieces
from pages.components.creator_similar import nearest
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted
from pages.components.resources import ask
from pages.components.tables import entity_table
from pages.components.words import readable

MOST_ROWS = 200


def engagement(view: View) -> None:
    """A market with content and reactions: per day, and the pieces by reactions."""
    st.info(
        "GMV, funnel, products and refunds are not estimable: no orders in this market. "
        "Order lines would bring them.",
        icon=":material/info:",
    )
    overview_bare.engagement(view)
    pieces(view)
    followers(view.slice.creator_id or "")


def without_days(facts: MarketFacts, profile: CreatorProfile) -> None:
    """A market without a day: brands worked with, features, who is alike."""
    st.info(
        "Sales, content and trends are not estimable: no dates in this market. "
        "Order lines or events would bring them.",
        icon=":material/info:",
    )
    left, right = st.columns([1, 1], gap="medium")
    with left:
        _partners(profile, facts)
        _features(profile)
    with right:
        nearest(facts, profile.creator_id, facts.currency)


def _partners(profile: CreatorProfile, facts: MarketFacts) -> None:
    found = ask(creator_partners, profile.creator_id)
    with st.container(border=True):
        st.subheader("Brands worked with", anchor=False)
        if found.empty:
            st.info("No collaboration of this creator is known.")
            return
        config = st.column_config
        columns = {
            "shop": config.TextColumn("Brand", pinned=True),
            "title": config.TextColumn("Product"),
            "creators": config.NumberColumn("Creators in all", help="Who worked on the product."),
        }
        if (found["title"] == found["shop"]).all():
            del columns["title"]
        chosen = entity_table(found.head(MOST_ROWS), columns, facts.currency, "partners")
        st.caption(
            f"n = {counted(found['merchant_id'].nunique(), 'brand')} · choose a row to open it"
        )
    if chosen is not None:
        go_to("product", product=str(found.iloc[chosen]["product_id"]))


def _features(profile: CreatorProfile) -> None:
    found = ask(creator_features, profile.creator_id)
    if found.empty:
        return
    with st.container(border=True):
        for block, places in found.groupby("block"):
            st.subheader(f"Features given: {readable(str(block))}", anchor=False)
            st.altair_chart(charts.features(places), alt=f"Vector {block}", key=f"features-{block}")
            st.caption(f"Tick: mean of {counted(int(places['creators'].iloc[0]), 'creator')}")
