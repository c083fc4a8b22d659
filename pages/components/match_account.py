"""How the list on screen came into its order, as the model in force accounts for it."""

import pandas as pd
import streamlit as st

from models.account import Account, account
from models.newcomers import NothingKnownError, UnknownCategoryError
from models.trained import TrainedModel
from pages.components.listing import NO_PAIRS, asked, state
from pages.components.matching import Query


def account_of(model: TrainedModel, query: Query, *, with_known: bool = False) -> Account | None:
    """The account of a query's candidates, those who work together already left out unless
    `with_known`; None where the model knows nothing of who asks.
    """
    return _account(state(model), query, with_known, model)


@st.cache_data(max_entries=20, show_spinner=False)
def _account(
    key: tuple[str, ...], query: Query, with_known: bool, _model: TrainedModel
) -> Account | None:
    del key
    try:
        found = asked(_model, query)
    except (NothingKnownError, UnknownCategoryError):  # another version may know less
        return None
    if found is None:
        return None
    exclude = NO_PAIRS if with_known else found.known
    return account(_model.recommender, found.entity, found.candidates, exclude)


def themes_of(
    model: TrainedModel, query: Query, candidate: str
) -> tuple[pd.Series, pd.Series] | None:
    """What each theme adds to a candidate, see Account.of; None for one that is not in the list."""
    found = account_of(model, query)
    if found is None or candidate not in found.order.index:
        return None
    return found.of(candidate, query.asker)
