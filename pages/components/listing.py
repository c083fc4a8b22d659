"""The model's list for a query: who asks, among whom, and who works with whom already."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from analytics.catalogue import product_ids
from data.warehouse import Session
from models.entities import Entities
from models.newcomers import NEW, NewProduct, NothingKnownError
from models.placed import Product
from models.today import Today, begun, pairs_begun, partners, today
from models.trained import TrainedModel
from pages.components.access import viewer
from pages.components.matching import Query
from pages.components.resources import ask, market, session

DEEP = 500
"""Candidates ranked before filters; a filter narrows these, it does not look further."""
RANKED = 5_000
"""Places in a product's order of fit that are told apart: all behind them stand last."""
NOTHING_TOLD = (
    "It joined after the model was trained, and nothing is told of it that the model could know it "
    "by. Tell what it is about, or train again on Model quality."
)
NO_PAIRS = pd.DataFrame({"product_id": [], "creator_id": []}, dtype=str)


@dataclass(frozen=True)
class Asked:
    """`entity` asks, a single one; `candidates` are those of the other kind that the viewer may
    see, so that a shop's products are ranked among themselves; `known` holds the pairs that work
    together by now.
    """

    entity: Entities
    candidates: Entities
    known: pd.DataFrame


def asked(model: TrainedModel, query: Query) -> Asked | None:
    """What the model is asked for a query; None where it knows nothing of who asks. Raises
    NothingKnownError.
    """
    now = today_of(model)
    candidates = _visible(now.side(query.candidate))
    if query.kind == NEW:
        assert query.new is not None
        return Asked(query.new.features(model.features), candidates, NO_PAIRS)
    entity = now.named(query.asker, query.id)
    if entity is None:
        return None
    learned = model.recommender.training.pairs
    known = learned.loc[learned[f"{query.asker}_id"] == query.id, list(NO_PAIRS)]
    since = ask(partners, query.asker, query.id)
    return Asked(entity, candidates, pd.concat([known, since]).drop_duplicates())


def _visible(side: Entities) -> Entities:
    """Creators are public, products their own shop's alone."""
    if viewer().is_analyst or side.kind == "creator":
        return side
    own = side.places(sorted(ask(product_ids)))
    return side.take(np.sort(own[own >= 0]))


def today_of(model: TrainedModel) -> Today:
    """The market on screen as the viewer may see it, seen with the model."""
    return _today(state(model), session(), model)


@st.cache_resource(max_entries=6, show_spinner=False)
def _today(key: tuple[str, ...], _asking: Session, _model: TrainedModel) -> Today:
    del key
    return today(_asking, _model.recommender.training, _model.features)


def without_pair(model: TrainedModel, creators: pd.Series) -> pd.Series:
    """Whether a creator works with nobody: neither when the model was trained nor by now, as far
    as the viewer sees it.
    """
    known = model.recommender.training.pairs["creator_id"]
    return ~(creators.isin(known) | creators.isin(ask(begun)["creator_id"]))


def state(model: TrainedModel) -> tuple[str, ...]:
    """What answers of a model depend on beside the query: market, versions, and the viewer."""
    asking = session()
    return (market() or "", model.version, asking.version, asking.scope.name)


def ranked(model: TrainedModel, query: Query) -> pd.DataFrame:
    """The best candidates of a query: product_id, creator_id, score, rank; known pairs left out."""
    try:
        found = _ranked(state(model), query, model)
    except NothingKnownError as error:
        st.info(f"No matches: {error}.")
        st.stop()
    if found is None:
        st.info(NOTHING_TOLD)
        st.stop()
    return found


def ranked_products(model: TrainedModel, names: tuple[str, ...], k: int) -> pd.DataFrame:
    """The k best creators of each product that the model knows, the same as `ranked` lists."""
    return _ranked_products((*state(model), str(k)), names, model, k)


def fit_ranks(model: TrainedModel, products: Sequence[Product]) -> pd.DataFrame:
    """The RANKED first creators of each product, as far as the model knows it: `product_id,
    creator_id, rank`, whoever works with it left out.
    """
    listed = tuple(product.product_id for product in products if product.new is None)
    parts = [ranked_products(model, listed, RANKED)] if listed else []
    parts += [_ranked_new(state(model), one.new, model) for one in products if one.new]
    return pd.concat(parts, ignore_index=True)[["product_id", "creator_id", "rank"]]


@st.cache_data(max_entries=20, show_spinner="Matching")
def _ranked_new(key: tuple[str, ...], new: NewProduct, _model: TrainedModel) -> pd.DataFrame:
    del key
    asking, creators = new.features(_model.features), _visible(today_of(_model).creators)
    ranking = _model.recommender.ranking(asking, creators, RANKED, NO_PAIRS)
    return ranking.frame("product_id", "creator_id")


@st.cache_data(max_entries=20, show_spinner="Matching")
def _ranked_products(
    key: tuple[str, ...], names: tuple[str, ...], _model: TrainedModel, _k: int
) -> pd.DataFrame:
    del key
    now = today_of(_model)
    asking = now.products.take(now.products.rows_of([n for n in names if n in now.products]))
    learned = _model.recommender.training.pairs[list(NO_PAIRS)]
    known = pd.concat([learned, ask(pairs_begun)]).drop_duplicates()
    ranking = _model.recommender.ranking(asking, _visible(now.creators), _k, known)
    return ranking.frame("product_id", "creator_id")


@st.cache_data(max_entries=100, show_spinner=False)
def _ranked(key: tuple[str, ...], query: Query, _model: TrainedModel) -> pd.DataFrame | None:
    del key
    found = asked(_model, query)
    if found is None:
        return None
    ranking = _model.recommender.ranking(found.entity, found.candidates, DEEP, found.known)
    own, others = f"{query.asker}_id", f"{query.candidate}_id"
    frame = ranking.frame(own, others).assign(**{own: query.id})
    return frame[["product_id", "creator_id", "score", "rank"]]
