"""Reasons in plain words: what counts most in the model, told by what the tables say of it; every
number can be counted again there.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models.feature_facts import feature_facts
from models.reasons import Reason, Reasons, chosen
from models.sales_facts import Asked, sales_facts
from models.trained import TrainedModel
from pages.components.listing import today_of
from pages.components.match_account import themes_of
from pages.components.matching import Search
from pages.components.numbers import count, is_missing, money, share
from pages.components.resources import market, session
from pages.components.words import plain


def reasons_of(search: Search, found: pd.DataFrame, row: pd.Series) -> list[str]:
    """Sentences on one candidate: a creator beside all in the list, or a product of a creator's,
    where what holds for each product alike is no reason.
    """
    query, currency, asking = search.query, search.currency, session()
    key = (market() or "", asking.version, asking.scope.name, search.model.version)
    if query.wants_products:
        price = None if is_missing(row["price"]) else int(row["price"])
        shop = row["merchant_id"]
        asked = Asked(row["product_id"], row["category_path"], price, currency, shop)
        ids: tuple[str, ...] = (query.id,)
    else:
        shop = query.merchant_id
        asked = Asked(query.id, query.category_path, query.price, currency, shop)
        ids = tuple(sorted(found["creator_id"]))
    facts = _facts(key, asked, ids, search.facts, search.model).get(row["creator_id"], [])
    if query.wants_products:
        facts = [fact for fact in facts if fact.kind not in OF_THE_CREATOR_ALONE]
    none = pd.Series(dtype=float)
    themes, above = themes_of(search.model, query, row["id"]) or (none, none)
    return [_sentence(reason, currency) for reason in chosen(facts, themes, above)]


@st.cache_data(max_entries=100, show_spinner=False)
def _facts(
    key: tuple[str, ...],
    asked: Asked,
    creator_ids: tuple[str, ...],
    facts: MarketFacts,
    _model: TrainedModel,
) -> Reasons:
    del key
    if facts.has_orders and facts.last_day is not None:
        return sales_facts(session(), asked, creator_ids, facts.last_day)
    known = today_of(_model)
    product = known.named("product", asked.id)
    return {} if product is None else feature_facts(session(), known, product, creator_ids)


def _sentence(reason: Reason, currency: str) -> str:
    return SENTENCES[reason.kind](reason.values, currency)


def _similar(told: dict[str, Any], currency: str) -> str:
    where = f", {told['live_units']:,} of them in live" if told["live_units"] else ""
    return f"sold **{told['units']:,}** of *{plain(told['title'])}*{where}, in 180 days"


def _category(told: dict[str, Any], currency: str) -> str:
    of = f"{told['n']:,} order lines in 180 days"
    return f"**{share(told['share'])}** of {of} are {plain(told['category'])}"


def _price(told: dict[str, Any], currency: str) -> str:
    low, high = (money(told[end], currency) for end in ("low", "high"))
    return f"half of {told['n']:,} order lines in 180 days sold at **{low} – {high}**"


def _converting(told: dict[str, Any], currency: str) -> str:
    clicks = f"{told['n']:,} clicks in {plain(told['category'])} in 180 days"
    return f"**{share(told['rate'])}** of {clicks} sold, {share(told['usual'])} in this list"


def _momentum(told: dict[str, Any], currency: str) -> str:
    return f"views **+{100 * told['growth']:.0f} %** in 14 days, to {count(told['views'])}"


def _shop(told: dict[str, Any], currency: str) -> str:
    return f"sold **{told['n']:,}** order lines for this shop in 180 days"


def _reach(told: dict[str, Any], currency: str) -> str:
    if told["above"] == 1:
        return "more product views than anybody else in this list"
    return f"more product views than **{share(told['above'])}** of this list"


def _theme(told: dict[str, Any], currency: str) -> str:
    """Where no table has a fact to tell: how far the theme lifts the candidate."""
    return f"{plain(told['theme'])} counts more than for **{share(told['above'])}** of all others"


def _stated(told: dict[str, Any], currency: str) -> str:
    return f"states {plain(told['category'])} as a category"


def _likest(told: dict[str, Any], currency: str) -> str:
    names = " and ".join(f"**{plain(title)}**" for title in told["titles"])
    return f"worked with {names}, its partners most like this one ({told['likeness'][0]:.2f})"


def _block(told: dict[str, Any], currency: str) -> str:
    above = share(told["above"])
    name = plain(str(told["block"]).removeprefix("given "))
    return f"{name}: likeness **{told['likeness']:.2f}**, above {above} of creators"


OF_THE_CREATOR_ALONE = {"momentum", "reach"}
"""What holds for each of a creator's products alike is no reason for one of them."""
SENTENCES: dict[str, Callable[[dict[str, Any], str], str]] = {
    "similar": _similar,
    "category": _category,
    "price": _price,
    "converting": _converting,
    "momentum": _momentum,
    "shop": _shop,
    "reach": _reach,
    "theme": _theme,
    "stated": _stated,
    "likest": _likest,
    "block": _block,
}
