"""The best candidates of every query, held as numbers until somebody wants to read them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.entities import Ids

Scores = NDArray[np.float32]
NONE = -1


@dataclass(frozen=True)
class Ranking:
    """`places` and `scores` are queries x k, best first: a row of `candidates` and its score;
    `places` is -1 where a query has no more candidates.
    """

    queries: Ids
    candidates: Ids
    places: NDArray[np.int32]
    scores: Scores

    @classmethod
    def joined(cls, parts: Iterable[Self], candidates: Ids) -> Self:
        """Rankings of several queries among the same candidates, one below the other."""
        held = list(parts)
        if not held:
            empty = np.zeros((0, 0))
            return cls(np.zeros(0, np.str_), candidates, empty.astype(np.int32), empty.astype("f4"))
        return cls(
            np.concatenate([part.queries for part in held]),
            candidates,
            np.vstack([part.places for part in held]),
            np.vstack([part.scores for part in held]),
        )

    def first(self, k: int) -> "Ranking":
        """The k best of each query, of those that are ranked."""
        return replace(self, places=self.places[:, :k], scores=self.scores[:, :k])

    def frame(self, query: str, candidate: str) -> pd.DataFrame:
        """A row per query and candidate, under the given names, with `score` and `rank` from 1."""
        row, column = np.nonzero(self.places != NONE)
        return pd.DataFrame(
            {
                query: self.queries[row],
                candidate: self.candidates[self.places[row, column]],
                "score": self.scores[row, column],
                "rank": column + 1,
            }
        )


def best(scores: Scores, k: int) -> tuple[NDArray[np.int32], Scores]:
    """Columns and scores of the k best of each row, ties by column; -1 for a score of -inf."""
    order = _order(scores, k)
    values = np.take_along_axis(scores, order, axis=1)
    return np.where(np.isneginf(values), NONE, order).astype(np.int32), values


def _order(scores: Scores, k: int) -> NDArray[np.int64]:
    falling = -scores
    if 4 * k > scores.shape[1]:
        return np.argsort(falling, axis=1, kind="stable")[:, :k]
    first = np.argpartition(falling, k - 1, axis=1)[:, :k]
    limit = np.take_along_axis(falling, first[:, -1:], axis=1)
    is_tied = (falling == limit).sum(axis=1) > 1
    for row in np.flatnonzero(is_tied):
        first[row] = _with_ties(falling[row], limit[row, 0], k)
    first.sort(axis=1)
    within = np.argsort(np.take_along_axis(falling, first, axis=1), axis=1, kind="stable")
    return np.take_along_axis(first, within, axis=1)


def _with_ties(falling: Scores, limit: float, k: int) -> NDArray[np.int64]:
    """Columns of the k lowest where several equal the limit: the first of these by column."""
    below = np.flatnonzero(falling < limit)
    return np.concatenate([below, np.flatnonzero(falling == limit)[: k - len(below)]])
