"""The peer that every roster is shown beside: one candidate after the other, the best buy first."""

import heapq
from collections.abc import Callable

import numpy as np

from models.roster.bounds import Bounds, musts
from models.roster.problem import ALONE, Floats, Ints, Problem
from models.roster.worth import Worth


class Growing:
    """A set that grows by one candidate at a time, with what it has used and what it is worth."""

    def __init__(self, worth: Worth, limits: Bounds) -> None:
        self.worth, self.limits = worth, limits
        self.chosen: list[int] = []
        self.used: Floats = np.zeros(len(limits.rows))
        self.value = 0.0
        self._creators: set[int] = set()
        self._group: dict[int, float] = {}
        self._weight: dict[int, float] = {}

    def fits(self, place: int) -> bool:
        """Whether the candidate may still be taken."""
        limits, asked = self.limits, self.limits.asked
        is_asked = asked is None or len(self._creators | {int(limits.creator[place])}) <= asked
        is_new = place not in self.chosen
        within = limits.fits(self.used + limits.takes[:, place])
        return bool(is_new and is_asked and limits.is_free[place] and within.all())

    def gain(self, place: int) -> float:
        """What the candidate would add to the value of the set."""
        value = float(self.worth.problem.candidates.value[place])
        if value <= 0:
            return value
        product, before, after = self._moved(place)
        curve = self.worth.problem.curve(str(self.worth.products[0][product]))
        return float(curve.worth(after) - curve.worth(before))

    def take(self, place: int) -> None:
        """Takes the candidate."""
        self.value += self.gain(place)
        product, _, after = self._moved(place)
        group = int(self.worth.groups[place])
        self._weight[product] = after
        self._group[group] = self._group.get(group, 0.0) + float(self.worth.weights[place])
        self._creators.add(int(self.limits.creator[place]))
        self.used = self.used + self.limits.takes[:, place]
        self.chosen.append(place)

    def _moved(self, place: int) -> tuple[int, float, float]:
        """The candidate's product, and its weight without and with the candidate."""
        product, group = int(self.worth.products[1][place]), int(self.worth.groups[place])
        weight, more = self._weight.get(product, 0.0), float(self.worth.weights[place])
        if group != ALONE:
            held = self._group.get(group, 0.0)
            more = self.worth.apart(group, held + more) - self.worth.apart(group, held)
        return product, weight, weight + more


def greedy(
    problem: Problem,
    worth: Worth,
    limits: Bounds,
    target: float = np.inf,
    sought: Callable[[Ints], float] | None = None,
) -> Ints | None:
    """The better of two: by value per unit of spend, and by value; until what is `sought` of a set,
    by default its value, reaches the target or nothing more fits. None where the must-haves alone
    do not fit, or the target is not reached.
    """
    spend = np.maximum(problem.candidates.spend, 1e-9)
    costs, of = (spend, np.ones_like(spend)), sought or worth.total

    def is_enough(growing: Growing) -> bool:
        # The value is kept while a set grows; anything else is asked of it, where it may end.
        if sought is None or np.isinf(target):
            return growing.value >= target
        return sought(np.array(growing.chosen, np.int64)) >= target

    found = [_grown(problem, worth, limits, cost, is_enough) for cost in costs]
    kept = [one for one in found if one is not None]
    if np.isinf(target):
        return max(kept, key=of, default=None)
    reached = [one for one in kept if of(one) >= target * (1 - 1e-9)]
    return min(reached, key=lambda one: float(spend[one].sum()), default=None)


def _grown(
    problem: Problem,
    worth: Worth,
    limits: Bounds,
    cost: Floats,
    is_enough: Callable[[Growing], bool],
) -> Ints | None:
    growing = Growing(worth, limits)
    for places in musts(problem, problem.limits):
        if any(place in growing.chosen for place in places.tolist()):
            continue
        if (first := next(filter(growing.fits, places.tolist()), None)) is None:
            return None
        growing.take(first)
    # What a candidate adds only falls as the set grows, so that a gain of before bounds it.
    waiting = [(-growing.gain(place) / cost[place], place) for place in range(len(cost))]
    heapq.heapify(waiting)
    while waiting and not is_enough(growing):
        _, place = heapq.heappop(waiting)
        gain = growing.gain(place)
        if gain <= 0 or not growing.fits(place):
            continue
        if waiting and gain / cost[place] < -waiting[0][0]:
            heapq.heappush(waiting, (-gain / cost[place], place))
        else:
            growing.take(place)
    return np.sort(np.array(growing.chosen, np.int64))
