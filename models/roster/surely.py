"""The set whose total is highest in nine of ten draws: a search among sets, with a bound.

A quantile of a sum is not linear. Where a total has mean m and spread s, its 10 % quantile is
m − κ s; s rises by each candidate's covariance with the total ÷ s, so that m − κ s is bounded by a
linear program whose candidates pay κ times that. It is solved where that program without whole
numbers leads (models.roster.spread), around the set found, and with a price on each candidate's own
risk, among those whom it took without whole numbers: a fiftieth of thousands, so that more programs
are solved in the time and the sets are surer for it. The set of the best true quantile is then
improved by taking, leaving and exchanging a few candidates. The bound is of sets whose κ is no less
than that of all sets compared.
"""

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from models.roster.bounds import Bounds, musts
from models.roster.problem import Floats, Ints
from models.roster.program import Program, Solution
from models.roster.spread import NORMAL, Spread, kappa
from models.roster.worth import TAIL, Worth

ROUNDS, LAST_CUTS, TARGET_ROUNDS = 4, 5, 8
SEARCHED = 0.3
"""The share of the time after which no further program is solved."""
SEARCH_GAP = 5e-3
"""Sets are only starts of the search, so that a coarser gap than theirs costs nothing."""
PRICES = (0.25, 0.5, 1.0)
REACH = ((40, 40), (8, 8))
"""Chosen and others that exchanges are tried with, of one for one and of two for two."""
MOST_TRIES = 3_000


def surest(program: Program, draws: Floats, starts: list[Ints], *, seconds: float) -> Solution:
    """The best set found by its 10 % quantile on the draws, from sets to start with, and a bound on
    those whose quantile lies `kappa` spreads below their mean, as the least of all sets compared.
    """
    began, worth, held = time.perf_counter(), program.worth, list(starts)
    spread, start = Spread(program, draws), max(starts, key=lambda one: worth.surely(one, draws))
    alone = program.problem.candidates.value - np.quantile(draws, TAIL, axis=1)
    spread.bound(NORMAL, start, seconds=SEARCHED * seconds)
    prices = [spread.risk(NORMAL), *(price * alone for price in PRICES)]
    for turn in range(len(prices) + ROUNDS):
        paid = prices[turn] if turn < len(prices) else risk(worth, held[-1], draws)
        one = program.best(paid, among=spread.taken, gap=SEARCH_GAP, seconds=SEARCHED * seconds)
        if one.is_found and _has_musts(program, one.chosen):
            held.append(one.chosen)
        if turn and time.perf_counter() - began > SEARCHED * seconds:
            break
    best = max(held, key=lambda one: worth.surely(one, draws))
    best = _improved(program, best, draws, began + seconds)
    least = min([NORMAL, *(kappa(worth, one, draws) for one in (*held, best) if len(one))])
    bound = (
        spread.bound(least, best, cuts=LAST_CUTS, seconds=SEARCHED * seconds)
        if least >= 0
        else np.nan
    )
    is_late = time.perf_counter() - began > seconds
    return Solution(best, bound, is_late, kappa=least)


def cheapest_surely(
    program: Program, start: Solution, target: float, *, seconds: float
) -> Solution:
    """The least spend found at which the 10 % quantile reaches the target: `start`, the least on
    average, with risk paid for until it does, then without what can be left out.
    """
    draws, worth, found, more = program.problem.candidates.draws[:, ::2], program.worth, start, 0.0
    for _ in range(TARGET_ROUNDS):
        short = target - worth.surely(found.chosen, draws)
        if short <= 0:
            return replace(found, chosen=_leaner(program, found.chosen, draws, target))
        more += short
        paid = risk(worth, found.chosen, draws)
        found = program.cheapest(target + more, paid, seconds=2 * seconds / TARGET_ROUNDS)
        if not found.is_found:
            break
    first = program.best(seconds=seconds)
    best = surest(program, draws, [first.chosen], seconds=seconds).chosen
    if worth.surely(best, draws) < target:
        return replace(start, is_feasible=False)
    return replace(first, chosen=_leaner(program, best, draws, target))


def _leaner(program: Program, chosen: Ints, draws: Floats, target: float) -> Ints:
    """The set without those, the dearest first, whom the target does not need."""
    spend = program.problem.candidates.spend
    for place in sorted(chosen.tolist(), key=lambda one: -spend[one]):
        less = chosen[chosen != place]
        if _has_musts(program, less) and program.worth.surely(less, draws) >= target:
            chosen = less
    return chosen


def risk(worth: Worth, chosen: Ints, draws: Floats) -> Floats:
    """By candidate, what it takes off the 10 % quantile of the chosen total, to first order."""
    total = worth.drawn(chosen, draws) if len(chosen) else draws.sum(axis=0)
    spread = float(total.std()) or 1.0
    times = max((total.mean() - np.quantile(total, TAIL)) / spread, 0.0)
    covariance = (draws - draws.mean(axis=1, keepdims=True)) @ (total - total.mean())
    return np.asarray(times * covariance / len(total) / spread)


def _has_musts(program: Program, chosen: Ints) -> bool:
    wanted = musts(program.problem, program.problem.limits)
    return all(np.isin(places, chosen).any() for places in wanted)


def _improved(program: Program, chosen: Ints, draws: Floats, until: float) -> Ints:
    """The set after the best of small steps, until none helps, MOST_TRIES were made or the time is
    up: exchanges of one for one, and where those help no more, of up to two for two.
    """
    worth, tries, size = program.worth, 0, 1
    best = worth.surely(chosen, draws)
    while tries < MOST_TRIES and size <= len(REACH) and time.perf_counter() < until:
        promise = worth.problem.candidates.value - risk(worth, chosen, draws)
        steps = [
            one for one in _steps(program.bounds, chosen, promise, size) if _has_musts(program, one)
        ]
        values = [worth.surely(one, draws) for one in steps]
        tries += len(steps)
        if steps and max(values) > best + 1e-9 * abs(best):
            best, size = max(values), 1
            chosen = steps[values.index(best)]
        else:
            size += 1
    return chosen


def _steps(bounds: Bounds, chosen: Ints, promise: Floats, size: int) -> Iterator[Ints]:
    """Sets within the limits that take up to `size` candidates for up to as many of the chosen: for
    those that promise least, those that promise most.
    """
    most_out, most_in = REACH[size - 1]
    others = np.setdiff1d(np.flatnonzero(bounds.is_free), chosen)
    others = others[np.argsort(-promise[others], kind="stable")][:most_in]
    leaving = chosen[np.argsort(promise[chosen], kind="stable")][:most_out]
    for out, into in itertools.product(_up_to(size, leaving), _up_to(size, others)):
        step = np.union1d(np.setdiff1d(chosen, out), into).astype(np.int64)
        if (out or into) and bounds.hold(step):
            yield step


def _up_to(size: int, places: Ints) -> list[tuple[int, ...]]:
    """All sets of so many places or fewer."""
    sizes = range(size + 1)
    return [one for n in sizes for one in itertools.combinations(places.tolist(), n)]
