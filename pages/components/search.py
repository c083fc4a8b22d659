"""A search box that picks a product, a creator or a shop; what was picked lives in the URL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics.search import MOST, search_creators, search_merchants, search_products
from pages.components.numbers import count, is_missing, money
from pages.components.resources import ask, session
from pages.components.words import plain, short


@dataclass(frozen=True)
class Kind:
    """What can be picked: the URL's key, its word in a sentence, and the question that finds it."""

    key: str
    word: str
    hint: str
    search: Callable[..., pd.DataFrame]


PRODUCT = Kind("product", "product", "title, brand or id", search_products)
CREATOR = Kind("creator", "creator", "handle or id", search_creators)
SHOP = Kind("shop", "shop", "name, category or id", search_merchants)
"""A shop to filter by, where `MERCHANT` is the shop that a page is about."""
MERCHANT = Kind("merchant", "shop", "name, category or id", search_merchants)


def pick_product(label: str | None = None) -> str | None:
    """The product in the URL, with a box to find another; None where none or an unknown one is."""
    return pick(PRODUCT, label)


def pick_creator(label: str | None = None) -> str | None:
    """The creator in the URL, with a box to find another; None where none or an unknown one is."""
    return pick(CREATOR, label)


def pick_merchant(label: str | None = None) -> str | None:
    """The shop in the URL, with a box to find another; None where none or an unknown one is."""
    return pick(MERCHANT, label)


def pick_or_all(kind: Kind, every: str) -> str | None:
    """As `pick`, for a filter: the box offers `every` to take the filter back."""
    return pick(kind, every=every)


def pick(kind: Kind, label: str | None = None, every: str | None = None) -> str | None:
    """Draws the search box of a kind and gives the id picked, which is in the viewer's scope.

    The box is labelled with what was picked, or with `label`; without a pick, with `every`.
    """
    asked, found = st.query_params.get(kind.key), picked(kind)
    none = every or f"Find a {kind.word}"
    name = none if found is None else label or str(found["name"])
    with st.popover(
        plain(short(name)), icon=":material/search:", key=f"find-{kind.key}", on_change="rerun"
    ) as box:
        if box.open:
            if every and asked and st.button(every, type="tertiary", key=f"every-{kind.key}"):
                del st.query_params[kind.key]
                st.rerun()
            _hits(kind)
    if asked and found is None:
        st.warning(f"No {kind.word} '{plain(short(asked))}' in this market. Find another above.")
    return None if found is None else str(found["id"])


def picked(kind: Kind) -> pd.Series | None:
    """What the URL names, if the viewer's scope has it: id, name, note; draws nothing."""
    asked = st.query_params.get(kind.key)
    if not asked:
        return None
    hits = ask(kind.search, asked)
    exact = hits[hits["id"] == asked]
    return None if exact.empty else exact.iloc[0]


@st.fragment
def _hits(kind: Kind) -> None:
    """The box itself: hits follow the typing; a click puts the id into the URL."""
    text = st.text_input(
        f"Search by {kind.hint}", type="search", live=True, key=f"find-{kind.key}-text"
    )
    hits = kind.search(session(), text or "")
    if hits.empty:
        st.caption(f"No {kind.word} has all of these words in its {kind.hint}.")
        return
    with st.container(height=min(300, 44 * len(hits)), border=False, gap=None):
        for hit in hits.to_dict("records"):
            key = f"find-{kind.key}-{hit['id']}"
            if st.button(
                _line(hit), type="tertiary", key=key, on_click=_choose, args=(kind.key, hit["id"])
            ):
                st.rerun()
    if len(hits) == MOST:
        st.caption(f"The first {MOST}; type more to narrow them down.")


def _choose(key: str, picked: str) -> None:
    st.query_params[key] = picked
    st.session_state[f"find-{key}"] = False


def _line(hit: dict[str, Any]) -> str:
    facts = [hit["note"], hit["id"]] if hit["id"] != hit["name"] else [hit["note"]]
    if not is_missing(price := hit.get("price")):
        facts.append(money(price, hit["currency"], is_compact=False))
    if not is_missing(followers := hit.get("followers")):
        facts.append(f"{count(followers)} followers")
    note = " · ".join(plain(short(fact)) for fact in facts if fact)
    name = plain(short(str(hit["name"])))
    return f"{name} :gray[· {note}]" if note else name
