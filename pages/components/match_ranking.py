"""The model's own order of a query's candidates."""

import pandas as pd
import streamlit as st

from analytics.catalogue import product_ids
from models.entities import UnknownIdError
from models.newcomers import NothingKnownError
from models.trained import TrainedModel
from pages.components.access import viewer
from pages.components.matching import DEEP, Query
from pages.components.resources import ask, market


def ranked(model: TrainedModel, query: Query) -> pd.DataFrame:
    """The best candidates of a query: product_id, creator_id, score, rank; known pairs left out."""
    if query.wants_products:
        return _of_creator(model, query)
    try:
        return _of_product(market() or "", model.version, query, model)
    except NothingKnownError as error:
        st.info(f"No matches: {error}.")
        st.stop()


@st.cache_data(max_entries=100, show_spinner=False)
def _of_product(name: str, version: str, query: Query, _model: TrainedModel) -> pd.DataFrame:
    del name, version
    if query.kind == "product":
        try:
            return _model.recommender.recommend([query.id], DEEP)
        except UnknownIdError:  # listed after the training: its features speak for it
            pass
    assert query.new is not None
    found = _model.recommender.recommend_for(query.new.features(_model.features), DEEP)
    return found.assign(product_id=query.id)


def _of_creator(model: TrainedModel, query: Query) -> pd.DataFrame:
    """A creator's best products among those that the viewer may see."""
    every = len(model.recommender.training.products.ids)
    try:
        found = model.recommender.recommend_products([query.id], every)
    except UnknownIdError:  # joined after the training: its features speak for it
        assert query.newcomer is not None
        described = query.newcomer.known_to(model.features)
        if described.is_blank:
            st.info(
                "This creator joined after the model was trained, and nothing is told of it: "
                "neither followers nor tier, country or categories."
            )
            st.stop()
        found = model.recommender.recommend_products_for(described, every)
        found = found.assign(creator_id=query.id)
    if not viewer().is_analyst:
        found = found[found["product_id"].isin(ask(product_ids))]
    kept = found.head(DEEP)
    return kept.assign(rank=range(1, len(kept) + 1))
