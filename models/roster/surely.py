"""The set whose total is highest in nine of ten draws: a search among sets, not a proof.

A quantile of a sum is not linear. Where a total has mean m and spread s, its 10 % quantile is
m − κ s; s rises by each candidate's covariance with the total ÷ s, so that m − κ s is bounded by a
linear program whose candidates pay κ times that. It is solved anew around each set found, and with
a few prices on each candidate's own risk; the set of the best true quantile is then improved by
taking, leaving and exchanging a few candidates. No bound on the optimum comes of it.
"""

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from models.roster.bounds import Bounds, musts
from models.roster.problem import Floats, Ints
from models.roster.program import Program, Solution
from models.roster.worth import TAIL, Worth

ROUNDS = 4
SEARCH_GAP = 5e-3
"""Sets are only starts of the search, so that a coarser gap than theirs costs nothing."""
PRICES = (0.25, 0.5, 1.0)
PRICED = 0.6
"""Share of the time for linear programs; the rest is for exchanges."""
REACH = ((40, 40), (8, 8))
"""Chosen and others that exchanges are tried with, of one for one and of two for two."""
MOST_TRIES = 3_000


def surest(program: Program, draws: Floats, starts: list[Ints], *, seconds: float) -> Ints:
    """The best set found by its 10 % quantile on the draws, from sets to start with."""
    until = time.perf_counter() + seconds
    worth, found = program.worth, {tuple(start.tolist()): start for start in starts}
    for one in _searched(program, draws, starts, seconds=PRICED * seconds):
        found[tuple(one.tolist())] = one
    held = [one for one in found.values() if _has_musts(program, one)]
    best = max(held, key=lambda one: worth.surely(one, draws))
    return _improved(program, best, draws, until)


def _searched(
    program: Program, draws: Floats, starts: list[Ints], *, seconds: float
) -> Iterator[Ints]:
    """Sets that linear programs find for whom each candidate's risk has a price, around the best
    known and alone, as far as the time allows.
    """
    until, worth = time.perf_counter() + seconds, program.worth
    known = {tuple(start.tolist()) for start in starts}
    current = max(starts, key=lambda one: worth.surely(one, draws))
    alone = program.problem.candidates.value - np.quantile(draws, TAIL, axis=1)
    for price in PRICES:
        if (left := until - time.perf_counter()) > 0:
            yield program.best(price * alone, gap=SEARCH_GAP, seconds=left).chosen
    for _ in range(ROUNDS):
        if (left := until - time.perf_counter()) <= 0:
            return
        current = program.best(risk(worth, current, draws), gap=SEARCH_GAP, seconds=left).chosen
        if tuple(current.tolist()) in known:
            return
        known.add(tuple(current.tolist()))
        yield current


def cheapest_surely(
    program: Program, start: Solution, target: float, *, seconds: float
) -> Solution:
    """The least spend found at which the 10 % quantile reaches the target: `start`, the least on
    average, with risk paid for until it does, then without what can be left out.
    """
    draws, worth, found, more = program.problem.candidates.draws[:, ::2], program.worth, start, 0.0
    for _ in range(2 * ROUNDS):
        short = target - worth.surely(found.chosen, draws)
        if short <= 0:
            return replace(found, chosen=_leaner(program, found.chosen, draws, target))
        more += short
        paid = risk(worth, found.chosen, draws)
        found = program.cheapest(target + more, paid, seconds=seconds / ROUNDS)
        if not found.is_found:
            break
    first = program.best(seconds=seconds)
    best = surest(program, draws, [first.chosen], seconds=seconds)
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
