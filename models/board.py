"""Generators side by side: whom they propose, and what all of them say of each proposal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.entities import NOBODY, Block, Entities
from models.exam import Training
from models.fit import Fit, Rows
from models.generators.known import PARTS
from models.pool import BEST, Matrix, Pool, place, standard
from models.ranking import Scores
from models.recommender import Recommender
from models.standing import Standing

BLANK = "nobody"
NEW_PER_PLACE = 3
"""Of so many newcomers a generator proposes one at most, so that few are not all proposed."""
SPREAD, PLACE = " among the proposed", " place"


@dataclass(frozen=True)
class Board:
    """Generators fitted on one training. Of these the `tellers` propose nobody, but say what they
    know of whom the others propose; `is_ordered` adds to every signal the place that it gives.
    Beside its best each proposes so many `newcomers`, the best creators without a pair, who would
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
        *,
        is_wide: bool = False,
        near: int | None = None,
    ) -> Pool:
        """Each generator's best `depth` for every query, but for those left out (not 0); a wide
        pool has a row for everybody else too. All are measured beside the best `near` of each, as
        many as lessons were of, where these are fewer.
        """
        is_out = left_out.toarray() != 0
        told = {name: m.signals(queries, candidates) for name, m in self.members.items()}
        own = {name: _share(told[name][name], is_out) for name in self.proposers}
        blank = self._blank(queries, candidates, told, is_out)
        is_in = self._proposed(own, is_out, depth, candidates, blank)
        closest = is_in
        if near is not None and near != depth:
            closest = self._proposed(own, is_out, near, candidates, blank)
        is_near = np.asarray(closest.any(axis=0))
        query, candidate = np.nonzero(~is_out if is_wide else is_in.any(axis=0))
        proposed_by = is_in[:, query, candidate].T
        counts = is_near[query, candidate]
        named = {}
        for parts in told.values():
            for part, scores in parts.items():
                values = scores[query, candidate]
                floor, width = (of_query[query, 0] for of_query in _range(scores, is_out))
                named[f"{part}{BEST}"] = ((values - floor) / width).astype(np.float64)
                named[f"{part}{SPREAD}"] = standard(values, query, counts)
                if self.is_ordered:
                    named[f"{part}{PLACE}"] = place(values, query, counts)
        named |= self._facts(queries, query) | self._facts(candidates, candidate)
        named |= self._fits(queries, candidates, query, candidate)
        signals = np.column_stack(list(named.values()))
        fair = self._fair(own, is_near, candidates)
        blend = _mean(fair, is_out.shape)
        shares = np.array([s[query, candidate] for s in fair.values()], np.float64)
        shares = shares.reshape(len(fair), len(query)).T
        told_of = (query, candidate, tuple(named), signals, blend, shares)
        return Pool(*told_of, proposed_by, counts, tuple(own))

    def _proposed(
        self,
        shares: Mapping[str, Scores],
        is_out: NDArray[np.bool_],
        depth: int,
        candidates: Entities,
        blank: Mapping[str, Scores],
    ) -> NDArray[np.bool_]:
        """Proposers × queries × candidates: whom each proposes. A newcomer needs more than the
        usual share of all and than one of whom nothing is told, however few they are.
        """
        is_in = np.zeros((len(shares), *is_out.shape), bool)
        new, mean = self._new(candidates), _mean(shares, is_out.shape)
        places = min(self.newcomers, -(-len(new) // NEW_PER_PLACE))
        for own, (name, scores) in zip(is_in, shares.items(), strict=True):
            own[:] = _proposed(scores, is_out, depth, mean)
            if places and not self.members[name].tells_by_past:
                beyond = scores[:, new] - np.maximum(_usual(scores, ~is_out), blank[name])
                own[:, new] |= _foremost(beyond, is_out[:, new], places, mean[:, new])
        return is_in

    def _fair(
        self,
        shares: Mapping[str, Scores],
        is_in: NDArray[np.bool_],
        candidates: Entities,
    ) -> dict[str, Scores]:
        """The shares, where newcomers have the mean share of the other proposed with a member that
        tells by the past alone, which says nothing against them.
        """
        new, fair = self._new(candidates), dict(shares)
        is_known = np.array(is_in)
        is_known[:, new] = False
        for name, scores in shares.items():
            if len(new) and self.members[name].tells_by_past:
                fair[name] = np.array(scores)
                fair[name][:, new] = _usual(scores, is_known)
        return fair

    def _blank(
        self,
        queries: Entities,
        candidates: Entities,
        told: Mapping[str, Mapping[str, Scores]],
        is_out: NDArray[np.bool_],
    ) -> dict[str, Scores]:
        """By member the share, per query, that a creator has of whom nothing is told."""
        if not len(self._new(candidates)):
            return {}
        blank = Entities("creator", np.array([BLANK]), {}).completed(candidates)
        shares = {}
        for name in self.proposers:
            floor, width = _range(told[name][name], is_out)
            shares[name] = (self.members[name].signals(queries, blank)[name] - floor) / width
        return shares

    def _new(self, candidates: Entities) -> Rows:
        """Rows of the creators without a pair; of nobody where no newcomers are asked for, nor of
        products, who bring all their features with them.
        """
        if not self.newcomers or candidates.kind == "product":
            return NOBODY
        return np.flatnonzero(self.standing.told(candidates)["pairs"] == 0)

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
    top = allowed.max(axis=1, keepdims=True, initial=-np.inf)
    allowed[is_out] = np.inf
    low = allowed.min(axis=1, keepdims=True, initial=np.inf)
    floor = np.where(top > 0, np.minimum(low, 0), low)
    return floor, np.maximum(top - floor, 1e-12)


def _usual(scores: Scores, counts: NDArray[np.bool_]) -> Scores:
    """Per query the mean score of those that count."""
    count = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return np.asarray((scores * counts).sum(axis=1, keepdims=True) / count)


def _proposed(
    scores: Scores, is_out: NDArray[np.bool_], depth: int, mean: Scores
) -> NDArray[np.bool_]:
    return ~is_out if depth >= is_out.shape[1] else _foremost(scores, is_out, depth, mean)


def _foremost(
    scores: Scores, is_out: NDArray[np.bool_], most: int, mean: Scores
) -> NDArray[np.bool_]:
    """The best of each query, at most so many, and nobody of whom a generator has nothing to say.
    Of those who are level where there is not room for all the `mean` of all generators decides, so
    that ids do only between those whom nothing tells apart.
    """
    told = np.where(is_out | (scores <= 0), -np.inf, scores)
    if most >= told.shape[1]:
        return np.asarray(told > -np.inf)
    limit = -np.partition(-told, most - 1, axis=1)[:, [most - 1]]
    is_in = (told >= limit) & (told > -np.inf)
    for row in np.flatnonzero(is_in.sum(axis=1) > most):
        level = np.flatnonzero(told[row] == limit[row])
        room = most - int((told[row] > limit[row]).sum())
        is_in[row, level[np.argsort(-mean[row, level], kind="stable")[room:]]] = False
    return is_in


def _mean(shares: Mapping[str, Scores], shape: tuple[int, int]) -> Scores:
    total = sum(shares.values(), np.zeros(shape, np.float32))
    return (total / np.float32(max(len(shares), 1))).astype(np.float32)
