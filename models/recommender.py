"""The one interface of everything that proposes matches.

A recommender learns from a `Training` and gives every product a score for every creator; what is
shared (ranking, leaving out known pairs, the reverse question) lives here. A new generator or
ranker implements `_learn`, `scores`, `arrays` and `_restore`, and is named in models/methods.py.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block, Entities
from models.exam import Exam, Rehearsals, Training, unrehearsed
from models.ranking import Ranking, Scores, best

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
FeatureTerms: TypeAlias = Mapping[tuple[str, str], Scores]
"""Products × creators by the product's feature and the creator's, "" where it takes none."""
CELLS = 4_000_000
"""Scores held at once: larger matrices cost more in getting memory than in reckoning."""


class UnsuitedError(ValueError):
    """A method cannot learn from such data; says what it would need."""


class Recommender(ABC):
    """Ids in, ids out: `product_id, creator_id, score, rank`, rank from 1, ties by id order."""

    name: ClassVar[str]
    tells_by_past: ClassVar[bool] = False
    """Whether it tells creators apart by their own pairs alone: of one without it says nothing."""
    breadth: ClassVar[int] = 1
    """How many times a score's room a candidate takes while it is rated."""
    settings: ClassVar[type]
    config: Any
    training: Training

    def __init__(self, **config: Any) -> None:
        """Any of the `settings`; a list, as JSON gives it, stands for a tuple."""
        given = {name: tuple(v) if isinstance(v, list) else v for name, v in config.items()}
        self.config = self.settings(**given)

    def fit(self, training: Training, rehearsals: Rehearsals = unrehearsed) -> Self:
        """Learns from the training, which it keeps as its catalogue of ids; a method that must
        learn what to trust tries itself on `rehearsals`. Raises UnsuitedError.
        """
        lacking = self.lacks(training)
        if lacking:
            raise UnsuitedError(f"{self.name} needs {lacking}")
        self.training = training
        self._learn(training, rehearsals)
        return self

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        """What the method would need to learn from this training at all; None where it can."""
        return None

    @abstractmethod
    def _learn(self, training: Training, rehearsals: Rehearsals) -> None: ...

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

    def answer(self, exam: Exam, k: int | None = None) -> Ranking:
        """The k best candidates of each query of an exam, all of them without `k`."""
        most = len(exam.candidates) if k is None else k
        return self.ranking(exam.queries, exam.candidates, most, exam.exclude)

    def ranking(
        self, queries: Entities, candidates: Entities, k: int, exclude: pd.DataFrame
    ) -> Ranking:
        """The k best candidates of each query, products for creators or the other way round;
        the pairs of `exclude` are left out.
        """
        if not len(candidates):
            return Ranking.joined([], candidates.ids)
        queries = queries.completed(self.training.side(queries.kind))
        left_out = cells(exclude, queries, candidates)
        parts = []
        for rows in chunks(np.arange(len(queries)), len(candidates) * self.breadth):
            chunk = queries.take(rows)
            scores = self.rated(chunk, candidates, left_out[rows])
            parts.append(Ranking(chunk.ids, candidates.ids, *best(scores, k)))
        return Ranking.joined(parts, candidates.ids)

    def rated(self, queries: Entities, candidates: Entities, left_out: Block) -> Scores:
        """Queries × candidates, whichever are products; -inf where `left_out` is not 0."""
        scores = self.ratings(queries, candidates)
        scores[left_out.nonzero()] = -np.inf
        return scores

    def ratings(self, queries: Entities, candidates: Entities) -> Scores:
        """Queries × candidates, to be written on."""
        if queries.kind == "product":
            return np.array(self.scores(queries, candidates), np.float32)
        return np.array(self.scores(candidates, queries).T, np.float32, order="C")

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """What a ranker may learn from, by name: the ratings, and what they are made of."""
        return {self.name: self.ratings(queries, candidates)}

    def by_features(self, products: Entities, creators: Entities) -> FeatureTerms:
        """What the scores owe to each feature of a product with each of a creator; the terms add up
        to `scores`. Nothing for a method whose scores are no such sum.
        """
        return {}

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
        creators = self.training.creators
        if among is not None:
            creators = creators.take(creators.rows_of(among))
        left_out = self.training.pairs if exclude is None else exclude
        return self.ranking(products, creators, k, left_out).frame("product_id", "creator_id")

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
        left_out = self.training.pairs if exclude is None else exclude
        found = self.ranking(creators, self.training.products, k, left_out)
        frame = found.frame("creator_id", "product_id")
        return frame[["product_id", "creator_id", "score", "rank"]]


def chunks(rows: NDArray[np.int64], width: int) -> Iterator[NDArray[np.int64]]:
    """The rows, so many at once that a matrix of them × `width` stays small."""
    at_once = max(CELLS // max(width, 1), 1)
    for start in range(0, len(rows), at_once):
        yield rows[start : start + at_once]


def cells(pairs: pd.DataFrame, queries: Entities, candidates: Entities) -> sparse.csr_array:
    """Queries × candidates, not zero where `pairs` has the two."""
    row = queries.places(pairs[f"{queries.kind}_id"])
    column = candidates.places(pairs[f"{candidates.kind}_id"])
    is_both = (row >= 0) & (column >= 0)
    cells = (row[is_both], column[is_both])
    shape = (len(queries), len(candidates))
    return sparse.csr_array((np.ones(int(is_both.sum()), np.int8), cells), shape=shape)
