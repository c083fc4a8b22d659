"""How well a method finds pairs that it has not seen, on a held-out part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from models.entities import Entities
from models.evidence import Evidence
from models.features import Carried, Features
from models.methods import METHODS
from models.metrics import per_query
from models.recommender import Recommender, Training
from models.splits import Split
from models.weights import weighted

Configs: TypeAlias = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Prepared:
    """Evidence turned into what recommenders eat."""

    features: Features
    training: Training


def prepared(known: Evidence) -> Prepared:
    """Features learned from the evidence alone, and the training made with them."""
    features = Features.learned(known)
    pairs = weighted(known.pairs)
    rates = pairs.groupby("product_id")["commission_rate"].mean()
    offered = known.products["product_id"].map(rates)
    products = features.products(known.products.assign(commission_rate=offered), known.vectors)
    carried = Carried(pairs, products)
    creators = features.creators(known.creators, known.audience, known.vectors, carried)
    held = pairs[["product_id", "creator_id", "weight"]]
    return Prepared(features, Training(products, creators, held.reset_index(drop=True)))


def shuffled(training: Training, seed: int) -> Training:
    """The same training in an order that means nothing, so that ties and order favour nobody."""
    rng = np.random.default_rng(seed)

    def mixed(entities: Entities) -> Entities:
        return entities.take(rng.permutation(len(entities)))

    pairs = training.pairs.iloc[rng.permutation(len(training.pairs))]
    return Training(mixed(training.products), mixed(training.creators), pairs)


def fitted(method: str, training: Training, configs: Configs | None = None) -> Recommender:
    """The named method with its configuration, fitted."""
    return METHODS[method](**(configs or {}).get(method, {})).fit(training)


def found(model: Recommender, split: Split) -> pd.DataFrame:
    """Metrics per held-out product: `query` (index), every metric of models/metrics.py, `method`
    and `is_cold` (no pair of the product in training).
    """
    wanted = split.test.groupby("product_id")["creator_id"].agg(set)
    products = sorted(set(wanted.index) & set(model.training.products.ids))
    exclude = split.train[["product_id", "creator_id"]]
    k = len(model.training.creators)
    matches = model.recommend(products, k, exclude=exclude, among=split.candidates)
    is_hit = [c in wanted[p] for p, c in zip(matches.product_id, matches.creator_id, strict=True)]
    hits = matches[is_hit].groupby("product_id")["rank"].agg(np.array)
    none = np.zeros(0, np.int64)
    ranks = {name: hits.get(name, none) for name in products}
    queries = per_query(ranks, {name: len(wanted[name]) for name in products})
    warm = set(split.train["product_id"])
    queries["method"] = model.name
    queries["is_cold"] = [name not in warm for name in queries.index]
    return queries


def judged(
    known: Evidence,
    split: Split,
    methods: Sequence[str],
    *,
    seed: int,
    configs: Configs | None = None,
    on_method: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """`found` of every method, each fitted on the split's training part of the evidence."""
    training = shuffled(prepared(replace(known, pairs=split.train)).training, seed)
    parts = []
    for method in methods:
        on_method(method)
        parts.append(found(fitted(method, training, configs), split))
    return pd.concat(parts)
