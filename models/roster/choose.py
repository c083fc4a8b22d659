"""The roster: a set chosen, what it brings and takes, and the greedy choice beside it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from models.roster.collisions import Collision, InfeasibleError, collisions, contradictions
from models.roster.greedy import greedy
from models.roster.problem import COSTS, Floats, Ints, Problem
from models.roster.program import GAP, SECONDS, Program, Solution
from models.roster.surely import cheapest_surely, surest
from models.roster.worth import TAIL

ON_AVERAGE, SURELY = "on average", "surely"


@dataclass(frozen=True)
class Aim:
    """What is sought: the most value `on average`, or in nine of ten draws (`surely`); or, where a
    `target` is given, the least spend that reaches it. `seconds` bound the search.
    """

    by: str = ON_AVERAGE
    target: float | None = None
    gap: float = GAP
    seconds: float = SECONDS


class NotFoundError(RuntimeError):
    """No set within the limits was found in the time given, though there may be one."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no roster within the limits was found in {seconds:g} s")


@dataclass(frozen=True)
class Sum:
    """What a set brings and takes: `mean`, its 80 % interval on draws that chose nothing, and
    `chosen_low`, the lower end on those that chose; spend by part; creators asked.
    """

    mean: float
    low: float
    high: float
    chosen_low: float
    sample_cost: float
    flat_fee: float
    commission: float
    asked: int
    pairs: int

    @property
    def spend(self) -> float:
        return self.sample_cost + self.flat_fee + self.commission


@dataclass(frozen=True)
class Roster:
    """The chosen places of the problem's candidates and their `total`; `greedy` is the peer's, None
    where it found no set. `gap`: by what share of it a better set could exceed the value (or
    undercut the spend) at most, None where no bound is known, as for the least spend that is sure.
    Of the most that is sure it holds for sets whose 10 % quantile lies `kappa` spreads or more
    below their mean, the least of all sets compared; None otherwise.
    """

    chosen: Ints
    table: pd.DataFrame
    total: Sum
    greedy: Sum | None
    gap: float | None
    is_time_up: bool
    seconds: float
    kappa: float | None = None


def roster(problem: Problem, aim: Aim = Aim()) -> Roster:
    """The best set found. Raises InfeasibleError, with reasons, where none is within the limits."""
    began = time.perf_counter()
    if found := contradictions(problem):
        raise InfeasibleError(found)
    program = Program(problem)
    target = np.inf if aim.target is None else aim.target
    peer = greedy(problem, program.worth, program.bounds, target, _sought(program, aim))
    solved = _solved(program, peer, aim)
    if not solved.is_feasible:
        raise InfeasibleError(_why(program, aim))
    return Roster(
        chosen=solved.chosen,
        table=table(program, solved.chosen),
        total=total(program, solved.chosen),
        greedy=None if peer is None else total(program, peer),
        gap=_gap(program, solved, aim),
        is_time_up=solved.is_time_up,
        seconds=time.perf_counter() - began,
        kappa=solved.kappa,
    )


def _sought(program: Program, aim: Aim) -> Callable[[Ints], float] | None:
    """Of a set what is sought, where it is not the value."""
    choosing, _ = halves(program.problem.candidates.draws)
    return partial(program.worth.surely, draws=choosing) if aim.by == SURELY else None


def halves(draws: Floats) -> tuple[Floats, Floats]:
    """Draws to choose by, and those to tell by what was chosen."""
    return draws[:, ::2], draws[:, 1::2]


def _solved(program: Program, peer: Ints | None, aim: Aim) -> Solution:
    """The best set of the program, of the search where it is to be sure, and of the peer."""
    if aim.target is not None:
        return _least(program, aim, aim.target)
    is_mean = aim.by == ON_AVERAGE
    if peer is not None and not is_mean:
        return _surest(program, [peer], aim)
    found = program.best(gap=aim.gap, seconds=aim.seconds)
    starts = [one for one in (found.chosen, peer) if one is not None and found.is_feasible]
    starts = starts if found.is_found else starts[1:]
    if not found.is_feasible:
        return found
    if not starts:
        raise NotFoundError(aim.seconds)
    if is_mean:
        return replace(found, chosen=max(starts, key=program.worth.total))
    return _surest(program, starts, aim)


def _surest(program: Program, starts: list[Ints], aim: Aim) -> Solution:
    choosing, _ = halves(program.problem.candidates.draws)
    return surest(program, choosing, starts, seconds=aim.seconds)


def _least(program: Program, aim: Aim, target: float) -> Solution:
    """The set of least spend that reaches the target, on average or surely."""
    found = program.cheapest(target, gap=aim.gap, seconds=aim.seconds)
    if found.is_feasible and not found.is_found:
        raise NotFoundError(aim.seconds)
    if aim.by == SURELY and found.is_feasible:
        return cheapest_surely(program, found, target, seconds=aim.seconds)
    return found


def _why(program: Program, aim: Aim) -> tuple[Collision, ...]:
    """The must-haves that break limits, else how far the target lies beyond all of them."""
    found = collisions(program)
    if found or aim.target is None:
        return found
    most = _solved(program, None, replace(aim, target=None)).chosen
    choosing, _ = halves(program.problem.candidates.draws)
    is_mean = aim.by == ON_AVERAGE
    reached = program.worth.total(most) if is_mean else program.worth.surely(most, choosing)
    return (Collision("target", "", aim.target, reached),)


def _gap(program: Program, solved: Solution, aim: Aim) -> float | None:
    is_sure_target = aim.by == SURELY and aim.target is not None
    if is_sure_target or not np.isfinite(solved.bound):
        return None
    if aim.by == SURELY:
        choosing, _ = halves(program.problem.candidates.draws)
        reached, best = program.worth.surely(solved.chosen, choosing), solved.bound
    elif aim.target is None:
        reached, best = program.worth.total(solved.chosen), solved.bound
    else:
        best, reached = float(program.problem.candidates.spend[solved.chosen].sum()), solved.bound
    return max(best - reached, 0.0) / max(abs(best), 1e-12)


def table(program: Program, chosen: Ints) -> pd.DataFrame:
    """A row per chosen pair: its ids, `estimate` as given, what it `adds` to the total, its costs;
    what adds most first.
    """
    candidates = program.problem.candidates
    columns = {
        "product_id": candidates.product_ids,
        "creator_id": candidates.creator_ids,
        "estimate": candidates.value,
        **{name: getattr(candidates, name) for name in COSTS},
    }
    found = pd.DataFrame({name: column[chosen] for name, column in columns.items()})
    found.insert(3, "adds", program.worth.adds(chosen))
    return found.assign(place=chosen).sort_values("adds", ascending=False, ignore_index=True)


def total(program: Program, chosen: Ints) -> Sum:
    """What a set brings and takes."""
    candidates, worth = program.problem.candidates, program.worth
    choosing, telling = halves(candidates.draws)
    low, high = (0.0, 0.0)
    if len(chosen):
        low, high = np.quantile(worth.drawn(chosen, telling), [TAIL, 1 - TAIL]).tolist()
    return Sum(
        mean=worth.total(chosen),
        low=low,
        high=high,
        chosen_low=worth.surely(chosen, choosing),
        **{name: float(getattr(candidates, name)[chosen].sum()) for name in COSTS},
        asked=program.bounds.creators(chosen),
        pairs=len(chosen),
    )
