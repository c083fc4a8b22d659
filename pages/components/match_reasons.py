"""Reasons in plain words: what counts most in the model, told by what the tables say of it; every
number can be counted again there.
"""

from datetime import date

import pandas as pd
import streamlit as st

from models.feature_facts import feature_facts, given_facts
from models.newcomers import NEW
from models.product_facts import product_facts
from models.reasons import Reason, Reasons, chosen
from models.sales_facts import Asked, sales_facts
from models.themes import is_public
from models.trained import TrainedModel
from pages.components.access import viewer
from pages.components.listing import asked, state, today_of
from pages.components.match_account import themes_of
from pages.components.matching import Query, Search
from pages.components.reason_words import sentence
from pages.components.resources import session
from pages.components.telling import Telling


def reasons_of(search: Search, found: pd.DataFrame, row: pd.Series) -> list[str]:
    """Sentences on one candidate beside all in the list. A merchant is told facts of the own shop
    and what is public: other themes rank by rivals' sales, of however few shops.
    """
    none = pd.Series(dtype=float)
    themes, above = themes_of(search.model, search.query, row["id"]) or (none, none)
    facts = _facts(search, tuple(sorted(found["id"])), row)
    is_shop = not viewer().is_analyst
    told = chosen(facts, themes, above, tells=is_public if is_shop else None)
    by = Telling(search.currency, is_shop, search.query.wants_products)
    return [sentence(reason, by) for reason in told]


def _facts(search: Search, ids: tuple[str, ...], row: pd.Series) -> list[Reason]:
    """What the tables say of a candidate among those of `ids`, or what features alone say."""
    query, last_day = search.query, search.facts.last_day
    key = state(search.model)
    creators = (query.id,) if query.wants_products else ids
    has_sales = search.facts.has_orders and last_day is not None
    of_features = _of_features(key, query, row["product_id"], creators, has_sales, search.model)
    facts = of_features.get(row["creator_id"], [])
    if last_day is not None and has_sales:
        facts = _of_sales(key, query, ids, search.currency, last_day).get(row["id"], []) + facts
    return facts


@st.cache_data(max_entries=100, show_spinner=False)
def _of_sales(
    key: tuple[str, ...], query: Query, ids: tuple[str, ...], currency: str, last_day: date
) -> Reasons:
    del key
    if query.wants_products:
        return product_facts(session(), query.id, ids, currency, last_day)
    product = Asked(query.id, query.category_path, query.price, currency, query.merchant_id)
    return sales_facts(session(), product, ids, last_day)


@st.cache_data(max_entries=100, show_spinner=False)
def _of_features(
    key: tuple[str, ...],
    query: Query,
    product_id: str,
    creator_ids: tuple[str, ...],
    has_sales: bool,
    _model: TrainedModel,
) -> Reasons:
    """What features alone say; beside sales, that of which these say nothing."""
    del key
    now = today_of(_model)
    product = now.named("product", product_id)
    if query.kind == NEW and (found := asked(_model, query)):
        product = found.entity
    known = [name for name in creator_ids if name in now.creators]
    if product is None or not known:
        return {}
    if has_sales:
        return given_facts(now, product, known)
    return feature_facts(session(), now, product, known)
