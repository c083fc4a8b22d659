"""What lies around a roster: limits that bind, what more budget would add or more value cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from models.roster.bounds import bounds
from models.roster.choose import ON_AVERAGE, Aim, NotFoundError, Roster, roster
from models.roster.collisions import InfeasibleError
from models.roster.greedy import Growing
from models.roster.problem import Problem
from models.roster.worth import Worth

Chooses = Callable[[Problem, Aim], Roster]
"""How a roster is chosen anew: as `roster` does, perhaps from what is kept."""


@dataclass(frozen=True)
class Binding:
    """A limit that keeps candidates out who would add something: `used` of `most`; it stops so
    many, `alone` of them by itself. `kind` and `about` as of a Bound.
    """

    kind: str
    about: str
    used: float
    most: float
    stops: int
    alone: int


def binding(problem: Problem, found: Roster) -> tuple[Binding, ...]:
    """The limits without room for a further candidate of value, those that stop most first."""
    limits = bounds(problem)
    growing = Growing(Worth(problem), limits)
    for place in found.chosen.tolist():
        growing.take(place)
    others = np.setdiff1d(np.flatnonzero(limits.is_free), found.chosen)
    others = others[[growing.gain(place) > 0 for place in others.tolist()]]
    if not len(others):
        return ()
    stopped = ~limits.fits(growing.used[:, None] + limits.takes[:, others])
    rows = [(row.kind, row.about, row.most) for row in limits.rows]
    used = growing.used.tolist()
    if limits.asked is not None:
        asked = limits.creators(found.chosen)
        is_new = ~np.isin(limits.creator[others], limits.creator[found.chosen])
        stopped = np.vstack([stopped, is_new & (asked >= limits.asked)])
        rows, used = [*rows, ("asked", "", float(limits.asked))], [*used, float(asked)]
    is_alone = stopped.sum(axis=0) == 1
    found_rows = [
        Binding(*row[:2], taken, row[2], int(stops.sum()), int((stops & is_alone).sum()))
        for row, taken, stops in zip(rows, used, stopped, strict=True)
        if stops.any()
    ]
    return tuple(sorted(found_rows, key=lambda one: -one.stops))


def further(
    problem: Problem, found: Roster, amount: float, aim: Aim, choose: Chooses = roster
) -> float | None:
    """What so much more budget would add, by choosing anew; None where no budget is set. The roster
    at hand stays possible, so that it is never less than nothing.
    """
    if problem.limits.budget is None:
        return None
    over = over_budgets(problem, found, [problem.limits.budget + amount], aim, choose)
    return float(over["adds"].iloc[0])


def over_budgets(
    problem: Problem,
    found: Roster,
    budgets: Sequence[float],
    aim: Aim,
    choose: Chooses = roster,
) -> pd.DataFrame:
    """By ascending budget: the `value` sought of the best roster, its `spend`, and what it `adds`
    to that of `found`. A roster of a smaller budget is possible with a larger one, and stands until
    a better one is found. Raises InfeasibleError where a budget is too small for the must-haves.
    """
    rows, best, spend = [], -np.inf, 0.0
    at_hand = _sought(found, aim)
    for budget in sorted(budgets):
        one = choose(replace(problem, limits=replace(problem.limits, budget=budget)), aim)
        value = _sought(one, aim)
        if found.total.spend <= budget and at_hand > max(value, best):
            best, spend = at_hand, found.total.spend
        elif value > best:
            best, spend = value, one.total.spend
        rows.append({"budget": budget, "value": best, "spend": spend, "adds": best - at_hand})
    return pd.DataFrame(rows)


def dearer(
    problem: Problem, found: Roster, amount: float, aim: Aim, choose: Chooses = roster
) -> float | None:
    """What so much more of the target would cost beyond the spend of `found`, which reached it;
    None where the limits do not allow it.
    """
    assert aim.target is not None
    over = over_targets(problem, found, [aim.target + amount], aim, choose)
    return None if over.empty else float(over["budget"].iloc[0] - found.total.spend)


def over_targets(
    problem: Problem,
    found: Roster,
    targets: Sequence[float],
    aim: Aim,
    choose: Chooses = roster,
) -> pd.DataFrame:
    """By ascending target as far as limits allow: the least `budget` found that reaches it, and as
    `value` the target. What reaches a higher target reaches the lower ones, so that spend never
    falls; `found` stands for its own target.
    """
    rows = []
    for target in sorted(targets):
        if target == aim.target:
            rows.append((found.total.spend, target))
            continue
        try:
            rows.append((choose(problem, replace(aim, target=target)).total.spend, target))
        except InfeasibleError:
            break
        except NotFoundError:
            continue
    frame = pd.DataFrame(rows, columns=["budget", "value"])
    return frame.assign(budget=frame["budget"][::-1].cummin()[::-1], spend=frame["budget"])


def _sought(found: Roster, aim: Aim) -> float:
    return found.total.mean if aim.by == ON_AVERAGE else found.total.chosen_low
