"""What recommenders learn from, and the exams they sit: what is asked, and what would be right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.entities import Entities
from models.metrics import Ranks, per_query
from models.ranking import NONE, Ranking

Rehearsals: TypeAlias = Callable[[], Iterator["Exam"]]


def unrehearsed() -> Iterator["Exam"]:
    """For a training in which nothing can be held out."""
    return iter(())


@dataclass(frozen=True)
class Training:
    """Products, creators and the pairs known of them: `product_id, creator_id, weight, at`.

    `at` is when a pair began, on any clock that only rises (days, places in a sequence), empty
    where unknown. Features are as they were known before whatever is asked.
    """

    products: Entities
    creators: Entities
    pairs: pd.DataFrame

    @property
    def shared(self) -> list[str]:
        """The blocks that both sides have."""
        return sorted(set(self.products.blocks) & set(self.creators.blocks))

    def side(self, kind: str) -> Entities:
        """The products or the creators."""
        return self.products if kind == "product" else self.creators

    @cached_property
    def cells(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the pairs' products and creators."""
        return (
            self.products.rows_of(self.pairs["product_id"]),
            self.creators.rows_of(self.pairs["creator_id"]),
        )


@dataclass(frozen=True)
class Exam:
    """`queries` are products to find creators for, or creators to find products for; `candidates`
    are of the other kind, `exclude` holds pairs that are not to be listed, `positives` those to
    find. Only `training` is shown to a method; `rehearsals` makes earlier exams that lie wholly
    within it, so that a method may learn how to rank without seeing this one.
    """

    training: Training
    queries: Entities
    candidates: Entities
    exclude: pd.DataFrame
    positives: pd.DataFrame
    rehearsals: Rehearsals = field(default=unrehearsed, repr=False)

    @property
    def columns(self) -> tuple[str, str]:
        """The columns of queries and of candidates in tables of pairs."""
        return f"{self.queries.kind}_id", f"{self.candidates.kind}_id"

    def found(self, ranking: Ranking, metrics: Sequence[str]) -> pd.DataFrame:
        """The named metrics per query (index `query`) with a positive among the candidates, and
        `is_cold` (no pair of it in training), `ranks` of the positives, `listed` (candidates).
        """
        cells = self.wanted()
        ranks = _ranks(ranking.places, cells)
        positives = dict(zip(*np.unique(cells[:, 0], return_counts=True), strict=True))
        queries = per_query(ranks, positives, metrics)
        rows = queries.index.to_numpy(np.int64)
        seen = self.training.pairs[self.columns[0]]
        queries["ranks"] = [ranks[row] for row in rows]
        queries["listed"] = (ranking.places[rows] != NONE).sum(axis=1)
        queries.index = pd.Index(self.queries.ids[rows], name="query")
        return queries.assign(is_cold=~queries.index.isin(seen))

    def wanted(self) -> NDArray[np.int64]:
        """Rows of queries and candidates, each positive once, in the order of rows."""
        query, candidate = (self.positives[column] for column in self.columns)
        cells = np.column_stack([self.queries.places(query), self.candidates.places(candidate)])
        return np.unique(cells[(cells >= 0).all(axis=1)], axis=0)


def _ranks(places: NDArray[np.int32], cells: NDArray[np.int64]) -> dict[int, Ranks]:
    """Per row the ranks at which the candidates of its cells are listed."""
    rows, starts = np.unique(cells[:, 0], return_index=True)
    wanted = np.split(cells[:, 1], starts[1:])
    return {
        int(row): np.flatnonzero(np.isin(places[row], own)) + 1
        for row, own in zip(rows, wanted, strict=True)
    }
