"""Filters and order of Matches; they narrow the ranked candidates and live in the URL."""

import secrets
import zlib

import pandas as pd
import streamlit as st

from models.exposure import by_chance, chance
from pages.components.access import viewer
from pages.components.marks import choose_tagged
from pages.components.matching import Query

BEST = 100
SORTS = {"surest": "Surest", "largest": "Largest", "fit": "Best fit", "chance": "By chance"}
CHANCE = "chance"
WITH_ME = {"any": "Any", "yes": "Working together", "no": "Not yet"}
BEGUN = {"any": "Any", "yes": "Some", "no": "None yet"}
CONTACTED = {"any": "Any", "no": "Not contacted yet", "yes": "Contacted"}


Passed = dict[str, pd.Series]
"""Which candidates pass each filter that is set, by its label."""


def filters(found: pd.DataFrame, query: Query) -> Passed:
    """What is set in the popover, and who passes it."""
    with st.popover("Filters", icon=":material/filter_list:", key="match-filters"):
        tagged = choose_tagged("product" if query.wants_products else "creator")
        passed = {} if tagged is None else {"Tag": found["id"].isin(tagged)}
        return passed | (_products(found) if query.wants_products else _creators(found, query))


def filtered(found: pd.DataFrame, passed: Passed) -> pd.DataFrame:
    """The candidates that pass every filter."""
    for is_passed in passed.values():
        found = found[is_passed.reindex(found.index)]
    return found


def _products(found: pd.DataFrame) -> Passed:
    """By top category and by shop."""
    passed: Passed = {}
    tops = found["category_path"].str.split(" > ").str[0]
    for label, values in (
        ("Category", tops.rename("category")),
        ("Shop", found["merchant"].fillna(found["merchant_id"]).rename("shop")),
    ):
        kept = filtered(values.to_frame(), passed)
        if chosen := _choose(label, str(values.name), kept):
            passed[label] = values.isin(chosen)
    return passed


def _creators(found: pd.DataFrame, query: Query) -> Passed:
    """By size, country, terms, and what there was between creator and shop before."""
    tiers = _choose("Tier", "tier", found)
    countries = _choose("Country", "country", found)
    commission = st.slider(
        "Usual commission up to, %", 0, 80, 80, key="commission-to", bind="query-params"
    )
    post = st.slider("Sample→post at least, %", 0, 100, 0, key="post-from", bind="query-params")
    shop = "me" if not viewer().is_analyst else "the shop"
    mine = contacted = "any"
    if query.merchant_id:
        mine = _one_of(f"Works with {shop}", "mine", WITH_ME)
        contacted = _one_of(f"Contacted by {shop}", "contacted", CONTACTED)
    begun = _one_of("Collaborations begun", "begun", BEGUN)
    passed: Passed = {}
    if begun != "any":
        passed["Collaborations begun"] = found["is_new"] == (begun == "no")
    if tiers:
        passed["Tier"] = found["tier"].isin(tiers)
    if countries:
        passed["Country"] = found["country"].isin(countries)
    if commission < 80:
        passed["Usual commission"] = found["commission_rate"] <= commission / 100
    if post > 0:
        passed["Sample→post"] = found["sample_post_rate"] >= post / 100
    if mine != "any":
        passed[f"Works with {shop}"] = found["works_with_me"].astype(bool) == (mine == "yes")
    if contacted != "any":
        is_it = found["is_contacted"].astype(bool)
        passed[f"Contacted by {shop}"] = is_it == (contacted == "yes")
    return passed


def in_order(found: pd.DataFrame, query: Query, *, is_whole: bool) -> pd.DataFrame:
    """The candidates in the chosen order: by fit, or the BEST of them by the lower end or the
    estimate, since among all that a model ranks the largest sellers would lead whatever they sell.
    By chance, the first are told with their `propensity`, unless the list `is_whole` no more.
    """
    has_money = "estimate" in found and found["estimate"].notna().any()
    offered = [name for name in SORTS if has_money or name in ("fit", CHANCE)]
    if query.wants_products:
        offered.remove(CHANCE)
    if len(offered) < 2:
        return found.sort_values("rank", ignore_index=True)
    choice = st.segmented_control(
        "Sort by",
        offered,
        default=offered[0],
        required=True,
        key="sort",
        bind="query-params",
        format_func=SORTS.__getitem__,
        help="Surest: by the lower end of the interval. Largest: by the estimate. "
        "Best fit: by the model's score. By chance: the first of these in random order, the "
        "chance noted, so that Experiments can value another ranking.",
    )
    if choice == CHANCE:
        return _by_chance(found.sort_values("rank", ignore_index=True), query, is_whole=is_whole)
    return sorted_by(found, choice or offered[0])


def sorted_by(found: pd.DataFrame, order: str) -> pd.DataFrame:
    """A list in one of the SORTS that are not by chance."""
    column = {"surest": "low", "largest": "estimate"}.get(order)
    if column is None:
        return found.sort_values("rank", ignore_index=True)
    best = found.sort_values("rank").head(BEST)
    return best.sort_values([column, "rank"], ascending=[False, True], ignore_index=True)


def is_by_chance() -> bool:
    """Whether the list on screen is drawn by chance."""
    return st.session_state.get("sort") == CHANCE


def _by_chance(found: pd.DataFrame, query: Query, *, is_whole: bool) -> pd.DataFrame:
    """The same order for the whole visit, or a list would change under the viewer's hand."""
    visit = st.session_state.setdefault("chance-seed", secrets.randbits(32))
    seed = (visit, zlib.crc32(query.id.encode()))
    drawn = found.iloc[by_chance(len(found), seed)].reset_index(drop=True)
    return drawn.assign(propensity=chance(len(found))) if is_whole else drawn


def _choose(label: str, column: str, found: pd.DataFrame) -> list[str]:
    known = sorted(found[column].dropna().unique())
    if not known:
        return []
    return st.multiselect(label, known, key=f"match-{column}", bind="query-params")


def _one_of(label: str, key: str, options: dict[str, str]) -> str:
    chosen = st.segmented_control(
        label,
        options,
        default="any",
        required=True,
        key=key,
        bind="query-params",
        format_func=options.__getitem__,
    )
    return chosen or "any"
