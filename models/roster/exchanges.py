"""Who could stand in for whom: by chosen pair, the one left out that replaces it at least loss."""

from dataclasses import dataclass

import numpy as np

from models.roster.bounds import bounds, musts
from models.roster.choose import Roster
from models.roster.problem import Floats, Ints, Problem
from models.roster.worth import Worth

NOBODY = -1
TRIED = 40
"""Those left out that are tried for each chosen pair, of the most value of their own."""


@dataclass(frozen=True)
class Exchanges:
    """By chosen pair, in the order of `Roster.chosen`: the place that stands in for it, NOBODY
    where no other fits, and what of the total's mean that loses, in money; not a number for NOBODY.
    """

    instead: Ints
    loses: Floats


def exchanges(problem: Problem, found: Roster) -> Exchanges:
    """Exchanges of one for one within the limits, must-haves kept."""
    limits, worth, chosen = bounds(problem), Worth(problem), found.chosen
    wanted, total = musts(problem, problem.limits), worth.total(found.chosen)
    others = np.setdiff1d(np.flatnonzero(limits.is_free), chosen)
    others = others[np.argsort(-problem.candidates.value[others], kind="stable")]
    used = limits.used(chosen)
    instead, loses = np.full(len(chosen), NOBODY), np.full(len(chosen), np.nan)
    for at, place in enumerate(chosen.tolist()):
        rest = np.delete(chosen, at)
        room = (used - limits.takes[:, place])[:, None]
        fitting = others[limits.fits(room + limits.takes[:, others]).all(axis=0)]
        for other in fitting[:TRIED].tolist():
            step = np.sort(np.append(rest, other))
            lost = total - worth.total(step)
            if lost >= loses[at] or not limits.hold(step):
                continue
            if all(np.isin(places, step).any() for places in wanted):
                instead[at], loses[at] = other, lost
    return Exchanges(instead.astype(np.int64), loses)
