"""Products of a market without a day to look at: what there is, and with how many creators."""

import streamlit as st

from analytics.market import MarketFacts
from analytics.products import known_products
from pages.components.links import go_to, link
from pages.components.numbers import counted
from pages.components.resources import ask
from pages.components.tables import entity_table


def no_products() -> None:
    """The market has creators and content, but no product."""
    st.info(
        "Not estimable: this market knows no products. Event tables that name products, or a "
        "table of products, would bring them.",
        icon=":material/info:",
    )
    link("creators", "See its creators and their content", icon=":material/group:")


def known(facts: MarketFacts) -> None:
    """Products by the number of creators they have worked with."""
    st.info(
        "Sales, prices, refunds and margins are not estimable: no orders in this market. "
        "Order lines would bring them.",
        icon=":material/info:",
    )
    with st.container(border=True):
        text = st.text_input("Search", type="search", key="search", bind="query-params", live=True)
        found = ask(known_products, None, text or "")
        if found.empty:
            st.info("No product has all of these words in its title, brand or id.")
            return
        config = st.column_config
        columns = {
            "title": config.TextColumn("Product", pinned=True),
            "creators": config.ProgressColumn(
                "Creators worked with",
                format="%d",
                min_value=0,
                max_value=int(found["creators"].max()) or 1,
                color="primary",
            ),
            "shop": config.TextColumn("Shop"),
        }
        chosen = entity_table(found, columns, facts.currency, "known")
        st.caption(
            f"{len(found):,} of {counted(found['products'].iloc[0], 'product')} · "
            f"click a name to open it"
        )
    if chosen is not None:
        go_to("product", product=str(found.iloc[chosen]["product_id"]))
