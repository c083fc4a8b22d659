"""Segments of creators by behaviour: how large each is, who is in it and why, what to do."""

import altair as alt
import pandas as pd
import streamlit as st

from analytics.segments import SEGMENTS, Gap, Segment, creator_segments
from pages.components.colours import ACCENT, GREY
from pages.components.downloads import download
from pages.components.filters import View
from pages.components.links import go_to
from pages.components.numbers import count, counted, money, share, symbol
from pages.components.product_charts import PICKED
from pages.components.resources import ask
from pages.components.tables import entity_table, in_major_units, metric_columns

MOST_POINTS, MOST_ROWS, LEAST_CLICKS = 400, 200, 30
FIRST_SHOWN = ("unsold", "unclicked", "star", "gem", "no_show")


def segments(view: View) -> None:
    """The segments as a list, one of them opened: where it lies, what to do, who is in it."""
    if not view.facts.has_clicks:
        st.info(
            "Not estimable: this market has no product clicks, so behaviour cannot be told apart. "
            "Click events with their creator would bring it.",
            icon=":material/info:",
        )
        return
    found = ask(creator_segments, view.slice)
    if found.empty:
        st.info("No creator has traffic or sales in these days.")
        return
    segment = _choose(found)
    inside = found[found["segment"] == segment.key]
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        _picture(view, found, segment)
    with right, st.container(border=True):
        _about(found, segment)
    _members(view, inside, segment)


def _choose(found: pd.DataFrame) -> Segment:
    held = set(found["segment"])
    known = [segment.key for segment in SEGMENTS.values() if segment.key in held]
    default = next((key for key in FIRST_SHOWN if key in held), known[0])
    chosen = st.pills(
        "Segment",
        known,
        format_func=lambda key: SEGMENTS[key].name,
        default=default,
        required=True,
        key="segment",
        bind="query-params",
        label_visibility="collapsed",
    )
    return SEGMENTS[chosen or default]


def _picture(view: View, found: pd.DataFrame, segment: Segment) -> None:
    st.subheader("Reach against CTOR", anchor=False)
    seen = found[(found["clicks"] >= LEAST_CLICKS) & (found["reach"] > 0)]
    if seen.empty:
        st.info(f"No creator has {LEAST_CLICKS} clicks in these days.")
        return
    is_in = (seen["segment"] == segment.key).rename("is_in")
    shown = pd.concat([seen[is_in], seen[~is_in]]).head(MOST_POINTS)
    frame = in_major_units(shown, ["net_gmv"], view.currency).assign(
        is_in=shown["segment"] == segment.key,
        segment=shown["segment"].map(lambda key: SEGMENTS[key].name),
    )
    event = st.altair_chart(
        reach_map(frame, _reach(view), f"Net GMV, {symbol(view.currency)}"),
        alt=f"Creators by reach and CTOR; highlighted: {segment.name}",
        key="reach-map",
        on_select="rerun",
        selection_mode=PICKED,
    )
    st.caption(
        f"n = {len(frame)} of {counted(len(seen), 'creator')} with at least "
        f"{LEAST_CLICKS} clicks · "
        f"green: {segment.name} · size: net GMV · click one to open the creator"
    )
    if picked := event.selection.get(PICKED):
        go_to("creator", creator=str(picked[0]["creator_id"]))


def _reach(view: View) -> str:
    """What reach counts in this market: the widest step of the funnel that it knows."""
    if view.facts.has_impressions:
        return "product impressions"
    return "views" if view.facts.has_views else "clicks"


def reach_map(frame: pd.DataFrame, reach: str, unit: str) -> alt.Chart:
    """Creators by reach and CTOR, as large as their net GMV; those of the segment stand out."""
    picked = alt.selection_point(name=PICKED, fields=["creator_id"])
    base = alt.Chart(frame)
    points = base.mark_circle(cursor="pointer", stroke="white", strokeWidth=0.5).encode(
        x=alt.X(
            "reach:Q",
            title=f"Reach: {reach} (logarithmic)",
            scale=alt.Scale(type="log", nice=False, padding=16),
            axis=alt.Axis(format="~s", tickCount=5),
        ),
        y=alt.Y(
            "ctor:Q",
            title="CTOR (SKU orders, square-root scale)",
            scale=alt.Scale(type="sqrt"),
            axis=alt.Axis(format="%", tickCount=6),
        ),
        size=alt.Size("net_gmv:Q", scale=alt.Scale(range=[20, 800]), legend=None),
        color=alt.condition("datum.is_in", alt.value(ACCENT), alt.value(GREY)),
        opacity=alt.condition("datum.is_in", alt.value(0.9), alt.value(0.3)),
        order=alt.Order("is_in:Q"),
        tooltip=[
            alt.Tooltip("handle:N", title="Creator"),
            alt.Tooltip("segment:N", title="Segment"),
            alt.Tooltip("reach:Q", title="Reach", format=","),
            alt.Tooltip("ctor:Q", title="CTOR", format=".2%"),
            alt.Tooltip("clicks:Q", title="Clicks (n)", format=","),
            alt.Tooltip("net_gmv:Q", title=unit, format=",.0f"),
        ],
    )
    return points.add_params(picked).properties(height=320)


def _about(found: pd.DataFrame, segment: Segment) -> None:
    first = found[found["segment"] == segment.key].iloc[0]
    st.subheader(segment.name, anchor=False)
    st.markdown(
        f"**{first['creators']:,}** creators, {share(first['segment_share'])} of attributed net GMV"
        f"  \n**Rule** {segment.rule}  \n**What to do** {segment.action}: {segment.how}"
    )
    sizes = found.drop_duplicates("segment").assign(
        name=lambda f: f["segment"].map(lambda key: SEGMENTS[key].name),
        is_in=lambda f: f["segment"] == segment.key,
    )
    st.altair_chart(_sizes(sizes), alt="Share of attributed net GMV per segment", key="sizes")


def _sizes(sizes: pd.DataFrame) -> alt.LayerChart:
    base = alt.Chart(sizes).encode(
        x=alt.X(
            "segment_share:Q",
            title="Share of net GMV · number: creators",
            axis=alt.Axis(format="%", tickCount=4),
        ),
        y=alt.Y("name:N", title=None, sort="-x", axis=alt.Axis(labelLimit=180)),
        color=alt.condition("datum.is_in", alt.value(ACCENT), alt.value(GREY)),
        tooltip=[
            alt.Tooltip("name:N", title="Segment"),
            alt.Tooltip("creators:Q", title="Creators (n)", format=","),
            alt.Tooltip("segment_share:Q", title="Share of net GMV", format=".1%"),
        ],
    )
    counts = base.mark_text(align="left", dx=4).encode(text=alt.Text("creators:Q", format=","))
    return (base.mark_bar() + counts).properties(height=alt.Step(21))


def reason(row: pd.Series, segment: Segment, currency: str) -> str:
    """What put a creator there, with its peers and its n: CTOR 1.1 % vs 2.4 % of peers (n = …)."""
    gap = segment.gap
    if gap is None:
        return f"{count(row['clicks'])} clicks"
    own, peers = (_told(row[name], gap, currency) for name in (gap.own, gap.peers))
    whose = "before" if gap.unit == "money" else "of peers"
    return f"{gap.label} {own} vs {peers} {whose} (n = {count(row[gap.n])} {gap.n_of})"


def suggestion(row: pd.Series, segment: Segment, currency: str) -> str:
    """The reason and what it suggests, in one line."""
    return f"{reason(row, segment, currency)}: {segment.action}"


def _told(value: float, gap: Gap, currency: str) -> str:
    return money(value, currency) if gap.unit == "money" else share(value)


def _members(view: View, inside: pd.DataFrame, segment: Segment) -> None:
    shown = inside.head(MOST_ROWS)
    frame = shown.assign(
        why=[suggestion(row, segment, view.currency) for _, row in shown.iterrows()],
        reach_beside=shown["reach"] / shown["peer_reach"].where(shown["peer_reach"] > 0),
    )
    config = st.column_config
    columns = {
        "handle": config.TextColumn("Creator", pinned=True),
        "why": config.TextColumn("Why, and what to do", width="large"),
        **metric_columns(["net_gmv"], view.currency),
        "reach": config.NumberColumn("Reach", format="localized"),
        "reach_beside": config.NumberColumn(
            "Reach ÷ peers", format="%.1f×", help="Beside the median of the peers."
        ),
        "tier": config.TextColumn("Tier"),
        "peers": config.NumberColumn("Peers (n)", format="localized"),
    }
    chosen = entity_table(frame, columns, view.currency, "segment-members")
    with st.container(horizontal=True, vertical_alignment="center"):
        more = f", the first {MOST_ROWS} by net GMV here" if len(inside) > MOST_ROWS else ""
        st.caption(
            f"n = {counted(len(inside), 'creator')}{more} · peers: other creators of the tier, all "
            "others where it has fewer than five · choose a row to open the creator",
            width="stretch",
        )
        download(
            view, "segment", {segment.name: inside}, ["net_gmv"], {"segment rule": segment.rule}
        )
    if chosen is not None:
        go_to("creator", creator=str(shown.iloc[chosen]["creator_id"]))
