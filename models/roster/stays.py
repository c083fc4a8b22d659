"""Who would be chosen again if values were others within what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.roster.choose import SURELY, Aim, Roster, halves
from models.roster.problem import Floats, Ints, Problem
from models.roster.program import Program
from models.roster.surely import risk
from models.roster.worth import Worth

REDRAWS, REDRAW_GAP, REDRAW_SECONDS = 24, 2e-2, 1.0


@dataclass(frozen=True)
class Stays:
    """By chosen pair, in the order of `Roster.chosen`, the share of `times` new choices that take
    it again, not a number where there was none; `mean` over all.
    """

    by_pair: Floats
    times: int

    @property
    def mean(self) -> float | None:
        return float(self.by_pair.mean()) if len(self.by_pair) and self.times else None


def redraws(problem: Problem) -> range:
    """The draws to choose anew by: of those that did not choose the roster."""
    return range(min(REDRAWS, halves(problem.candidates.draws)[1].shape[1]))


def redrawn(problem: Problem, found: Roster, aim: Aim, draw: int) -> Ints | None:
    """Who is chosen as if this draw of all values were the truth, to a gap of 2 %: the most value
    within the same limits, and where the least spend was sought, within that spend. None where
    REDRAW_SECONDS did not do.
    """
    limits, candidates = problem.limits, problem.candidates
    if aim.target is not None:
        limits = replace(limits, budget=found.total.spend)
    choosing, telling = halves(candidates.draws)
    paid = risk(Worth(problem), found.chosen, choosing) if aim.by == SURELY else None
    drawn = replace(candidates, value=telling[:, draw])
    program = Program(replace(problem, candidates=drawn, limits=limits))
    again = program.best(paid, gap=REDRAW_GAP, seconds=REDRAW_SECONDS)
    return again.chosen if again.is_found and not again.is_time_up else None


def stays(found: Roster, again: Sequence[Ints | None]) -> Stays:
    """How often each of the chosen is among those chosen anew, where a choice was made."""
    made = [np.isin(found.chosen, one) for one in again if one is not None]
    if not made:
        return Stays(np.full(len(found.chosen), np.nan), 0)
    return Stays(np.mean(made, axis=0), len(made))
