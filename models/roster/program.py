"""The choice as a mixed-integer linear program, solved by HiGHS (scipy.optimize.milp).

A binary per candidate; what a product's creators bring together is concave in their weights, so
that tangents bound it from above with one continuous variable. Where they leave more open than the
gap, the tangent at the set found is added and the program solved again.
"""

import time
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import OptimizeResult, milp

from models.roster.bounds import Bounds
from models.roster.problem import Floats, Ints, Problem
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
    `is_found` where none was found in time, not `is_feasible` where there is none.
    """

    chosen: Ints
    bound: float
    is_time_up: bool = False
    is_feasible: bool = True
    is_found: bool = True


class Program:
    """A problem to solve, again and again where only what candidates cost the objective changes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._of = Variables(problem)
        self._n = len(problem.candidates)

    @property
    def worth(self) -> Worth:
        return self._of.worth

    @property
    def bounds(self) -> Bounds:
        return self._of.bounds

    def best(
        self, penalty: Floats | None = None, *, gap: float = GAP, seconds: float = SECONDS
    ) -> Solution:
        """The set of most value, less a penalty per candidate where one is given."""
        began, less = time.perf_counter(), np.zeros(self._n) if penalty is None else penalty
        best: Solution | None = None
        for _ in range(ROUNDS):
            left = max(seconds - (time.perf_counter() - began), 0.05)
            cost = -self._of.value
            cost[: self._n] += less / self._of.scale
            found = self._solved(cost, self._of.rows, gap / 2, left)
            if found.x is None:
                return best or _without(found)
            chosen, bound = self._chosen(found), -float(found.mip_dual_bound) * self._of.scale
            exact = self.worth.total(chosen) - float(less[chosen].sum())
            is_close = bound - exact <= gap * abs(exact)
            best = Solution(chosen, bound, found.status == TIME_UP and not is_close)
            if is_close or found.status == TIME_UP or not self._of.tighten(chosen):
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
        spend = np.zeros(self._of.width)
        spend[: self._n] = self.problem.candidates.spend
        scale = max(float(spend.mean()), 1e-12)
        for _ in range(ROUNDS):
            left = max(seconds - (time.perf_counter() - began), 0.05)
            value = self._of.value.copy()
            value[: self._n] -= less / self._of.scale
            rows = self._of.rows.copy()
            rows.add(np.arange(self._of.width), value, target / self._of.scale, np.inf)
            found = self._solved(spend / scale, rows, gap, left)
            if found.x is None:
                return _without(found)
            chosen = self._chosen(found)
            is_short = self.worth.total(chosen) - less[chosen].sum() < target * (1 - 1e-9)
            if not is_short or not self._of.tighten(chosen):
                break
        return Solution(chosen, float(found.mip_dual_bound) * scale, found.status == TIME_UP)

    def lacking(self, seconds: float = SECONDS) -> Floats:
        """By bound, and last by creators asked, how much more would have to be allowed for the
        must-haves to fit, at the least as shares of what is allowed.
        """
        rows, width = self._of.rows.copy(), self._of.width
        most = np.array([*self.bounds.most, self.bounds.asked or 0], np.float64)
        for place in range(len(self._of.limits)):
            rows.extend(self._of.limits[place], width + place, -max(most[place], 1.0))
        cost = np.zeros(width + len(most))
        cost[width:] = 1.0
        found = self._solved(cost, rows, 1e-6, seconds, more=len(most))
        return np.asarray(np.round(found.x[width:] * np.maximum(most, 1), 6))

    def _solved(
        self, cost: Floats, rows: Rows, gap: float, seconds: float, more: int = 0
    ) -> OptimizeResult:
        width, free = self._of.width + more, self.bounds.is_free
        low, high = np.zeros(width), np.full(width, np.inf)
        high[: self._n] = free
        is_whole = np.zeros(width)
        is_whole[: self._n] = 1
        options = {"mip_rel_gap": gap, "time_limit": seconds}
        constraints = rows.constraint(width) if rows.low else ()
        box = Box(low, high)
        return milp(
            cost, integrality=is_whole, bounds=box, constraints=constraints, options=options
        )

    def _chosen(self, found: OptimizeResult) -> Ints:
        return np.flatnonzero(found.x[: self._n] > 0.5)


def _without(found: OptimizeResult) -> Solution:
    """No set: none is within the limits, or none was found in time."""
    nothing = np.empty(0, np.int64)
    is_time_up = found.status == TIME_UP
    return Solution(nothing, np.nan, is_time_up, found.status != INFEASIBLE, is_found=False)
