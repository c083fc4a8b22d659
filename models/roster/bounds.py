"""Limits as numbers: what each candidate takes of each, what a set has used, what still fits."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.roster.problem import Floats, Ints, Limits, Problem, Texts, Truths, Wish

SLACK = 1e-6
"""What a sum may exceed a limit by, as a share of it: arithmetic, not money."""
MONEY = {
    "budget": "spend",
    "sample_budget": "sample_cost",
    "fee_budget": "flat_fee",
    "commission_budget": "commission",
}


@dataclass(frozen=True)
class Bound:
    """One limit: `kind` names it as Limits does, `about` the product or creator that it is of;
    `takes` is what each candidate takes of `most`.
    """

    kind: str
    about: str
    takes: Floats
    most: float


@dataclass(frozen=True)
class Bounds:
    """All limits but the number of creators asked, `asked`, as rows of `takes` and `most`;
    `creator` is the place of each candidate's creator, `is_free` who is not on the never list.
    """

    rows: tuple[Bound, ...]
    takes: Floats
    most: Floats
    asked: int | None
    creator: Ints
    is_free: Truths

    def used(self, chosen: Ints) -> Floats:
        """What the chosen take of each row."""
        return np.asarray(self.takes[:, chosen].sum(axis=1), np.float64)

    def creators(self, chosen: Ints) -> int:
        return len(np.unique(self.creator[chosen]))

    def hold(self, chosen: Ints) -> bool:
        """Whether a set is within every limit."""
        is_asked = self.asked is None or self.creators(chosen) <= self.asked
        return is_asked and bool(self.is_free[chosen].all() and self.fits(self.used(chosen)).all())

    def fits(self, used: Floats) -> Truths:
        """By row, whether so much is within it; rows stand first, further axes follow."""
        most = self.most.reshape(-1, *[1] * (used.ndim - 1))
        return np.asarray(used <= most + SLACK * np.maximum(most, 1))


def bounds(problem: Problem) -> Bounds:
    """The limits of a problem; those that no set could reach are left out."""
    candidates = problem.candidates
    found = [row for row in _rows(problem) if row.takes.sum() > row.most]
    creator = np.unique(candidates.creator_ids, return_inverse=True)[1].astype(np.int64)
    takes = np.array([row.takes for row in found]).reshape(len(found), len(candidates))
    most = np.array([row.most for row in found], np.float64)
    is_free = ~np.array(wished(problem, problem.limits.never), bool)
    return Bounds(tuple(found), takes, most, problem.limits.asked, creator, is_free)


def _rows(problem: Problem) -> Iterator[Bound]:
    candidates, limits = problem.candidates, problem.limits
    for kind, cost in MONEY.items():
        most = getattr(limits, kind)
        if most is not None:
            yield Bound(kind, "", np.asarray(getattr(candidates, cost), np.float64), float(most))
    for product_id in dict.fromkeys(candidates.product_ids.tolist()):
        own = (candidates.product_ids == product_id).astype(np.float64)
        if product_id in limits.samples:
            yield Bound("samples", product_id, own, limits.samples[product_id])
        if limits.per_product is not None:
            yield Bound("per_product", product_id, own, limits.per_product)
        if product_id in limits.seen:
            yield Bound("seen", product_id, own, limits.seen[product_id])
    if limits.is_one_product_each:
        yield from _one_each(candidates.creator_ids)


def _one_each(creator_ids: Texts) -> Iterator[Bound]:
    ids, place, times = np.unique(creator_ids, return_inverse=True, return_counts=True)
    for number in np.flatnonzero(times > 1):
        own = (place == number).astype(np.float64)
        yield Bound("is_one_product_each", str(ids[number]), own, 1.0)


def wished(problem: Problem, wishes: frozenset[Wish]) -> list[bool]:
    """By candidate, whether one of the wishes is about it."""
    pairs = zip(
        problem.candidates.product_ids.tolist(),
        problem.candidates.creator_ids.tolist(),
        strict=True,
    )
    return [(product, who) in wishes or (None, who) in wishes for product, who in pairs]


def musts(problem: Problem, limits: Limits) -> list[Ints]:
    """By must-have, the places of which one at least is to be taken, best value first."""
    product, creator = problem.candidates.product_ids, problem.candidates.creator_ids
    found = []
    for wanted, who in sorted(limits.must, key=lambda wish: (wish[0] or "", wish[1])):
        is_it = (creator == who) & ((product == wanted) if wanted is not None else True)
        places = np.flatnonzero(is_it)
        found.append(places[np.argsort(-problem.candidates.value[places], kind="stable")])
    return found
