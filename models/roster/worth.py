"""What a chosen set is worth, exactly: shared audiences and further creators counted once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.roster.problem import ALONE, Floats, Ints, Problem, Texts

TAIL = 0.1
"""Intervals are 80 %; the lower end is what a roster brings surely, in nine of ten draws."""


@dataclass(frozen=True)
class Worth:
    """The value of sets of a problem's candidates, given as ascending places."""

    problem: Problem

    @cached_property
    def products(self) -> tuple[Texts, Ints]:
        """Product ids and, by candidate, the place of its product among them."""
        found = np.unique(self.problem.candidates.product_ids, return_inverse=True)
        return found[0], found[1].astype(np.int64)

    @cached_property
    def weights(self) -> Floats:
        """How much of its product's curve each candidate takes; what would lose money, nothing."""
        ids, product = self.products
        value = np.maximum(self.problem.candidates.value, 0)
        weight = value.copy()
        for place, product_id in enumerate(ids):
            own = product == place
            weight[own] = self.problem.curve(str(product_id)).weight(value[own])
        return weight

    @cached_property
    def groups(self) -> Ints:
        """By candidate, the number of its audience group on its product; ALONE for none."""
        audience, (_, product) = self.problem.candidates.audience, self.products
        return np.where(
            audience == ALONE, ALONE, product * (audience.max(initial=0) + 1) + audience
        )

    @cached_property
    def largest(self) -> dict[int, float]:
        """By group, the weight of its largest member, up to which nothing is shared."""
        found: dict[int, float] = {}
        for group, weight in zip(self.groups.tolist(), self.weights.tolist(), strict=True):
            found[group] = max(found.get(group, 0.0), weight)
        return found

    def shared(self, group: int) -> float:
        """The share of a member's audience that others of the group reach too."""
        candidates = self.problem.candidates
        return float(candidates.shared[group % (candidates.audience.max(initial=0) + 1)])

    def apart(self, group: int, weight: float) -> float:
        """What of a group's weight reaches people of its own: beyond its largest member, what is
        shared counts once.
        """
        beyond = max(weight - self.largest[group], 0.0)
        return weight - self.shared(group) * beyond

    def adds(self, chosen: Ints) -> Floats:
        """What each chosen pair adds to the total; never more than its value, which it is alone."""
        found = self.problem.candidates.value[chosen].copy()
        weight, (ids, product) = self._apart(chosen), self.products
        for place in set(product[chosen].tolist()):
            own = (product[chosen] == place) & (found > 0)
            curve = self.problem.curve(str(ids[place]))
            alone = curve.worth(weight[own])
            if own.any():
                found[own] = alone * float(curve.worth(weight[own].sum())) / alone.sum()
        return found

    def reached(self, chosen: Ints) -> Floats:
        """By product, the weight of the chosen that reaches people of their own."""
        ids, product = self.products
        return np.bincount(product[chosen], self._apart(chosen), len(ids)).astype(np.float64)

    def _apart(self, chosen: Ints) -> Floats:
        """The weights of the chosen, less what their audience groups share, evenly."""
        weight, groups = self.weights[chosen].copy(), self.groups[chosen]
        for group in set(groups.tolist()) - {ALONE}:
            own = groups == group
            if (total := float(weight[own].sum())) > 0:
                weight[own] *= self.apart(group, total) / total
        return weight

    def total(self, chosen: Ints) -> float:
        """The mean of what the set brings."""
        return float(self.adds(chosen).sum())

    def drawn(self, chosen: Ints, draws: Floats) -> Floats:
        """The set's total per column of `draws`, of each pair the share that it adds."""
        value = self.problem.candidates.value[chosen]
        kept = np.divide(self.adds(chosen), value, out=np.ones(len(chosen)), where=value > 0)
        return np.asarray(kept @ draws[chosen])

    def surely(self, chosen: Ints, draws: Floats) -> float:
        """The 10 % quantile of the set's total; nothing chosen brings nothing."""
        return float(np.quantile(self.drawn(chosen, draws), TAIL)) if len(chosen) else 0.0
