"""Reasons in plain words: what counts most in the model, told by what the tables say of it; every
number can be counted again there.
"""

from datetime import date

import pandas as pd
import streamlit as st

from models.feature_facts import feature_facts
from models.product_facts import product_facts
from models.reasons import Reasons, chosen
from models.sales_facts import Asked, sales_facts
from models.trained import TrainedModel
from pages.components.match_account import themes_of
from pages.components.matching import Query, Search
from pages.components.reason_words import sentence
from pages.components.resources import market, session


def reasons_of(search: Search, found: pd.DataFrame, row: pd.Series) -> list[str]:
    """Sentences on one candidate beside all in the list."""
    query, currency, asking = search.query, search.currency, session()
    key = (market() or "", asking.version, asking.scope.name, search.model.version)
    ids = tuple(sorted(found["id"]))
    if search.facts.has_orders and search.facts.last_day is not None:
        facts = _of_sales(key, query, ids, currency, search.facts.last_day)
    else:
        facts = _of_features(key, row["product_id"], (row["creator_id"],), search.model)
    none = pd.Series(dtype=float)
    themes, above = themes_of(search.model, query, row["id"]) or (none, none)
    own = facts.get(row["creator_id"] if row["id"] not in facts else row["id"], [])
    return [sentence(reason, currency) for reason in chosen(own, themes, above)]


@st.cache_data(max_entries=100, show_spinner=False)
def _of_sales(
    key: tuple[str, ...], query: Query, ids: tuple[str, ...], currency: str, last_day: date
) -> Reasons:
    del key
    if query.wants_products:
        return product_facts(session(), query.id, ids, currency, last_day)
    asked = Asked(query.id, query.category_path, query.price, currency, query.merchant_id)
    return sales_facts(session(), asked, ids, last_day)


@st.cache_data(max_entries=100, show_spinner=False)
def _of_features(
    key: tuple[str, ...], product_id: str, creator_ids: tuple[str, ...], _model: TrainedModel
) -> Reasons:
    del key
    training = _model.recommender.training
    if product_id not in training.products:
        return {}
    product = training.products.take(training.products.rows_of([product_id]))
    return feature_facts(session(), training, product, creator_ids)
