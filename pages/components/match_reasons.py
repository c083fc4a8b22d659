"""Reasons in plain words; every number in them can be counted again in the tables."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models.reasons import Asked, Reason, feature_reasons, sales_reasons
from models.trained import TrainedModel
from pages.components.matching import Search
from pages.components.numbers import count, is_missing, money, share
from pages.components.resources import market, session
from pages.components.words import plain


def reasons_of(search: Search, shown: pd.DataFrame, row: pd.Series) -> list[str]:
    """Sentences on one candidate: a creator beside all that are shown, or a product of a creator's,
    where what holds for each product alike is no reason.
    """
    query, currency, asking = search.query, search.currency, session()
    key = (market() or "", asking.version, asking.scope.name, search.model.version)
    if query.wants_products:
        price = None if is_missing(row["price"]) else int(row["price"])
        asked = Asked(row["product_id"], row["category_path"], price, currency)
        ids: tuple[str, ...] = (query.id,)
    else:
        asked = Asked(query.id, query.category_path, query.price, currency)
        ids = tuple(shown["creator_id"])
    told = _reasons(key, asked, ids, search.facts, search.model).get(row["creator_id"], [])
    return [
        _sentence(reason, currency)
        for reason in told
        if not (query.wants_products and reason.kind == "momentum")
    ]


@st.cache_data(max_entries=100, show_spinner=False)
def _reasons(
    key: tuple[str, ...],
    asked: Asked,
    creator_ids: tuple[str, ...],
    facts: MarketFacts,
    _model: TrainedModel,
) -> dict[str, list[Reason]]:
    del key
    if facts.has_orders and facts.last_day is not None:
        return sales_reasons(session(), asked, creator_ids, facts.last_day)
    training = _model.recommender.training
    if asked.id not in training.products:
        return {}
    product = training.products.take(training.products.rows_of([asked.id]))
    return feature_reasons(session(), training, product, creator_ids)


def _sentence(reason: Reason, currency: str) -> str:
    return SENTENCES[reason.kind](reason.values, currency)


def _similar(told: dict[str, Any], currency: str) -> str:
    where = f", {told['live_units']:,} of them in live" if told["live_units"] else ""
    return f"sold **{told['units']:,}** of *{plain(told['title'])}*{where}"


def _category(told: dict[str, Any], currency: str) -> str:
    return f"**{share(told['share'])}** of {told['n']:,} orders are {plain(told['category'])}"


def _price(told: dict[str, Any], currency: str) -> str:
    low, high = (money(told[end], currency) for end in ("low", "high"))
    return f"half of {told['n']:,} orders sold at **{low} – {high}**"


def _converting(told: dict[str, Any], currency: str) -> str:
    clicks = f"{told['n']:,} clicks in {plain(told['category'])}"
    return f"**{share(told['rate'])}** of {clicks} sold, {share(told['usual'])} among candidates"


def _momentum(told: dict[str, Any], currency: str) -> str:
    return f"views **+{100 * told['growth']:.0f} %** in 14 days, to {count(told['views'])}"


def _stated(told: dict[str, Any], currency: str) -> str:
    return f"states {plain(told['category'])} as a category"


def _likest(told: dict[str, Any], currency: str) -> str:
    names = " and ".join(f"**{plain(title)}**" for title in told["titles"])
    return f"worked with {names}, its partners most like this one ({told['likeness'][0]:.2f})"


def _block(told: dict[str, Any], currency: str) -> str:
    above = share(told["above"])
    name = plain(str(told["block"]).removeprefix("given "))
    return f"{name}: likeness **{told['likeness']:.2f}**, above {above} of creators"


SENTENCES: dict[str, Callable[[dict[str, Any], str], str]] = {
    "similar": _similar,
    "category": _category,
    "price": _price,
    "converting": _converting,
    "momentum": _momentum,
    "stated": _stated,
    "likest": _likest,
    "block": _block,
}
