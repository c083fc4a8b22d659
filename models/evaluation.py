"""How well a method finds pairs that it has not seen, on a held-out part."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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


def ranked(
    known: Evidence,
    split: Split,
    methods: Sequence[str],
    *,
    seed: int,
    configs: Configs | None = None,
    on_method: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each method with its whole ranking of the split's queries: product × creator, best first.

    Products that are held out whole take no part in the fit: they come as new ones would.
    """
    queried = known.products["product_id"].isin(split.queries)
    seen = known.products if split.cut_off else known.products[~queried]
    ready = prepared(replace(known, pairs=split.train, products=seen))
    training = shuffled(ready.training, seed)
    queries = ready.features.products(known.products[queried], known.vectors)
    if split.cut_off:
        queries = training.products.take(training.products.rows_of(split.queries))
    for method in methods:
        on_method(method)
        model = fitted(method, training, configs)
        yield (
            method,
            model.recommend_for(
                queries, len(training.creators), exclude=split.train, among=split.candidates
            ),
        )


def found(matches: pd.DataFrame, split: Split) -> pd.DataFrame:
    """Every metric of models/metrics.py per held-out product (index `query`) with a positive, and
    `is_cold` (no pair of the product in training), `ranks` of the positives, `listed` (creators).
    """
    wanted = split.test.groupby("product_id").size().to_dict()
    positives = split.test[["product_id", "creator_id"]]
    hits = matches.merge(positives).groupby("product_id")["rank"].agg(np.array).to_dict()
    none = np.zeros(0, np.int64)
    queries = per_query({name: hits.get(name, none) for name in wanted}, wanted)
    queries["is_cold"] = ~queries.index.isin(split.train["product_id"])
    queries["ranks"] = [hits.get(name, none) for name in queries.index]
    queries["listed"] = matches.groupby("product_id").size().reindex(queries.index, fill_value=0)
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
    """`found` of every method, told apart by the column `method`."""
    rankings = ranked(known, split, methods, seed=seed, configs=configs, on_method=on_method)
    return pd.concat([found(matches, split).assign(method=name) for name, matches in rankings])
