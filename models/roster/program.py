"""The choice as a mixed-integer linear program, solved by HiGHS (scipy.optimize.milp).

A binary per candidate; what a product's creators bring together is concave in their weights, so
that tangents bound it from above with one continuous variable. Where they leave more open than the
gap, the tangent at the set found is added and the program solved again.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import OptimizeResult, milp

from models.roster.bounds import Bounds
from models.roster.problem import Floats, Ints, Problem, Truths
from models.roster.rows import Rows
from models.roster.variables import Variables
from models.roster.worth import Worth

ROUNDS = 6
GAP = 1e-3
SECONDS = 10.0
INFEASIBLE, TIME_UP = 2, 1


@dataclass(frozen=True)
class Solution:
    """Ascending places chosen; `bound` is the most that any set could bring (or, of the least
    spend, the least it could cost); `is_time_up` where that was not closed to the gap in time. Not
    `is_found` where none was found in time, not `is_feasible` where there is none. With a
    `kappa`, the bound is on the 10 % quantile, of sets where it lies as many spreads below the mean
    or more.
    """

    chosen: Ints
    bound: float
    is_time_up: bool = False
    is_feasible: bool = True
    is_found: bool = True
    kappa: float | None = None


class Program:
    """A problem to solve, again and again where only what candidates cost the objective changes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.variables = Variables(problem)
        self._n = len(problem.candidates)

    @property
    def worth(self) -> Worth:
        return self.variables.worth

    @property
    def bounds(self) -> Bounds:
        return self.variables.bounds

    def best(
        self,
        penalty: Floats | None = None,
        *,
        among: Truths | None = None,
        gap: float = GAP,
        seconds: float = SECONDS,
    ) -> Solution:
        """The set of most value, less a penalty per candidate where one is given, `among` some of
        the candidates where told so.
        """
        began, less = time.perf_counter(), np.zeros(self._n) if penalty is None else penalty
        best: Solution | None = None
        for _ in range(ROUNDS):
            left = max(seconds - (time.perf_counter() - began), 0.05)
            cost = -self.variables.value
            cost[: self._n] += less / self.variables.scale
            found = self._solved(cost, self.variables.rows, gap / 2, left, among=among)
            if found.x is None:
                return best or _without(found)
            chosen, bound = self._chosen(found), -float(found.mip_dual_bound) * self.variables.scale
            exact = self.worth.total(chosen) - float(less[chosen].sum())
            is_close = bound - exact <= gap * abs(exact)
            best = Solution(chosen, bound, found.status == TIME_UP and not is_close)
            if is_close or found.status == TIME_UP or not self.variables.tighten(chosen):
                break
        assert best is not None
        return best

    def cheapest(
        self,
        target: float,
        penalty: Floats | None = None,
        *,
        gap: float = GAP,
        seconds: float = SECONDS,
    ) -> Solution:
        """The set of least spend whose value, less any penalty, reaches the target."""
        began, less = time.perf_counter(), np.zeros(self._n) if penalty is None else penalty
        spend = np.zeros(self.variables.width)
        spend[: self._n] = self.problem.candidates.spend
        scale = max(float(spend.mean()), 1e-12)
        for _ in range(ROUNDS):
            left = max(seconds - (time.perf_counter() - began), 0.05)
            value = self.variables.value.copy()
            value[: self._n] -= less / self.variables.scale
            rows = self.variables.rows.copy()
            rows.add(np.arange(self.variables.width), value, target / self.variables.scale, np.inf)
            found = self._solved(spend / scale, rows, gap, left)
            if found.x is None:
                return _without(found)
            chosen = self._chosen(found)
            is_short = self.worth.total(chosen) - less[chosen].sum() < target * (1 - 1e-9)
            if not is_short or not self.variables.tighten(chosen):
                break
        return Solution(chosen, float(found.mip_dual_bound) * scale, found.status == TIME_UP)

    def relaxed(self, cuts: Sequence[Floats], price: float) -> tuple[Floats, Floats, float]:
        """The program in parts of candidates, with a variable above all `cuts` (by variable, in
        units of the scale) that costs `price`: the part of each candidate, what it adds, the bound.
        """
        rows, width = self.variables.rows.copy(), self.variables.width
        for cut in cuts:
            rows.add(np.arange(width + 1), np.append(-cut, 1.0), 0.0, np.inf)
        cost = np.append(-self.variables.value, price)
        found = self._solved(cost, rows, 0.0, SECONDS, more=1, is_whole=False)
        parts = found.x[: self._n]
        adds = parts.copy()
        value, (_, product) = self.problem.candidates.value, self.worth.products
        for place, (_, worth) in self.variables.curved.items():
            own = (product == place) & (value > 0)
            if (total := float(parts[own] @ value[own])) > 0:
                adds[own] *= min(found.x[worth] * self.variables.scale / total, 1.0)
        return parts, adds, -float(found.fun) * self.variables.scale

    def lacking(self, seconds: float = SECONDS) -> Floats:
        """By bound, and last by creators asked, how much more would have to be allowed for the
        must-haves to fit, at the least as shares of what is allowed.
        """
        rows, width = self.variables.rows.copy(), self.variables.width
        most = np.array([*self.bounds.most, self.bounds.asked or 0], np.float64)
        for place in range(len(self.variables.limits)):
            rows.extend(self.variables.limits[place], width + place, -max(most[place], 1.0))
        cost = np.zeros(width + len(most))
        cost[width:] = 1.0
        found = self._solved(cost, rows, 1e-6, seconds, more=len(most))
        return np.asarray(np.round(found.x[width:] * np.maximum(most, 1), 6))

    def _solved(
        self,
        cost: Floats,
        rows: Rows,
        gap: float,
        seconds: float,
        more: int = 0,
        *,
        among: Truths | None = None,
        is_whole: bool = True,
    ) -> OptimizeResult:
        width, free = self.variables.width + more, self.bounds.is_free
        low, high = np.zeros(width), np.full(width, np.inf)
        high[: self._n] = free if among is None else free & among
        whole = np.zeros(width)
        whole[: self._n] = is_whole
        options = {"mip_rel_gap": gap, "time_limit": seconds}
        constraints = rows.constraint(width) if rows.low else ()
        box = Box(low, high)
        return milp(cost, integrality=whole, bounds=box, constraints=constraints, options=options)

    def _chosen(self, found: OptimizeResult) -> Ints:
        return np.flatnonzero(found.x[: self._n] > 0.5)


def _without(found: OptimizeResult) -> Solution:
    """No set: none is within the limits, or none was found in time."""
    nothing = np.empty(0, np.int64)
    is_time_up = found.status == TIME_UP
    return Solution(nothing, np.nan, is_time_up, found.status != INFEASIBLE, is_found=False)
