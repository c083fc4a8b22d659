"""Generators side by side: whom they propose, and what all of them say of each proposal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.entities import Block, Entities
from models.generators.known import PARTS
from models.ranking import NONE, Scores, best
from models.recommender import Recommender
from models.standing import Standing
from models.trial import Training

Matrix = NDArray[np.float64]
BEST, SPREAD, PLACE = " of the best", " among the proposed", " place"


@dataclass(frozen=True)
class Pool:
    """A row per proposed pair, by query: rows of `query` and `candidate`, and `signals`, a column
    per name; `blend` holds queries × candidates, the plain mean of what the generators say.
    """

    query: NDArray[np.int64]
    candidate: NDArray[np.int64]
    names: tuple[str, ...]
    signals: Matrix
    blend: Scores

    @property
    def blended(self) -> Matrix:
        """The plain mean of each row, standardised within its query."""
        return _standard(self.blend[self.query, self.candidate], self.query)


@dataclass(frozen=True)
class Board:
    """Generators fitted on one training. Of these the `tellers` propose nobody, but say what they
    know of whom the others propose; `is_ordered` adds to every signal the place that it gives.
    """

    members: Mapping[str, Recommender]
    standing: Standing
    tellers: Collection[str] = ()
    is_ordered: bool = False

    @classmethod
    def fitted(
        cls,
        training: Training,
        names: Sequence[str],
        tellers: Collection[str] = (),
        is_ordered: bool = False,
    ) -> "Board":
        """Those of the named generators that can learn from the training."""
        members = {name: PARTS[name]().fit(training) for name in suited(training, names)}
        return cls(members, Standing.of(training), tellers, is_ordered)

    def pool(self, queries: Entities, candidates: Entities, left_out: Block, depth: int) -> Pool:
        """Each generator's best `depth` for every query, but for those left out (not 0)."""
        is_out = left_out.toarray() != 0
        told = {name: m.signals(queries, candidates) for name, m in self.members.items()}
        own = {n: _share(told[n][n], is_out) for n in told if n not in self.tellers}
        is_in = _proposed(own, is_out, depth)
        query, candidate = np.nonzero(is_in)
        named = {}
        for parts in told.values():
            for part, scores in parts.items():
                values = scores[query, candidate]
                floor, width = (of_query[query, 0] for of_query in _range(scores, is_out))
                named[f"{part}{BEST}"] = ((values - floor) / width).astype(np.float64)
                named[f"{part}{SPREAD}"] = _standard(values, query)
                if self.is_ordered:
                    named[f"{part}{PLACE}"] = _place(values, query)
        named |= self._facts(queries, query) | self._facts(candidates, candidate)
        signals = np.column_stack(list(named.values()))
        return Pool(query, candidate, tuple(named), signals, _mean(own, is_out.shape))

    def _facts(self, entities: Entities, rows: NDArray[np.int64]) -> dict[str, Matrix]:
        facts = self.standing.told(entities)
        return {f"{entities.kind} {name}": values[rows] for name, values in facts.items()}


def suited(training: Training, names: Sequence[str]) -> list[str]:
    """Those of the named generators that can learn from the training."""
    return [name for name in names if PARTS[name].lacks(training) is None]


def _share(scores: Scores, is_out: NDArray[np.bool_]) -> Scores:
    """Scores of those not left out between 0 and 1, the query's best; below 0 counts as 0 where
    any is above.
    """
    floor, width = _range(scores, is_out)
    share = (scores - floor) / width
    share[is_out] = 0
    return share.astype(np.float32)


def _range(scores: Scores, is_out: NDArray[np.bool_]) -> tuple[Scores, Scores]:
    """Per query what counts as 0, and how far above it the best of those not left out is."""
    allowed = np.array(scores)
    allowed[is_out] = -np.inf
    top = allowed.max(axis=1, keepdims=True)
    allowed[is_out] = np.inf
    low = allowed.min(axis=1, keepdims=True)
    floor = np.where(top > 0, np.minimum(low, 0), low)
    return floor, np.maximum(top - floor, 1e-12)


def _proposed(
    shares: Mapping[str, Scores], is_out: NDArray[np.bool_], depth: int
) -> NDArray[np.bool_]:
    if depth >= is_out.shape[1]:
        return ~is_out
    is_in = np.zeros(is_out.shape, bool)
    for scores in shares.values():
        places, _ = best(np.where(is_out, -np.inf, scores), depth)
        row, column = np.nonzero(places != NONE)
        is_in[row, places[row, column]] = True
    return is_in


def _standard(values: Scores, query: NDArray[np.int64]) -> Matrix:
    """Values less the mean of their query, by its deviation."""
    count = np.maximum(np.bincount(query), 1)
    mean = np.bincount(query, values) / count
    square = np.bincount(query, values.astype(np.float64) ** 2) / count
    deviation = np.sqrt(np.maximum(square - mean**2, 1e-18))
    return np.asarray((values - mean[query]) / deviation[query])


def _place(values: Scores, query: NDArray[np.int64]) -> Matrix:
    """The place of each row within its query, 0 for the highest value; `query` rises."""
    order = np.lexsort((-values, query))
    starts = np.searchsorted(query, query)
    place = np.empty(len(values))
    place[order] = np.arange(len(values)) - starts
    return place


def _mean(shares: Mapping[str, Scores], shape: tuple[int, int]) -> Scores:
    total = sum(shares.values(), np.zeros(shape, np.float32))
    return (total / np.float32(max(len(shares), 1))).astype(np.float32)
