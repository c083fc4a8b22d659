"""A bound on the surest set: outer approximation of mean − κ · spread by cutting planes.

The spread of a total, the norm of its centred draws, is at least its covariance with any direction
of length one (Cauchy-Schwarz), which is linear in what each pair adds. With one variable above all
such cuts, mean − κ · spread is bounded by a linear program (Kelley, 1960), here without whole
numbers. What a pair adds under diminishing returns lies between a least share of its value and all
of it, and sums to what its product brings: a cut takes the ends that keep it below the spread.
"""

import time
from dataclasses import dataclass, field

import numpy as np

from models.roster.problem import ALONE, Floats, Ints
from models.roster.program import Program
from models.roster.worth import TAIL, Worth

CUTS = 10
CLOSE = 1e-4
NORMAL = 1.2816
"""By how many spreads the 10 % quantile of a normal total lies below its mean."""
LOW = 0.1
"""Beside the chosen's own, the quantile of risk per value that a product's cut is made around."""


def kappa(worth: Worth, chosen: Ints, draws: Floats) -> float:
    """By how many spreads the 10 % quantile of a set's total lies below its mean."""
    total = worth.drawn(chosen, draws)
    spread = float(total.std())
    low = float(total.mean() - np.quantile(total, TAIL))
    return low / spread if spread > 1e-9 * abs(float(total.mean())) else np.inf


@dataclass
class Spread:
    """Cuts below the spread of a program's totals on `draws`; `taken` are the candidates that any
    program without whole numbers took, if in part.
    """

    program: Program
    draws: Floats
    cuts: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._centred = self.draws - self.draws.mean(axis=1, keepdims=True)
        self._centred /= np.sqrt(self.draws.shape[1])
        self._least = least(self.program)
        self._direction = np.zeros(self.draws.shape[1])
        self.taken = np.zeros(len(self.draws), np.bool_)

    def bound(self, kappa: float, chosen: Ints, *, cuts: int = CUTS, seconds: float) -> float:
        """The most that mean − kappa · spread can be of any set, cut first at the chosen."""
        began, best = time.perf_counter(), np.inf
        self._cut(
            self.program.worth.drawn(chosen, self.draws),
            np.isin(self._all, chosen).astype(np.float64),
        )
        for _ in range(cuts):
            taken, adds, found = self.program.relaxed(self.cuts, kappa)
            self.taken |= taken > 0
            is_close, best = found > best - CLOSE * abs(found), min(best, found)
            if is_close or time.perf_counter() - began > seconds:
                break
            self._cut(np.asarray(adds @ self.draws, np.float64), taken)
        return best

    def risk(self, kappa: float) -> Floats:
        """By candidate, what it takes off mean − kappa · spread by the last cut's direction."""
        return kappa * (self._centred @ self._direction)

    @property
    def _all(self) -> Ints:
        return np.arange(len(self.draws))

    def _cut(self, total: Floats, taken: Floats) -> None:
        """Cuts in the direction of a total, around the risk per value of who is taken, by product,
        and around one that few undercut.
        """
        centred = total - total.mean()
        if (length := float(np.linalg.norm(centred))) <= 0:
            return
        self._direction = centred / length
        risk = self._centred @ self._direction
        self.cuts += [self._cut_around(risk, taken, is_low) for is_low in (False, True)]

    def _cut_around(self, risk: Floats, taken: Floats, is_low: bool) -> Floats:
        """By variable, what it adds to the spread at the least, in units of the program's scale."""
        variables, value = self.program.variables, self.program.problem.candidates.value
        cut, rest = np.zeros(variables.width), risk.copy()
        per_value = np.divide(risk, value, out=np.zeros_like(risk), where=value > 0)
        for place, (_, worth) in variables.curved.items():
            own = np.flatnonzero((self.program.worth.products[1] == place) & (value > 0))
            weight = taken[own] * value[own]
            if is_low or weight.sum() <= 0:
                around = float(np.quantile(per_value[own], LOW))
            else:
                around = float(per_value[own] @ weight / weight.sum())
            cut[worth] = around
            beyond = (per_value[own] - around) * value[own]
            rest[own] = np.where(beyond > 0, beyond * self._least[own], beyond)
        cut[: len(rest)] = rest / variables.scale
        return cut


def least(program: Program) -> Floats:
    """By candidate, the share of its value that it adds at the least beside any others: concave
    curves bring more per weight the less there is, and of an audience only what is shared is lost.
    """
    variables, worth = program.variables, program.worth
    value, found = program.problem.candidates.value, np.ones(len(program.problem.candidates))
    for place in variables.curved:
        curve = program.problem.curve(str(worth.products[0][place]))
        own = (worth.products[1] == place) & (value > 0)
        most = max(variables.most(place), float(worth.weights[own].max()))
        found[own] = float(curve.worth(most)) / most
    apart = [1 - worth.shared(g) if g != ALONE else 1.0 for g in worth.groups.tolist()]
    return np.where(value > 0, found * np.array(apart), 1.0)
