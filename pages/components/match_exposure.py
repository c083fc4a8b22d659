"""Room for small creators among the first places: the slider, what it costs, who has the places."""

import altair as alt
import pandas as pd
import streamlit as st

from models.exposure import FIRST, SMALL, expected, explored, tier_shares
from models.outcomes import Span
from pages.components.colours import ACCENT, GREY, TEXT
from pages.components.match_estimates import products_of
from pages.components.match_filters import is_by_chance
from pages.components.matching import Query, Search
from pages.components.numbers import NOTHING, counted, money
from pages.components.pair_estimates import estimated_exchange
from pages.components.tiles import tiles

SMALL_ONES = " and ".join(SMALL)
KEY, STEP = "small-share", 5


def with_small(found: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The list with the asked share of its first places for small creators; as it is without."""
    if query.wants_products or not _is_known(found) or is_by_chance():
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
    if is_by_chance():
        return None
    return f"at least {asked} % of the first {FIRST} {SMALL_ONES}" if asked else None


def _is_known(found: pd.DataFrame) -> bool:
    return bool("tier" in found and found["tier"].notna().any())


def _bars(now: pd.DataFrame, was: pd.DataFrame) -> alt.LayerChart:
    """Per tier its share of the places, before the paler one of all candidates, and a tick where it
    stood before room was made.
    """
    named = [f"{tier} · {places}" for tier, places in zip(now["tier"], now["places"], strict=True)]
    lines = now.assign(before=was["place_share"], named=named)
    axis = alt.Axis(ticks=False, domain=False, labelLimit=100)
    base = alt.Chart(lines).encode(
        y=alt.Y("named:N", sort=named, title=None, axis=axis),
        tooltip=[
            alt.Tooltip("tier:N", title="Tier"),
            alt.Tooltip("places:Q", title="places"),
            alt.Tooltip("place_share:Q", title="of the places", format=".0%"),
            alt.Tooltip("before:Q", title="without room made", format=".0%"),
            alt.Tooltip("candidates:Q", title="candidates"),
            alt.Tooltip("candidate_share:Q", title="of the candidates", format=".0%"),
        ],
    )
    title = alt.X("candidate_share:Q", title="Share", axis=alt.Axis(format="~%", tickCount=5))
    small = alt.FieldOneOfPredicate("tier", list(SMALL))
    colour = alt.when(small).then(alt.value(ACCENT)).otherwise(alt.value(GREY))
    candidates = base.mark_bar(height=24, opacity=0.25).encode(x=title, color=colour)
    places = base.mark_bar(height=10).encode(x="place_share:Q", color=colour)
    before = base.mark_tick(thickness=2, height=24, color=TEXT).encode(x="before:Q")
    return (candidates + places + before).properties(height=40 + 32 * len(lines))


def _legend(after: pd.DataFrame) -> str:
    first = min(FIRST, len(after))
    small = int(after["tier"].head(first).isin(SMALL).sum())
    return (
        f"{SMALL_ONES.capitalize()} creators have {small} of {first} places · bar: share of these "
        f"places · pale: share of all {len(after):,} candidates in this list · tick: without room "
        "made"
    )


def _money(search: Search, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """What the first places are expected to bring with and without room for small creators."""
    one, two = (set(part["creator_id"].head(FIRST)) for part in (before, after))
    has_money = "estimate" in before
    sums = [expected(part["estimate"]) if has_money else None for part in (before, after)]
    figures = [NOTHING if total is None else money(total, search.currency) for total in sums]
    if one == two:
        tiles({"Extra GMV of these": figures[0]})
        if st.session_state.get(KEY):
            st.caption("So many places they have anyway: only the order among these may differ.")
        return
    tiles({"Extra GMV of these": figures[1], "without room made": figures[0]})
    if None in sums:
        st.caption("What the change costs is not estimable, for not all of them have an estimate.")
        return
    (product,) = products_of(after, search.query, search.currency)
    cost = estimated_exchange(search.facts, product, sorted(one - two), sorted(two - one)).extra
    st.markdown(_told(cost, counted(len(two - one), f"{SMALL_ONES} creator"), search.currency))
    st.caption("Prior only: from averages of similar pairs, not from an experiment.")


def _told(cost: Span, who: str, currency: str) -> str:
    """The cost with its interval, or the gain where the list was not sorted by the estimate."""
    is_cost = cost[1] >= 0
    span = cost if is_cost else tuple(-value for value in reversed(cost))
    low, mean, high = (money(value, currency) for value in span)
    what = f"cost **{mean}**" if is_cost else f"bring **{mean}** more"
    return (
        f"Room for {who} is expected to {what} of extra GMV in 28 days "
        f"({low} to {high}, 80 % interval)."
    )
