"""The variables and constraints of a problem's program: limits, must-haves, and what sets bring."""

import numpy as np

from models.roster.bounds import Bounds, bounds, musts
from models.roster.problem import ALONE, Floats, Ints, Problem
from models.roster.rows import Rows
from models.roster.worth import Worth

TANGENTS = 16


class Variables:
    """A problem's variables: candidates, creators asked if they are bounded, audience groups by the
    people that they reach, and by curved product its weight and what that is worth. `value` is what
    each adds, in units of `scale`; `limits` are the numbers of the rows of bounds, creators asked
    last; `width` counts variables.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem, self.worth = problem, Worth(problem)
        self.bounds: Bounds = bounds(problem)
        self.width = len(problem.candidates)
        self.rows = Rows()
        self.limits: list[int] = []
        self.scale = float(np.abs(problem.candidates.value).mean()) or 1.0
        self.curved: dict[int, tuple[int, int]] = {}
        self._limit()
        self.value: Floats = self._valued()

    def tighten(self, chosen: Ints) -> bool:
        """Adds tangents at the chosen set; false where none could tell more."""
        reached = self.worth.reached(chosen)
        for place in self.curved:
            if reached[place] > 0:
                self._touch(place, float(reached[place]))
        return bool(self.curved)

    def _limit(self) -> None:
        """A row per bound, the creators asked last, and one per must-have."""
        for bound in self.bounds.rows:
            used = np.flatnonzero(bound.takes)
            self.limits.append(self.rows.add(used, bound.takes[used], -np.inf, bound.most))
        if self.bounds.asked is not None:
            asked, most = self._asked(), float(self.bounds.asked)
            self.limits.append(self.rows.add(asked, np.ones(len(asked)), -np.inf, most))
        for places in musts(self.problem, self.problem.limits):
            self.rows.add(places, np.ones(len(places)), 1.0, np.inf)

    def _asked(self) -> Ints:
        """Variables that sum to the creators asked: one for whoever may carry several products."""
        creator = self.bounds.creator
        times = np.bincount(creator)
        several = np.flatnonzero(times > 1)
        if self.problem.limits.is_one_product_each or not len(several):
            return np.arange(len(self.problem.candidates))
        found = [np.flatnonzero(times[creator] == 1)]
        for number in several:
            asked = self._further()
            for place in np.flatnonzero(creator == number):
                self.rows.add(np.array([asked, place]), np.array([1.0, -1.0]), 0.0, np.inf)
            found.append(np.array([asked]))
        return np.concatenate(found)

    def _valued(self) -> Floats:
        """By variable, what it adds to the value, in units of `_scale`."""
        value, (ids, product) = self.problem.candidates.value, self.worth.products
        counts = {place: number for place, number in enumerate(value / self.scale) if number < 0}
        for place, product_id in enumerate(ids):
            columns, numbers = self._reached(np.flatnonzero((product == place) & (value > 0)))
            if len(columns) and not self.problem.curve(str(product_id)).is_linear:
                columns, numbers = self._bent(place, columns, numbers), np.ones(1)
            counts |= dict(zip(columns.tolist(), numbers.tolist(), strict=True))
        found = np.zeros(self.width)
        found[list(counts)] = list(counts.values())
        return found

    def _reached(self, own: Ints) -> tuple[Ints, Floats]:
        """Variables, with factors, that sum to what of a product's weight reaches people apart."""
        groups, weights = self.worth.groups[own], self.worth.weights[own] / self.scale
        is_alone = np.array([g == ALONE or not self.worth.shared(g) for g in groups.tolist()], bool)
        columns, numbers = [own[is_alone]], [weights[is_alone]]
        for group in np.unique(groups[~is_alone]).tolist():
            apart, mine = self._further(), groups == group
            shared, largest = self.worth.shared(group), self.worth.largest[group] / self.scale
            for share, most in ((1.0, 0.0), (1 - shared, shared * largest)):
                taken = np.append(-share * weights[mine], 1.0)
                self.rows.add(np.append(own[mine], apart), taken, -np.inf, most)
            columns.append(np.array([apart]))
            numbers.append(np.ones(1))
        return np.concatenate(columns), np.concatenate(numbers)

    def _bent(self, place: int, columns: Ints, numbers: Floats) -> Ints:
        """A variable for what a product's weight is worth, below the tangents of its curve."""
        weight, worth = self._further(), self._further()
        self.rows.add(np.append(columns, weight), np.append(numbers, -1.0), 0.0, 0.0)
        self.rows.add(np.array([worth, weight]), np.array([1.0, -1.0]), -np.inf, 0.0)
        self.curved[place] = (weight, worth)
        usual = self.problem.curve(str(self.worth.products[0][place])).usual
        for at in np.geomspace(usual, max(self.most(place), usual * (1 + 1e-9)), TANGENTS):
            self._touch(place, float(at))
        return np.array([worth])

    def most(self, place: int) -> float:
        """The most weight that a product's creators can have by the limits on their number."""
        limits, (ids, product) = self.problem.limits, self.worth.products
        samples, seen = (of.get(str(ids[place])) for of in (limits.samples, limits.seen))
        most = [m for m in (limits.asked, limits.per_product, samples, seen) if m is not None]
        weights = np.sort(self.worth.weights[product == place])[::-1]
        return float(weights[: min(most, default=len(weights))].sum())

    def _touch(self, place: int, at: float) -> None:
        """Adds the tangent of a product's curve at a weight."""
        curve = self.problem.curve(str(self.worth.products[0][place]))
        slope = float(curve.slope(at * (1 + 1e-12)))
        most = (float(curve.worth(at)) - slope * at) / self.scale
        weight, worth = self.curved[place]
        self.rows.add(np.array([worth, weight]), np.array([1.0, -slope]), -np.inf, most)

    def _further(self) -> int:
        self.width += 1
        return self.width - 1
