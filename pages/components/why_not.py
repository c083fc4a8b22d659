"""Why a candidate that somebody has in mind is not in the list, or where in it."""

import pandas as pd
import streamlit as st

from analytics.search import search_creators, search_products
from models.account import Account
from models.themes import is_public
from pages.components.access import viewer
from pages.components.links import link
from pages.components.listing import DEEP, NOTHING_TOLD, today_of, without_pair
from pages.components.match_account import account_of, themes_of
from pages.components.match_filters import BEST, Passed
from pages.components.matching import Search
from pages.components.search import Kind, pick
from pages.components.words import plain

WANTED = {
    "creator": Kind("why-not", "creator", "handle or id", search_creators),
    "product": Kind("why-not", "product", "title, brand or id", search_products),
}
SHOWN = 3
LEVEL = "a method has it level with others where its best end, and all together liked these more"


def why_not(search: Search, every: pd.DataFrame, passed: Passed, found: pd.DataFrame) -> None:
    """A box to name a candidate, and what stands between it and the list on screen."""
    kind = search.query.candidate
    with st.expander(f"Why not another {kind}?", key="why-not-box"):
        wanted = pick(WANTED[kind])
        if wanted is None:
            st.caption(f"Name a {kind} to see where it stands and what counts against it.")
            return
        for icon, text in told(search, every, passed, found, wanted):
            st.markdown(f":material/{icon}: {text}")
        if viewer().is_analyst:
            way = search.query.address(wanted)
            link("inspector", "Inspect this match", icon=":material/troubleshoot:", **way)


def told(
    search: Search, every: pd.DataFrame, passed: Passed, found: pd.DataFrame, wanted: str
) -> list[tuple[str, str]]:
    """What there is to say of a candidate, in the order in which a list comes about: icon, text."""
    query = search.query
    if wanted not in today_of(search.model).side(query.candidate):
        return [("schedule", NOTHING_TOLD)]
    account = account_of(search.model, query)
    if account is None:
        return [("schedule", f"the model knows nothing of this {query.asker}, so it ranks nobody")]
    if wanted not in account.order.index:
        return [("handshake", f"works with this {query.asker} already, so it is no new match")]
    lines = [_place(account, wanted)]
    if query.candidate == "creator" and without_pair(search.model, pd.Series([wanted])).all():
        lines.append(("fiber_new", "has no collaboration yet: only what it states speaks for it"))
    lines += _counts(search, wanted)
    return [*lines, _listed(every, passed, found, wanted)]


def _listed(
    every: pd.DataFrame, passed: Passed, found: pd.DataFrame, wanted: str
) -> tuple[str, str]:
    """Whether it is in the list on screen, or what keeps it out."""
    row = every[every["id"] == wanted]
    if row.empty:
        return "block", f"only the model's best {DEEP} are looked at"
    failed = [label for label, is_passed in passed.items() if not is_passed[row.index[0]]]
    if failed:
        return "filter_alt_off", f"does not pass: {', '.join(failed)}"
    place = found.index[found["id"] == wanted]
    if len(place):
        return "check", f"is in this list, at place **{place[0] + 1}**"
    return "block", f"sorted by money, the list has the model's best {BEST} alone"


def _place(account: Account, wanted: str) -> tuple[str, str]:
    order, places = account.order, account.places.loc[wanted]
    row = order.loc[wanted]
    where = f"stands at rank **{row['rank']:,}** of {len(order):,} by fit"
    if row["is_proposed"]:
        return "leaderboard", where
    if places.isna().all():
        return "leaderboard", f"{where}: no method has anything to say of it"
    if places.min() <= account.depth:
        return "leaderboard", f"{where}: {LEVEL}"
    return (
        "leaderboard",
        f"{where}: no method had it among its best {account.depth}, the nearest at place "
        f"{places.min():,}; proposed by one, it would rank {row['would_rank']:,}",
    )


def _counts(search: Search, wanted: str) -> list[tuple[str, str]]:
    """The themes that lift it most, and those that press it most; to a shop those alone that rest
    on nobody's sales, for themes rank by those of its rivals.
    """
    counted = themes_of(search.model, search.query, wanted)
    if counted is None:
        return []
    themes = counted[0].sort_values()
    if not viewer().is_analyst:
        themes = themes[[is_public(str(theme)) for theme in themes.index]]
    against = [plain(str(name)) for name in themes[themes < 0].index[:SHOWN]]
    speaking = [plain(str(name)) for name in themes[themes > 0].index[::-1][:SHOWN]]
    lines = []
    if speaking:
        lines.append(("thumb_up", f"for it counts: {', '.join(speaking)}"))
    if against:
        lines.append(("thumb_down", f"against it counts: {', '.join(against)}"))
    return lines
