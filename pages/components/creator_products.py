"""The products that a creator carries: sales, refunds, margin, state of the collaboration."""

import streamlit as st

from analytics.creator import creator_products
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted
from pages.components.resources import ask
from pages.components.tables import entity_table, metric_columns

MOST_ROWS = 200
STATUSES = {
    "promoting": "Promoting",
    "agreed": "Agreed",
    "invited": "Invited",
    "recorded": "Worked with",
    "ended": "Ended",
    "none": "No collaboration",
}


def products(view: View) -> None:
    """Products sold, shown or agreed on, best by net GMV first; a row opens the product."""
    found = ask(creator_products, view.slice)
    if found.empty:
        st.info("This creator showed, sold or agreed on no product in these days.")
        return
    keys = ["net_gmv", "sku_orders" if view.facts.is_sampled_lines else "orders"]
    keys += ["ctor_sku_orders", "clicks"] if view.facts.has_clicks else []
    keys += ["refund_rate", "commission"] if view.facts.has_refunds else ["commission"]
    keys += ["contribution_margin"] if view.facts.has_costs else []
    config = st.column_config
    columns = {
        "title": config.TextColumn("Product", pinned=True, width="medium"),
        **metric_columns(keys[:1], view.currency),
        "status": config.TextColumn("Collaboration"),
        **metric_columns(keys[1:], view.currency),
        "shop": config.TextColumn("Shop"),
        "category": config.TextColumn("Category"),
    }
    if view.slice.merchant_id:
        del columns["shop"]
    shown = found.head(MOST_ROWS).assign(status=lambda f: f["status"].map(STATUSES))
    with st.container(border=True):
        st.subheader("Products carried", anchor=False)
        chosen = entity_table(shown, columns, view.currency, "products")
        with st.container(horizontal=True, vertical_alignment="center"):
            more = f", the first {MOST_ROWS} shown" if len(found) > MOST_ROWS else ""
            lines = int(found["sku_orders"].sum())
            st.caption(
                f"n = {counted(len(found), 'product')}{more}, {counted(lines, 'order line')} · "
                f"margin is empty where "
                "a cost is missing · choose a row to open the product",
                width="stretch",
            )
            download(view, "creator-products", {"Products": found}, keys)
    if chosen is not None:
        go_to("product", product=str(found.iloc[chosen]["product_id"]))
