"""A creator's audience: who follows, and whose content the same shoppers click in."""

import pandas as pd
import streamlit as st

from analytics.audience import MIN_SHOPPERS, audience_overlap, audience_reach, creator_audience
from pages.components import creator_charts as charts
from pages.components.access import viewer
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import counted
from pages.components.product_charts import PICKED, distinct
from pages.components.resources import ask
from pages.components.tables import entity_table, share_column

DIMENSIONS = {"age": "Age", "gender": "Gender", "region": "Region"}


def audience(view: View) -> None:
    """Followers by age, gender and region; below, overlap with other creators' shoppers."""
    followers(view.slice.creator_id or "")
    with st.container(border=True):
        _overlap(view)


def followers(creator_id: str) -> None:
    """Who follows the creator, as far as it is known; public."""
    found = ask(creator_audience, creator_id)
    if found.empty:
        st.info(
            "Who follows this creator is not known. A table creator_audience would bring age, "
            "gender and region.",
            icon=":material/info:",
        )
        return
    known = [key for key in DIMENSIONS if (found["dimension"] == key).any()]
    for column, key in zip(st.columns(len(known), gap="medium"), known, strict=True):
        buckets = found[found["dimension"] == key]
        with column, st.container(border=True):
            st.subheader(f"{DIMENSIONS[key]} of followers", anchor=False)
            st.altair_chart(
                charts.audience(buckets), alt=f"Followers by {key}", key=f"audience-{key}"
            )
            st.caption(f"Tick: mean of {counted(int(buckets['creators'].iloc[0]), 'creator')}")


def _overlap(view: View) -> None:
    st.subheader("Whose content the same shoppers click in", anchor=False)
    creator_id, shop = view.slice.creator_id or "", view.slice.merchant_id
    reach = ask(audience_reach, creator_id, shop)
    if not reach.has_shoppers:
        st.info("Not estimable: no click names its shopper. `shopper_id` on clicks would bring it.")
        return
    if reach.shoppers < MIN_SHOPPERS:
        st.info(
            f"Not estimable: {counted(reach.shoppers, 'shopper')} known to have clicked in this "
            f"creator's content; {MIN_SHOPPERS} would bring it."
        )
        return
    found = ask(audience_overlap, creator_id, shop)
    if found.empty:
        st.info("These shoppers clicked in no other creator's content.")
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _bars(found)
    with right:
        _table(view, found)
    whose = "shoppers" if viewer().is_analyst and not shop else "shoppers of this shop's products"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"n = {reach.shoppers:,} {whose} who clicked in this creator's content, over all days "
            "of the data · viewers who never clicked are not counted",
            width="stretch",
        )
        download(view, "overlap", {"Overlap": found}, [])


def _bars(found: pd.DataFrame) -> None:
    event = st.altair_chart(
        charts.overlap(found.assign(name=distinct(found["handle"], found["creator_id"])), PICKED),
        alt="Creators who share most shoppers",
        key="overlap",
        on_select="rerun",
        selection_mode=PICKED,
    )
    if picked := event.selection.get(PICKED):
        go_to("creator", creator=str(picked[0]["creator_id"]))


def _table(view: View, found: pd.DataFrame) -> None:
    config = st.column_config
    columns = {
        "handle": config.TextColumn("Creator", pinned=True),
        "shared": config.NumberColumn("In common (n)", format="localized", help="Shoppers."),
        "share": share_column("Of this creator's", "Share of this creator's shoppers."),
        "share_of_other": share_column("Of the other's", "Share of the other creator's shoppers."),
        "jaccard": config.NumberColumn(
            "Jaccard", format="%.3f", help="Shoppers in common ÷ shoppers of either."
        ),
        "followers": config.NumberColumn("Followers", format="localized"),
    }
    shown = found.assign(share=100 * found["share"], share_of_other=100 * found["share_of_other"])
    chosen = entity_table(shown, columns, view.currency, "overlap-table")
    if chosen is not None:
        go_to("creator", creator=str(found.iloc[chosen]["creator_id"]))
