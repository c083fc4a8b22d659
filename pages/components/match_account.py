"""How the list on screen came into its order, as the model in force accounts for it."""

import pandas as pd
import streamlit as st

from analytics.catalogue import product_ids
from models.account import Account, account
from models.entities import Entities, UnknownIdError
from models.newcomers import NothingKnownError, UnknownCategoryError
from models.trained import TrainedModel
from pages.components.access import viewer
from pages.components.matching import Query
from pages.components.resources import ask, market


def account_of(model: TrainedModel, query: Query, *, with_known: bool = False) -> Account | None:
    """The account of a query's candidates within the viewer's scope, those who work together
    already left out unless `with_known`; None where the model knows nothing of who asks.
    """
    found = _account(market() or "", model.version, query, with_known, model)
    if found is None or viewer().is_analyst or not query.wants_products:
        return found
    return found.among(ask(product_ids))


@st.cache_data(max_entries=20, show_spinner=False)
def _account(
    name: str, version: str, query: Query, with_known: bool, _model: TrainedModel
) -> Account | None:
    del name, version
    asked = entity(_model, query)
    if asked is None:
        return None
    training = _model.recommender.training
    candidates = training.side(query.candidate)
    exclude = training.pairs.head(0) if with_known else training.pairs
    return account(_model.recommender, asked, candidates, exclude)


def entity(model: TrainedModel, query: Query) -> Entities | None:
    """Who asks, as the model knows it, or as it is described."""
    training = model.recommender.training
    side = training.side(query.asker)
    try:
        return side.take(side.rows_of([query.id]))
    except UnknownIdError:
        pass
    if query.newcomer is not None:
        described = query.newcomer.known_to(model.features)
        return None if described.is_blank else described
    try:
        return None if query.new is None else query.new.features(model.features)
    except (NothingKnownError, UnknownCategoryError):  # another version may know less
        return None


def themes_of(
    model: TrainedModel, query: Query, candidate: str
) -> tuple[pd.Series, pd.Series] | None:
    """What each theme adds to a candidate, see Account.of; None for one that is not in the list."""
    found = account_of(model, query)
    if found is None or candidate not in found.order.index:
        return None
    return found.of(candidate, query.asker)
