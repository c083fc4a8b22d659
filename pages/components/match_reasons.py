"""Reasons in plain words; every number in them can be counted again in the tables."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analytics.market import MarketFacts
from models.reasons import Asked, Reason, feature_reasons, sales_reasons
from models.trained import TrainedModel
from pages.components.matching import Query
from pages.components.numbers import count, money, share
from pages.components.resources import market, session
from pages.components.words import plain


def reasons_of(
    model: TrainedModel, query: Query, shown: pd.DataFrame, facts: MarketFacts, currency: str
) -> dict[str, list[str]]:
    """Sentences per candidate shown; for a creator's products there are none yet."""
    if query.wants_products:
        return {}
    ids = tuple(shown["creator_id"])
    asking = session()
    key = (market() or "", asking.version, asking.scope.name, model.version)
    found = _reasons(key, query, ids, facts, currency, model)
    return {creator: [_sentence(r, currency) for r in told] for creator, told in found.items()}


@st.cache_data(max_entries=100, show_spinner=False)
def _reasons(
    key: tuple[str, ...],
    query: Query,
    creator_ids: tuple[str, ...],
    facts: MarketFacts,
    currency: str,
    _model: TrainedModel,
) -> dict[str, list[Reason]]:
    del key
    if facts.has_orders and facts.last_day is not None:
        asked = Asked(query.id, query.category_path, query.price, currency)
        return sales_reasons(session(), asked, creator_ids, facts.last_day)
    training = _model.recommender.training
    if query.id not in training.products:
        return {}
    product = training.products.take(training.products.rows_of([query.id]))
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


def _momentum(told: dict[str, Any], currency: str) -> str:
    return f"views **+{100 * told['growth']:.0f} %** in 14 days, to {count(told['views'])}"


def _stated(told: dict[str, Any], currency: str) -> str:
    return f"states {plain(told['category'])} as a category"


def _likest(told: dict[str, Any], currency: str) -> str:
    names = " and ".join(f"**{plain(title)}**" for title in told["titles"])
    return f"worked with {names}, the likest of its partners ({told['likeness'][0]:.2f})"


def _block(told: dict[str, Any], currency: str) -> str:
    above = share(told["above"])
    name = plain(str(told["block"]).removeprefix("given "))
    return f"{name}: likeness **{told['likeness']:.2f}**, above {above} of creators"


SENTENCES: dict[str, Callable[[dict[str, Any], str], str]] = {
    "similar": _similar,
    "category": _category,
    "price": _price,
    "momentum": _momentum,
    "stated": _stated,
    "likest": _likest,
    "block": _block,
}
