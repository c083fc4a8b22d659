"""The one interface of everything that proposes matches.

A recommender learns from a `Training` and gives every product a score for every creator; what is
shared (ranking, leaving out known pairs, the reverse question) lives here. A new generator or
ranker implements `_learn`, `scores`, `arrays` and `_restore`, and is named in models/methods.py.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.entities import Entities

Scores: TypeAlias = NDArray[np.float32]
Arrays: TypeAlias = Mapping[str, NDArray[Any]]
CHUNK = 512
"""Queries scored at once, which bounds memory at any number of products."""


@dataclass(frozen=True)
class Training:
    """Products, creators and the pairs known of them: `product_id, creator_id, weight`."""

    products: Entities
    creators: Entities
    pairs: pd.DataFrame

    @property
    def cells(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the pairs' products and creators."""
        return (
            self.products.rows_of(self.pairs["product_id"]),
            self.creators.rows_of(self.pairs["creator_id"]),
        )


class Recommender(ABC):
    """Ids in, ids out: `product_id, creator_id, score, rank`, rank from 1, ties by id order."""

    name: ClassVar[str]
    config: Any
    training: Training

    def fit(self, training: Training) -> Self:
        """Learns from the training, which it keeps as its catalogue of ids."""
        self.training = training
        self._learn(training)
        return self

    @abstractmethod
    def _learn(self, training: Training) -> None: ...

    @abstractmethod
    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Products × creators, higher is better; comparable within a row and within a column."""

    @abstractmethod
    def arrays(self) -> Arrays:
        """What was learned, by name."""

    @abstractmethod
    def _restore(self, arrays: Arrays) -> None: ...

    @classmethod
    def restored(cls, config: Mapping[str, Any], arrays: Arrays, training: Training) -> Self:
        """A recommender as it was when `config_values` and `arrays` were taken from it."""
        model = cls(**config)
        model.training = training
        model._restore(arrays)
        return model

    @property
    def config_values(self) -> dict[str, Any]:
        return asdict(self.config)

    def recommend(
        self,
        product_ids: Sequence[str],
        k: int,
        *,
        exclude: pd.DataFrame | None = None,
        among: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """The k best creators of each product; `exclude` holds pairs to leave out, by default the
        known ones, and `among` restricts the creators. Raises UnknownIdError.
        """
        products = self.training.products
        return self.recommend_for(
            products.take(products.rows_of(product_ids)), k, exclude=exclude, among=among
        )

    def recommend_for(
        self,
        products: Entities,
        k: int,
        *,
        exclude: pd.DataFrame | None = None,
        among: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """As `recommend`, for products described by their features, known or new."""
        creators = _among(self.training.creators, among)
        left_out = self.training.pairs if exclude is None else exclude
        pairs = left_out[["product_id", "creator_id"]].to_numpy()
        parts = [
            _ranked(self.scores(chunk, creators), chunk, creators, pairs, k)
            for chunk in _chunks(products)
        ]
        columns = {"query": "product_id", "candidate": "creator_id"}
        return _joined(parts).rename(columns=columns)

    def recommend_products(
        self, creator_ids: Sequence[str], k: int, *, exclude: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """The k best products of each creator, in the same columns. Raises UnknownIdError."""
        creators = self.training.creators
        return self.recommend_products_for(
            creators.take(creators.rows_of(creator_ids)), k, exclude=exclude
        )

    def recommend_products_for(
        self, creators: Entities, k: int, *, exclude: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """As `recommend_products`, for creators described by their features, known or new."""
        products = self.training.products
        left_out = self.training.pairs if exclude is None else exclude
        pairs = left_out[["creator_id", "product_id"]].to_numpy()
        parts = [
            _ranked(self.scores(products, chunk).T, chunk, products, pairs, k)
            for chunk in _chunks(creators)
        ]
        columns = {"query": "creator_id", "candidate": "product_id"}
        frame = _joined(parts).rename(columns=columns)
        return frame[["product_id", "creator_id", "score", "rank"]]


def _among(creators: Entities, names: Iterable[str] | None) -> Entities:
    return creators if names is None else creators.take(creators.rows_of(names))


def _chunks(entities: Entities) -> Iterator[Entities]:
    for start in range(0, len(entities), CHUNK):
        yield entities.take(np.arange(start, min(start + CHUNK, len(entities))))


def _ranked(
    scores: Scores, queries: Entities, candidates: Entities, pairs: NDArray[Any], k: int
) -> pd.DataFrame:
    """The k best candidates per query, known `pairs` (query, candidate) left out."""
    masked = scores.astype(np.float32, copy=True)
    known = [pair for pair in pairs if pair[0] in queries and pair[1] in candidates]
    if known:
        names = np.array(known, object)
        masked[queries.rows_of(names[:, 0]), candidates.rows_of(names[:, 1])] = -np.inf
    best = np.argsort(-masked, axis=1, kind="stable")[:, :k]
    values = np.take_along_axis(masked, best, axis=1)
    query, place = np.nonzero(np.isfinite(values))
    return pd.DataFrame(
        {
            "query": queries.ids[query],
            "candidate": candidates.ids[best[query, place]],
            "score": values[query, place],
            "rank": place + 1,
        }
    )


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    empty = pd.DataFrame({"query": [], "candidate": [], "score": [], "rank": []})
    return pd.concat(parts, ignore_index=True) if parts else empty
