"""Creators of a market without orders: by engagement, by whom they worked with, or none at all."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.creators import MIN_N, engagement_ranking, known_creators
from analytics.market import MarketFacts
from pages.components import overview_bare
from pages.components.creators_table import choose_wanted
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to, link
from pages.components.numbers import counted
from pages.components.product_charts import PICKED, distinct
from pages.components.resources import ask
from pages.components.tables import entity_table, metric_columns
from pages.components.words import plain

MOST_BARS = 15
RANKS = {
    "engagement": "Engagement",
    "engagement_per_post": "Engagement per post",
    "contents": "Posts",
    "followers": "Followers",
}
REACTIONS = {"likes": "Likes", "comments": "Comments", "shares": "Shares"}


def no_creators(facts: MarketFacts) -> None:
    """The market knows no creator: what that means, and what would bring them."""
    with st.container(border=True):
        st.subheader("No creators in this market", anchor=False)
        st.markdown(
            f"Not estimable: {plain(facts.title)} holds {counted(facts.products, 'product')} and "
            "their sales, but no order, event or collaboration names a creator. "
            f"{_meaning(facts)}, and there is nobody to rank, to segment or to match."
        )
        st.markdown(
            "**What would bring them**: Affiliate orders of the same days, or our own tables with "
            "`creator_id` on order lines, events or collaborations; templates are on **Data**."
        )
        with st.container(horizontal=True):
            link("products", "See the products", icon=":material/inventory_2:")
            link("data", "Load creators", icon=":material/upload:")


def _meaning(facts: MarketFacts) -> str:
    """What follows for the sales: unattributed where the report tells nobody, else organic."""
    if facts.has_unstated:
        return "All orders tells no creators, so who led to a sale is not known"
    return "So everything sold counts as organic"


def engagement(view: View) -> None:
    """Creators by likes, comments and shares of their content."""
    st.info(
        "GMV, CTOR, refunds and segments are not estimable: no orders in this market. "
        "Order lines would bring them.",
        icon=":material/info:",
    )
    overview_bare.engagement(view)
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="bottom", key="filters-rank"),
    ):
        wanted = choose_wanted()
        sort = st.selectbox(
            "Rank by",
            list(RANKS),
            format_func=RANKS.__getitem__,
            key="by",
            width=210,
            bind="query-params",
        )
        is_thin = sort == "engagement_per_post" and st.toggle(
            f"Also n < {MIN_N}", key="few", bind="query-params"
        )
    found = ask(engagement_ranking, view.slice.period, wanted, sort, hides_thin=not is_thin)
    if found.empty:
        st.info(
            f"No creator fits, or none has {MIN_N} posts; take a filter back or widen the days."
        )
        return
    _ranked(view, found, sort)


def _ranked(view: View, found: pd.DataFrame, sort: str) -> None:
    with st.container(border=True):
        st.subheader("Engagement by creator", anchor=False)
        event = st.altair_chart(
            reactions(found.head(MOST_BARS)),
            alt="Likes, comments and shares per creator",
            key="reactions",
            on_select="rerun",
            selection_mode=PICKED,
        )
        st.caption(
            f"The first {min(len(found), MOST_BARS)} of {found['found'].iloc[0]:,} · n = "
            f"{counted(found['contents'].sum(), 'post')} · click a bar to open the creator"
        )
    if picked := event.selection.get(PICKED):
        go_to("creator", creator=str(picked[0]["creator_id"]))
    config = st.column_config
    columns = {
        "handle": config.TextColumn("Creator", pinned=True),
        "engagement": config.NumberColumn(
            "Engagement", format="localized", help="Likes, comments and shares in these days."
        ),
        "engagement_per_post": config.NumberColumn(
            "Per post", format="localized", step=0.1, help="Engagement ÷ posts published."
        ),
        **metric_columns(["contents"], view.currency),
        "videos": config.NumberColumn("Videos", help="Short videos: no photo, link or status."),
        "lives": config.NumberColumn("Lives"),
        "other_posts": config.NumberColumn("Other posts", help="Photos, links, status texts."),
        **metric_columns([*REACTIONS, "views"], view.currency),
        "followers": config.NumberColumn("Followers", format="localized"),
    }
    is_told = {key: found[key].notna().any() and bool(found[key].ne(0).any()) for key in columns}
    kept = {key: column for key, column in columns.items() if is_told[key]}
    chosen = entity_table(found, kept, view.currency, "creators")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{counted(len(found), 'creator')} · choose a row to open one", width="stretch")
        download(
            view, "creators", {"Creators": found.drop(columns="found")}, [], {"ranked by": sort}
        )
    if chosen is not None:
        go_to("creator", creator=str(found.iloc[chosen]["creator_id"]))


def reactions(found: pd.DataFrame) -> alt.Chart:
    """Likes, comments and shares per creator, stacked, in the frame's order."""
    named = found.assign(name=distinct(found["handle"], found["creator_id"]))
    order = named["name"].tolist()
    frame = named.melt(["creator_id", "name", "contents"], list(REACTIONS), "kind", "n").assign(
        place=lambda f: f["kind"].map(list(REACTIONS).index),
        kind=lambda f: f["kind"].map(REACTIONS),
    )
    return (
        alt.Chart(frame)
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X(
                "n:Q", title="Likes, comments and shares", axis=alt.Axis(format="~s", tickCount=6)
            ),
            y=alt.Y("name:N", title=None, sort=order, axis=alt.Axis(labelLimit=170)),
            color=alt.Color(
                "kind:N",
                title=None,
                sort=list(REACTIONS.values()),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("name:N", title="Creator"),
                alt.Tooltip("kind:N", title="Reaction"),
                alt.Tooltip("n:Q", title="Count", format=","),
                alt.Tooltip("contents:Q", title="Posts published", format=","),
            ],
        )
        .add_params(alt.selection_point(name=PICKED, fields=["creator_id"]))
        .properties(height=alt.Step(24))
    )


def known(facts: MarketFacts) -> None:
    """Creators by the shops they worked with, where the market has no day."""
    st.info(
        "Sales, engagement and trends are not estimable: no dates in this market. What is known is "
        "who worked with whom, and features. Order lines or events would bring the rest.",
        icon=":material/info:",
    )
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom", key="filters-rank"):
            wanted = choose_wanted()
        found = ask(known_creators, wanted)
        if found.empty:
            st.info("No creator has all of these words in its handle or id.")
            return
        config = st.column_config
        columns = {
            "handle": config.TextColumn("Creator", pinned=True),
            "merchants": config.ProgressColumn(
                "Brands worked with",
                format="%d",
                min_value=0,
                max_value=int(found["merchants"].max()) or 1,
                color="primary",
            ),
            "products": config.NumberColumn("Products"),
            "followers": config.NumberColumn("Followers", format="localized"),
            "tier": config.TextColumn("Tier"),
            "country": config.TextColumn("Country"),
        }
        kept = {key: column for key, column in columns.items() if found[key].notna().any()}
        if (found["products"] == found["merchants"]).all():
            del kept["products"]
        chosen = entity_table(found, kept, facts.currency, "creators")
        st.caption(
            f"{len(found):,} of {counted(found['found'].iloc[0], 'creator')}, the most "
            f"experienced first · "
            "choose a row to open the creator"
        )
    if chosen is not None:
        go_to("creator", creator=str(found.iloc[chosen]["creator_id"]))
