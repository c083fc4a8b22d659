"""How the list on screen came into its order, as the model in force accounts for it."""

import pandas as pd
import streamlit as st

from models.account import Account, account
from models.themes import OF_SIDE
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
    found = asked(_model, query)
    if found is None:
        return None
    exclude = NO_PAIRS if with_known else found.known
    return account(_model.recommender, found.entity, found.candidates, exclude)


def themes_of(
    model: TrainedModel, query: Query, candidate: str
) -> tuple[pd.Series, pd.Series] | None:
    """What each theme adds to a candidate's score beyond the average, and the share of candidates
    to which it adds less; without what all candidates have in common, which sets nobody apart.
    """
    found = account_of(model, query)
    if found is None or candidate not in found.order.index:
        return None
    common = OF_SIDE["creator" if query.wants_products else "product"]
    themes = found.themes.loc[candidate].drop(list(common), errors="ignore")
    return themes, found.above.loc[candidate]
