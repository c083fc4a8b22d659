"""What is known of a market, made into exams; and how well methods do in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from models.entities import Entities
from models.evidence import Evidence
from models.exam import Exam, Rehearsals, Training, unrehearsed
from models.features import Carried, Features
from models.methods import METHODS
from models.ranking import Ranking
from models.recommender import Recommender
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
    currencies = known.products.set_index("product_id")["currency"]
    pairs = weighted(known.pairs, currencies)
    rates = pairs.groupby("product_id")["commission_rate"].mean()
    offered = known.products["product_id"].map(rates)
    listed = known.products.assign(commission_rate=offered)
    products = features.products(listed, known.vectors, known.history)
    carried = Carried(pairs, products)
    creators = features.creators(
        known.creators, known.audience, known.vectors, carried, known.history
    )
    held = pairs[["product_id", "creator_id", "weight"]].assign(at=_days(pairs["started_on"]))
    return Prepared(features, Training(products, creators, held.reset_index(drop=True)))


def exam(known: Evidence, split: Split, seed: int, rehearsals: Rehearsals = unrehearsed) -> Exam:
    """Whom to find for the split's products, learned from what its training part tells.

    Products that are held out whole take no part in the training: they come as new ones would.
    """
    asked = known.products[known.products["product_id"].isin(split.queries)]
    if split.cut_off is None:
        known = known.without_products(split.queries)
    ready = prepared(replace(known, pairs=split.train))
    training = shuffled(ready.training, seed)
    queries = ready.features.products(asked, known.vectors)
    if split.cut_off:
        queries = training.products.take(training.products.rows_of(split.queries))
    candidates = training.creators
    if split.candidates is not None:
        candidates = candidates.take(np.sort(candidates.rows_of(split.candidates)))
    return Exam(training, queries, candidates, split.train, split.test, rehearsals)


def shuffled(training: Training, seed: int) -> Training:
    """The same training in an order that means nothing, so that ties and order favour nobody."""
    rng = np.random.default_rng(seed)

    def mixed(entities: Entities) -> Entities:
        return entities.take(rng.permutation(len(entities)))

    pairs = training.pairs.iloc[rng.permutation(len(training.pairs))]
    return Training(mixed(training.products), mixed(training.creators), pairs)


def fitted(
    method: str,
    training: Training,
    configs: Configs | None = None,
    rehearsals: Rehearsals = unrehearsed,
) -> Recommender:
    """The named method with its configuration, fitted."""
    return METHODS[method](**(configs or {}).get(method, {})).fit(training, rehearsals)


def judged(
    held: Exam,
    methods: Sequence[str],
    metrics: Sequence[str],
    *,
    k: int | None = None,
    configs: Configs | None = None,
    on_method: Callable[[str], None] = lambda _: None,
    on_answer: Callable[[str, Ranking], None] = lambda _, __: None,
) -> pd.DataFrame:
    """`Exam.found` of every method, told apart by the column `method`, in its k best per query or
    in all; `on_answer` hears each method's answer before it is forgotten.
    """
    parts = []
    for name in methods:
        on_method(name)
        model = fitted(name, held.training, configs, held.rehearsals)
        answer = model.answer(held, k)
        on_answer(name, answer)
        parts.append(held.found(answer, metrics).assign(method=name))
    return pd.concat(parts)


def _days(started_on: pd.Series) -> pd.Series:
    return (started_on - pd.Timestamp(0)) / pd.Timedelta(days=1)
