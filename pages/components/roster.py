"""Who carries a shop's products: creators by what is credited to them, and what they were sent."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics import roster as questions
from pages.components import charts, panels
from pages.components.concentration import spread_panel
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import count, counted, symbol
from pages.components.panels import Panel
from pages.components.resources import ask
from pages.components.tables import (
    Table,
    entity_table,
    in_major_units,
    metric_columns,
    money_column,
)

MOST_ROWS, MOST_BARS = 100, 12
BARS = "Creators by attributed net GMV"
NO_CREATORS = (
    "No creator carries this shop's products: no order is credited to one, and no collaboration is "
    "known. Affiliate orders or collaborations would fill this part."
)
STATUS = (
    "The liveliest of the creator's collaborations: promoting (posted, not ended), agreed, "
    "invited, recorded without dates, or ended."
)


def roster(view: View) -> None:
    """Creators by attributed net GMV, how much hangs on a few of them, and every one."""
    creators = creators_table(view)
    if creators.rows.empty:
        st.info(NO_CREATORS)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        panels.draw(creators_panel(view), "roster-bars")
    with right, st.container(border=True):
        panels.draw(spread_panel(view, "creator"), "spread-creator")
    _table(creators, view)


def creators_panel(view: View) -> Panel:
    """A bar per creator who sold, the largest first."""
    creators = creators_table(view).rows
    selling = creators[creators["net_gmv"] > 0]
    if selling.empty:
        return Panel.without(BARS, "No sale of these days is credited to a creator.")
    frame = in_major_units(selling.head(MOST_BARS), ["net_gmv"], view.currency)
    unit = f"Attributed net GMV, {symbol(view.currency)}"
    note = (
        f"{len(frame)} of {counted(len(selling), 'creator')} who sold · "
        f"n = {counted(selling['sku_orders'].sum(), 'order line')}"
    )
    return Panel(BARS, charts.bars(frame, "name", "net_gmv", unit), note, "Creators by net GMV")


def creators_table(view: View) -> Table:
    """Every creator who sold for the shop or has a collaboration with it."""
    config = st.column_config
    keys = ["orders", "ctor_sku_orders", "refund_rate", "commission"]
    keys = [key for key in keys if key != "refund_rate" or view.facts.has_refunds]
    columns = {
        "name": config.TextColumn("Creator", pinned=True),
        "net_gmv": money_column("Attributed net GMV", view.currency),
        "status": config.TextColumn("Collaboration", help=STATUS),
        **metric_columns(keys, view.currency),
        "samples": config.NumberColumn("Samples", help="Shipped up to the last day shown."),
        "posted": config.NumberColumn("Posted", help="Samples received and followed by a post."),
        **metric_columns(["sample_post_rate"], view.currency),
        "followers": config.NumberColumn("Followers", format="localized"),
    }
    creators = ask(questions.roster, view.slice)
    rows = creators.assign(name="@" + creators["handle"].fillna(creators["creator_id"]))
    return Table("Creators", rows, columns, ["net_gmv", *keys, "sample_post_rate"])


def _table(creators: Table, view: View) -> None:
    shown = creators.rows.head(MOST_ROWS)
    chosen = entity_table(shown, creators.columns, view.currency, "roster")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"{len(shown):,} of {counted(len(creators.rows), 'creator')} · sales in the period, "
            f"collaborations "
            "and samples up to its end · choose a row to open the creator"
        )
        download(view, "roster", {creators.title: creators.rows}, creators.metrics)
    if chosen is not None:
        go_to("creator", creator=str(shown.iloc[chosen]["creator_id"]))


def worked_with(merchant_id: str) -> None:
    """Creators of a shop in a market without orders: who, and how many shops share them."""
    st.info("GMV, margin, refunds and samples are not estimable: no orders in this market.")
    creators = ask(questions.worked_with, merchant_id)
    if creators.empty:
        st.info(NO_CREATORS)
        return
    creators = creators.assign(name="@" + creators["handle"].fillna(creators["creator_id"]))
    with st.container(border=True):
        st.subheader("Creators worked with, by the shops that share them", anchor=False)
        st.altair_chart(_shared(creators), alt="Creators by number of shops", key="shared")
        alone = int((creators["shops"] == 1).sum())
        st.caption(
            f"n = {counted(len(creators), 'creator')}, of whom "
            f"{count(alone)} are known to have worked "
            "with this shop alone"
        )
    config = st.column_config
    columns = {
        "name": config.TextColumn("Creator", pinned=True),
        "shops": config.NumberColumn("Shops", help="Shops in view that the creator worked with."),
        "collaborations": config.NumberColumn("Collaborations"),
        "followers": config.NumberColumn("Followers", format="localized"),
    }
    if creators["followers"].isna().all():
        del columns["followers"]
    chosen = entity_table(creators.head(MOST_ROWS), columns, "XXX", "roster")
    if chosen is not None:
        go_to("creator", creator=str(creators.iloc[chosen]["creator_id"]))


def _shared(creators: pd.DataFrame) -> alt.Chart:
    sizes = creators["shops"].value_counts().sort_index()
    frame = sizes.rename_axis("shops").reset_index(name="creators")
    return (
        alt.Chart(frame)
        .mark_bar(color=charts.ACCENT)
        .encode(
            x=alt.X("creators:Q", title="Creators", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("shops:O", title="Shops worked with"),
            tooltip=[
                alt.Tooltip("shops:O", title="Shops"),
                alt.Tooltip("creators:Q", title="Creators"),
            ],
        )
        .properties(height=alt.Step(32))
    )
