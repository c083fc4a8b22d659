"""Generators side by side: whom they propose, and what all of them say of each proposal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.entities import Block, Entities
from models.fit import Fit, Rows
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
    `proposed_by` (rows × `members`) is false all along rows that only a wide pool has, measured as
    if they were there.
    """

    query: NDArray[np.int64]
    candidate: NDArray[np.int64]
    names: tuple[str, ...]
    signals: Matrix
    blend: Scores
    proposed_by: NDArray[np.bool_]
    members: tuple[str, ...]

    @cached_property
    def is_proposed(self) -> NDArray[np.bool_]:
        """Whether any member proposes the row."""
        return np.asarray(self.proposed_by.any(axis=1))

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Each row's rank from 1 with every member among the rows of its query, -1 where the
        member has nothing to say of it.

        Whoever a member puts before one of its best is proposed too, so that the rows tell; of a
        newcomer beyond these only a wide pool does.
        """
        columns = [self.names.index(f"{member}{BEST}") for member in self.members]
        every = np.ones(len(self.query), bool)
        shares = [self.signals[:, column] for column in columns]
        ranks = [np.where(s > 0, _place(s, self.query, every) + 1, NONE) for s in shares]
        return np.array(ranks, np.int64).reshape(len(columns), len(self.query)).T

    @property
    def ranks(self) -> NDArray[np.int64]:
        """Where each row comes from: its place with every member, -1 where not proposed by it."""
        return np.where(self.proposed_by, self.places, NONE)

    @property
    def blended(self) -> Matrix:
        """The plain mean of each row, standardised within its query."""
        means = self.blend[self.query, self.candidate]
        return _standard(means, self.query, self.is_proposed)

    def blended_by(self) -> Matrix:
        """Rows × members: each one's part in `blended`, up to what a query's rows share."""
        means = self.blend[self.query, self.candidate]
        _, deviation = _moments(means, self.query, self.is_proposed)
        own = [self.names.index(f"{name}{BEST}") for name in self.members]
        return np.asarray(self.signals[:, own] / (len(own) * deviation[self.query])[:, None])


@dataclass(frozen=True)
class Board:
    """Generators fitted on one training. Of these the `tellers` propose nobody, but say what they
    know of whom the others propose; `is_ordered` adds to every signal the place that it gives.
    Beside its best each proposes so many `newcomers`, the best of those without a pair, who would
    never be seen behind all whose past speaks for them.
    """

    members: Mapping[str, Recommender]
    standing: Standing
    fit: Fit | None
    tellers: Collection[str] = ()
    is_ordered: bool = False
    newcomers: int = 0

    @classmethod
    def fitted(cls, training: Training, names: Sequence[str], has_fit: bool = False) -> "Board":
        """Those of the named generators that can learn from the training, and with `has_fit` how
        products and creators fit.
        """
        members = {name: PARTS[name]().fit(training) for name in suited(training, names)}
        return cls.of(training, members, has_fit)

    @classmethod
    def of(
        cls, training: Training, members: Mapping[str, Recommender], has_fit: bool = False
    ) -> "Board":
        """Members that are fitted already."""
        return cls(members, Standing.of(training), Fit.of(training) if has_fit else None)

    def pool(
        self,
        queries: Entities,
        candidates: Entities,
        left_out: Block,
        depth: int,
        is_wide: bool = False,
    ) -> Pool:
        """Each generator's best `depth` for every query, but for those left out (not 0); a wide
        pool has a row for everybody else too.
        """
        is_out = left_out.toarray() != 0
        told = {name: m.signals(queries, candidates) for name, m in self.members.items()}
        own = {name: _share(told[name][name], is_out) for name in self.proposers}
        is_in = self._proposed(own, is_out, depth, candidates)
        query, candidate = np.nonzero(~is_out if is_wide else is_in.any(axis=0))
        proposed_by = is_in[:, query, candidate].T
        is_proposed = np.asarray(proposed_by.any(axis=1))
        named = {}
        for parts in told.values():
            for part, scores in parts.items():
                values = scores[query, candidate]
                floor, width = (of_query[query, 0] for of_query in _range(scores, is_out))
                named[f"{part}{BEST}"] = ((values - floor) / width).astype(np.float64)
                named[f"{part}{SPREAD}"] = _standard(values, query, is_proposed)
                if self.is_ordered:
                    named[f"{part}{PLACE}"] = _place(values, query, is_proposed)
        named |= self._facts(queries, query) | self._facts(candidates, candidate)
        named |= self._fits(queries, candidates, query, candidate)
        signals = np.column_stack(list(named.values()))
        blend = _mean(own, is_out.shape)
        return Pool(query, candidate, tuple(named), signals, blend, proposed_by, tuple(own))

    def _proposed(
        self,
        shares: Mapping[str, Scores],
        is_out: NDArray[np.bool_],
        depth: int,
        candidates: Entities,
    ) -> NDArray[np.bool_]:
        """Proposers × queries × candidates: whom each proposes. A newcomer needs more than the
        least share of all newcomers, which those have of whom nothing is told.
        """
        is_in = np.zeros((len(shares), *is_out.shape), bool)
        rows = np.flatnonzero(self.standing.told(candidates)["pairs"] == 0)
        for own, scores in zip(is_in, shares.values(), strict=True):
            own[:] = _proposed(scores, is_out, depth)
            if self.newcomers and len(rows):
                out, new = is_out[:, rows], scores[:, rows]
                least = np.where(out, np.inf, new).min(axis=1, keepdims=True)
                own[:, rows] |= _proposed(new - least, out, self.newcomers)
        return is_in

    @property
    def proposers(self) -> tuple[str, ...]:
        """The members that propose."""
        return tuple(name for name in self.members if name not in self.tellers)

    def _facts(self, entities: Entities, rows: NDArray[np.int64]) -> dict[str, Matrix]:
        facts = self.standing.told(entities)
        if self.fit is not None:
            facts = {**facts, **self.fit.facts(entities)}
        return {f"{entities.kind} {name}": values[rows] for name, values in facts.items()}

    def _fits(
        self, queries: Entities, candidates: Entities, query: Rows, candidate: Rows
    ) -> Mapping[str, Matrix]:
        if self.fit is None:
            return {}
        if queries.kind == "product":
            return self.fit.told(queries, candidates, query, candidate)
        return self.fit.told(candidates, queries, candidate, query)


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


def _proposed(scores: Scores, is_out: NDArray[np.bool_], depth: int) -> NDArray[np.bool_]:
    if depth >= is_out.shape[1]:
        return ~is_out
    # whom a generator has nothing to say of, it does not propose: ties would follow the ids
    places, _ = best(np.where(is_out | (scores <= 0), -np.inf, scores), depth)
    is_in = np.zeros(is_out.shape, bool)
    row, column = np.nonzero(places != NONE)
    is_in[row, places[row, column]] = True
    return is_in


def _standard(values: Scores, query: Rows, counts: NDArray[np.bool_]) -> Matrix:
    """Values less the mean of their query, by its deviation, of the rows that count."""
    mean, deviation = _moments(values, query, counts)
    return np.asarray((values - mean[query]) / deviation[query])


def _place(values: Scores | Matrix, query: Rows, counts: NDArray[np.bool_]) -> Matrix:
    """How many of the rows of its query that count are before each row, ties in their order;
    `query` rises.
    """
    order = np.lexsort((-values, query))
    before: NDArray[np.int64] = np.cumsum(counts[order]) - counts[order]
    place = np.empty(len(values))
    place[order] = before - before[np.searchsorted(query, query)]
    return place


def _moments(values: Scores, query: Rows, counts: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """Mean and deviation by query."""
    count = np.maximum(np.bincount(query, counts), 1)
    mean = np.bincount(query, values * counts) / count
    square = np.bincount(query, values.astype(np.float64) ** 2 * counts) / count
    return mean, np.sqrt(np.maximum(square - mean**2, 1e-18))


def _mean(shares: Mapping[str, Scores], shape: tuple[int, int]) -> Scores:
    total = sum(shares.values(), np.zeros(shape, np.float32))
    return (total / np.float32(max(len(shares), 1))).astype(np.float32)
