"""A creator's content: how it fades with age, and which pieces did best."""

from typing import Any

import pandas as pd
import streamlit as st

from analytics.creator import MOST_CONTENT, creator_content
from analytics.decay import DAYS, FEWEST, Decay, content_decay, observed
from pages.components import creator_charts as charts
from pages.components.colours import CHANNEL_LABELS
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.numbers import NOTHING, counted, day, symbol
from pages.components.resources import ask
from pages.components.tables import in_major_units, in_screen_units, metric_columns, rounded

FADING = {"video": "Videos", "live": "Lives", "product_card": "Product cards"}
KINDS = {**CHANNEL_LABELS, "photo": "Photo", "link": "Link", "status": "Status"}
SORTS = {
    "net_gmv": "Net GMV",
    "views": "Views",
    "engagement": "Engagement",
    "published_on": "Newest",
}
REACTION_SORTS = {
    "reactions": "Reactions",
    "engagement": "Engagement",
    "published_on": "Newest",
}
BARE = ["likes", "comments", "shares"]


def content(view: View) -> None:
    """The decay curve, then the pieces of these days."""
    with st.container(border=True):
        _decay(view)
    pieces(view)


def _decay(view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("How a piece fades with age", anchor=False)
        kind = st.segmented_control(
            "Kind",
            list(FADING),
            default="video",
            required=True,
            format_func=FADING.__getitem__,
            key="piece",
            bind="query-params",
            label_visibility="collapsed",
        )
    first_day, last_day = view.facts.first_day, view.slice.period.last_day
    assert first_day is not None
    followed = observed(first_day, last_day)
    found = ask(content_decay, view.slice.creator_id, kind or "video", followed, view.currency)
    if found.curve.empty:
        st.info(
            f"Not estimable: {counted(found.contents, 'piece')} of this kind since "
            f"{day(followed.first_day, has_year=True)}; {FEWEST} would bring it. "
            "Video data, or our own table of content, tells when each was published."
        )
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _curve(found, "net_gmv", f"Net GMV per piece and day, {symbol(view.currency)}", view)
    with right:
        _curve(found, "views", "Views per piece and day", view)


def _curve(found: Decay, value: str, unit: str, view: View) -> None:
    half_life = found.half_life(value)
    curve = in_major_units(found.curve, ["net_gmv"], view.currency)
    if half_life is None:
        st.info(f"{unit}: none in the first {DAYS} days of age.")
        return
    st.altair_chart(
        charts.decay(curve, value, unit, half_life), alt=f"{unit} by age", key=f"decay-{value}"
    )
    first, last = curve.iloc[0], curve.iloc[-1]
    st.caption(
        f"n = {first['contents']:,.0f} pieces on their first day, {last['contents']:,.0f} at day "
        f"{last['age']:.0f} · half of {DAYS} days comes by day {half_life} (dashed)"
    )


def pieces(view: View) -> None:
    """Content published, seen or sold from in these days, best first."""
    sorts = SORTS if view.facts.has_orders else REACTION_SORTS
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Content of these days", anchor=False)
            sort = st.segmented_control(
                "Sort by",
                list(sorts),
                default=next(iter(sorts)),
                required=True,
                format_func=sorts.__getitem__,
                key="content-by",
                bind="query-params",
                label_visibility="collapsed",
            )
        found = ask(creator_content, view.slice, sort or next(iter(sorts)))
        if found.empty:
            st.info("Nothing was published, seen or sold from in these days.")
            return
        frame = _named(found)
        columns = _columns(view, found)
        st.dataframe(
            rounded(in_screen_units(frame, view.currency), columns),
            column_config=columns,
            column_order=list(columns),
            hide_index=True,
            placeholder=NOTHING,
        )
        total = int(found["found"].iloc[0])
        more = f" of {total:,}" if total > MOST_CONTENT else ""
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                f"{counted(len(found), 'piece')}{more} · {_what(view, found)}", width="stretch"
            )
            download(view, "content", {"Content": found.drop(columns="found")}, ["net_gmv"])


def _named(found: pd.DataFrame) -> pd.DataFrame:
    """Kinds in words; a piece without a title is called by its kind and day."""
    kinds = found["content_type"].map(KINDS).fillna("Content")
    days = pd.to_datetime(found["published_on"]).dt.strftime("%-d %b %Y")
    return found.assign(
        content_type=kinds, title=found["title"].fillna(kinds + " of " + days).fillna(kinds)
    )


def _what(view: View, found: pd.DataFrame) -> str:
    if found["reported_by"].notna().any():
        source = found["reported_by"].dropna().iloc[0]
        return f"reactions as reported by {source}; likes, comments, shares counted at publication"
    return "figures of these days alone, whenever published; credit is not effect"


def _columns(view: View, found: pd.DataFrame) -> dict[str, Any]:
    config = st.column_config
    facts = view.facts
    money = ["net_gmv"] if facts.has_orders else []
    money += ["watch_gpm"] if facts.has_orders and facts.has_views else []
    keys = ["sku_orders"] if facts.has_orders else []
    keys += ["ctor_sku_orders"] if facts.has_orders and facts.has_clicks else []
    keys += ["views"] if facts.has_views else []
    keys += ["clicks"] if facts.has_clicks else []
    keys += [key for key in BARE if found[key].any()]
    keys += ["refund_rate"] if facts.has_refunds else []
    columns: dict[str, Any] = {
        "title": config.TextColumn("Content", pinned=True, width="medium"),
        "content_type": config.TextColumn("Kind"),
        **metric_columns(money[:1], view.currency),
    }
    if found["reactions"].notna().any():
        columns["reactions"] = config.NumberColumn(
            "Reactions, reported", format="localized", help="As the source reports them."
        )
    if not facts.has_orders:
        columns["engagement"] = config.NumberColumn("Engagement", format="localized")
    return {
        **columns,
        **metric_columns([*keys, *money[1:]], view.currency),
        "published_on": config.DateColumn("Published", format="D MMM YYYY"),
        "content_id": config.TextColumn("Id"),
    }
