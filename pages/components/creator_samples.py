"""The samples that a creator was sent, and what came of them."""

import streamlit as st

from analytics.attention import samples as samples_sent
from analytics.creator import creator_samples
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted, is_missing, share
from pages.components.resources import ask
from pages.components.samples import ABOUT, DEFINITION, LABELS, up_to
from pages.components.tables import entity_table, in_major_units, money_column
from pages.components.tiles import tiles

MOST_ROWS = 200


def samples(view: View) -> None:
    """Counts, sample→post rate and days to post, then the list with the overdue first."""
    counted = ask(creator_samples, view.slice)
    if not counted["samples"]:
        st.info(
            "No sample was shipped to this creator up to the last day on screen. Collaborations "
            "with samples would show it.",
            icon=":material/info:",
        )
        return
    days = counted["days_to_post"]
    tiles(
        {
            "Samples received": f"{counted['received']:,.0f}",
            "Posted": f"{counted['posted']:,.0f}",
            "Sample→post": share(counted["sample_post_rate"]),
            "Days to post": "–" if is_missing(days) else f"{days:.0f}",
            "Overdue": f"{counted['overdue']:,.0f}",
        },
        "tiles",
        ABOUT,
    )
    st.caption(
        f"{up_to(view)}: {counted['samples']:,.0f} shipped, n = "
        f"{counted['received']:,.0f} received · days to post: median from receipt"
    )
    _list(view)


def _list(view: View) -> None:
    found = ask(samples_sent, view.slice)
    config = st.column_config
    columns = {
        "title": config.TextColumn("Product", pinned=True, width="medium"),
        "state": config.TextColumn("State"),
        "days_left": config.NumberColumn("Days left", help="Until day 14; negative if overdue."),
        "merchant": config.TextColumn("Shop"),
        "shipped_on": config.DateColumn("Shipped", format="D MMM YYYY"),
        "received_on": config.DateColumn("Received", format="D MMM YYYY"),
        "posted_on": config.DateColumn("Posted", format="D MMM YYYY"),
        "sample_cost": money_column("Cost", view.currency, has_cents=True),
        "net_gmv_since": money_column("Net GMV since", view.currency),
    }
    if view.slice.merchant_id:
        del columns["merchant"]
    shown = in_major_units(found.head(MOST_ROWS), ["sample_cost", "net_gmv_since"], view.currency)
    shown["state"] = shown["state"].map(LABELS)
    with st.container(border=True):
        st.subheader("Samples, overdue first", anchor=False)
        chosen = entity_table(shown, columns, view.currency, "samples")
        with st.container(horizontal=True, vertical_alignment="center"):
            more = f", the first {MOST_ROWS} shown" if len(found) > MOST_ROWS else ""
            st.caption(
                f"n = {counted(len(found), 'sample')}{more} · choose a row to open the product",
                width="stretch",
            )
            download(view, "creator-samples", {"Samples": found}, ["sample_post_rate"])
        st.caption(DEFINITION)
    if chosen is not None:
        go_to("product", product=str(found.iloc[chosen]["product_id"]))
