"""Room for small creators among the first places: the slider, what it costs, who has the places."""

import altair as alt
import pandas as pd
import streamlit as st

from data.contract.columns import TIERS
from models.exposure import FIRST, SMALL, expected, explored, tier_shares
from pages.components.colours import ACCENT, GREY, TEXT
from pages.components.match_estimates import products_of
from pages.components.matching import Query, Search
from pages.components.numbers import NOTHING, counted, money
from pages.components.pair_estimates import estimated_exchange
from pages.components.tiles import tiles

SMALL_ONES = " and ".join(SMALL)
KEY, STEP = "small-share", 5


def with_small(found: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The list with the asked share of its first places for small creators; as it is without."""
    if query.wants_products or not _is_known(found):
        return found
    asked = st.slider(
        "Places for small creators, %",
        0,
        100,
        0,
        STEP,
        key=KEY,
        bind="query-params",
        width=210,
        help=f"At least so many of the first {FIRST} places go to {SMALL_ONES} creators, the "
        "best of them first. At 0 the list is as it is.",
    )
    order = explored(found["tier"].isin(SMALL).to_numpy(), asked / 100)
    return found.iloc[order].reset_index(drop=True)


def exposure(search: Search, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """How the first places spread over tiers, and what making room is expected to cost."""
    if search.query.wants_products or before.empty:
        return
    with st.container(border=True, key="exposure"):
        st.subheader(f"Who has the first {min(FIRST, len(after))} places", anchor=False)
        if not _is_known(before):
            st.info("The tiers of these creators are not known. Followers of creators bring them.")
            return
        left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
        with left:
            now, was = tier_shares(after["tier"]), tier_shares(before["tier"])
            st.altair_chart(_bars(now, was), alt="Share of the first places by tier")
        with right:
            _money(search, before, after)
        st.caption(_legend(after))


def room() -> str | None:
    """How the list's order differs from the one chosen; None where it does not."""
    asked = st.session_state.get(KEY)
    return f"at least {asked} % of the first {FIRST} {SMALL_ONES}" if asked else None


def _is_known(found: pd.DataFrame) -> bool:
    return bool("tier" in found and found["tier"].notna().any())


def _bars(now: pd.DataFrame, was: pd.DataFrame) -> alt.LayerChart:
    """Per tier a bar of its share of the places, a tick of its share of all candidates, and where
    the bar stood before room was made.
    """
    lines = now.assign(before=was["place_share"])
    base = alt.Chart(lines).encode(
        y=alt.Y("tier:N", sort=[*TIERS], title=None, axis=alt.Axis(ticks=False, labelLimit=80)),
        tooltip=[
            alt.Tooltip("tier:N", title="Tier"),
            alt.Tooltip("places:Q", title="places"),
            alt.Tooltip("place_share:Q", title="of the places", format=".0%"),
            alt.Tooltip("before:Q", title="without room for small ones", format=".0%"),
            alt.Tooltip("candidates:Q", title="candidates"),
            alt.Tooltip("candidate_share:Q", title="of the candidates", format=".0%"),
        ],
    )
    axis = alt.Axis(format="~%", tickCount=5)
    top = float(lines[["place_share", "candidate_share", "before"]].max(axis=None))
    scale = alt.Scale(domain=[0, min(1.0, top + 0.1)])
    x = alt.X("place_share:Q", title="Share of the first places", axis=axis, scale=scale)
    small = alt.FieldOneOfPredicate("tier", list(SMALL))
    bars = base.mark_bar(height=14, cornerRadiusEnd=3).encode(
        x=x, color=alt.when(small).then(alt.value(ACCENT)).otherwise(alt.value(GREY))
    )
    texts = base.mark_text(align="left", dx=5, fontWeight="bold").encode(x=x, text="places:Q")
    was_there = base.mark_tick(thickness=2, height=18, color=TEXT).encode(x="before:Q")
    candidates = base.mark_point(shape="diamond", filled=False, size=70, color=TEXT).encode(
        x="candidate_share:Q"
    )
    return (bars + was_there + candidates + texts).properties(height=40 + 28 * len(lines))


def _legend(after: pd.DataFrame) -> str:
    first = min(FIRST, len(after))
    small = int(after["tier"].head(first).isin(SMALL).sum())
    return (
        f"{SMALL_ONES} creators have {small} of {first} places · number: places · tick: without "
        f"room made for them · diamond: share of all {len(after):,} candidates in this list"
    )


def _money(search: Search, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """What the first places are expected to bring with and without room for small creators."""
    one, two = (set(part["creator_id"].head(FIRST)) for part in (before, after))
    has_money = "estimate" in before
    sums = [expected(part["estimate"]) if has_money else None for part in (before, after)]
    figures = [NOTHING if total is None else money(total, search.currency) for total in sums]
    if one == two:
        tiles({"Extra GMV of these": figures[0]})
        return
    tiles({"Extra GMV of these": figures[1], "without room made": figures[0]})
    if None in sums:
        st.caption("What the change costs is not estimable, for not all of them have an estimate.")
        return
    (product,) = products_of(after, search.query, search.currency)
    cost = estimated_exchange(search.facts, product, sorted(one - two), sorted(two - one)).extra
    low, mean, high = (money(value, search.currency) for value in cost)
    who = counted(len(two - one), f"{SMALL_ONES} creator")
    st.markdown(
        f"Room for {who} is expected to cost **{mean}** of extra GMV in 28 days "
        f"({low} to {high}, 80 % interval)."
    )
    st.caption("Prior only: from averages of similar pairs, not from an experiment.")
