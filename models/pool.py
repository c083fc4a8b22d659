"""Whom generators propose for queries, and what all of them say of each."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.fit import Rows
from models.ranking import NONE, Scores

Matrix = NDArray[np.float64]
BEST = " of the best"


@dataclass(frozen=True)
class Pool:
    """A row per proposed pair, by query: rows of `query` and `candidate`, and `signals`, a column
    per name; `blend` holds queries × candidates, the plain mean of what the generators say.
    `shares` (rows × `members`) are what that mean is of. `proposed_by` (the same) is false all
    along rows that only a wide pool has, measured as if they were there. `counts`: the rows beside
    which all are measured.
    """

    query: NDArray[np.int64]
    candidate: NDArray[np.int64]
    names: tuple[str, ...]
    signals: Matrix
    blend: Scores
    shares: Matrix
    proposed_by: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    members: tuple[str, ...]

    @cached_property
    def is_proposed(self) -> NDArray[np.bool_]:
        """Whether any member proposes the row."""
        return np.asarray(self.proposed_by.any(axis=1))

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Each row's rank from 1 with every member among the rows of its query, of several that are
        level the first; -1 where the member has nothing to say of it.

        Whoever a member puts before one of its best is proposed too, so that the rows tell; of a
        newcomer beyond these only a wide pool does.
        """
        columns = [self.names.index(f"{member}{BEST}") for member in self.members]
        shares = [self.signals[:, column] for column in columns]
        ranks = [np.where(s > 0, better(s, self.query) + 1, NONE) for s in shares]
        return np.array(ranks, np.int64).reshape(len(columns), len(self.query)).T

    @property
    def ranks(self) -> NDArray[np.int64]:
        """Where each row comes from: its place with every member, -1 where not proposed by it."""
        return np.where(self.proposed_by, self.places, NONE)

    @property
    def blended(self) -> Matrix:
        """The plain mean of each row, standardised within its query."""
        means = self.blend[self.query, self.candidate]
        return standard(means, self.query, self.counts)

    def blended_by(self) -> Matrix:
        """Rows × members: each one's part in `blended`, up to what a query's rows share."""
        means = self.blend[self.query, self.candidate]
        _, deviation = moments(means, self.query, self.counts)
        return self.shares / (len(self.members) * deviation[self.query])[:, None]


def standard(values: Scores, query: Rows, counts: NDArray[np.bool_]) -> Matrix:
    """Values less the mean of their query, by its deviation, of the rows that count."""
    mean, deviation = moments(values, query, counts)
    return np.asarray((values - mean[query]) / deviation[query])


def place(values: Scores | Matrix, query: Rows, counts: NDArray[np.bool_]) -> Matrix:
    """How many of the rows of its query that count are before each row, ties in their order;
    `query` rises.
    """
    order = np.lexsort((-values, query))
    before: NDArray[np.int64] = np.cumsum(counts[order]) - counts[order]
    places = np.empty(len(values))
    places[order] = before - before[np.searchsorted(query, query)]
    return places


def better(values: Scores | Matrix, query: Rows) -> Rows:
    """How many of the rows of its query have more than each row; `query` rises."""
    order = np.lexsort((-values, query))
    is_first = np.ones(len(order), bool)
    is_first[1:] = (np.diff(values[order]) != 0) | (np.diff(query[order]) != 0)
    at = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
    found = np.empty(len(order), np.int64)
    found[order] = at - np.searchsorted(query, query[order])
    return found


def moments(values: Scores, query: Rows, counts: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """Mean and deviation by query."""
    count = np.maximum(np.bincount(query, counts), 1)
    mean = np.bincount(query, values * counts) / count
    square = np.bincount(query, values.astype(np.float64) ** 2 * counts) / count
    return mean, np.sqrt(np.maximum(square - mean**2, 1e-18))
