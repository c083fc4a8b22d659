"""Around a roster of least spend: what more of the target costs, which limits make it dearer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from models.roster.choose import Aim, NotFoundError, Roster, roster
from models.roster.collisions import InfeasibleError
from models.roster.problem import Limits, Problem

WITHOUT: Mapping[str, Any] = {
    **dict.fromkeys(("sample_budget", "fee_budget", "commission_budget", "asked", "per_product")),
    "samples": {},
    "is_one_product_each": False,
    "must": frozenset(),
    "never": frozenset(),
}
"""Limits by their name in Limits, with what leaves each out. The budget is none of them: what costs
least is within it or beyond it.
"""


@dataclass(frozen=True)
class Dearer:
    """A limit, named as in Limits, without which the same target costs so much less."""

    kind: str
    saves: float


def over_targets(
    problem: Problem, found: Roster, targets: Sequence[float], aim: Aim
) -> pd.DataFrame:
    """By ascending `target`: the least `spend` found that reaches it within the limits, and what it
    `adds` to that of `found`. A roster that reaches more reaches less too, so that less never costs
    more; targets out of reach are left out.
    """
    assert aim.target is not None
    rows, least = [], float("inf")
    for target in sorted(targets, reverse=True):
        if target <= aim.target:
            least = min(least, found.total.spend)
        least = min(least, _spend(problem, replace(aim, target=target)))
        if least < float("inf"):
            adds = least - found.total.spend
            rows.append({"target": target, "spend": least, "adds": adds})
    return pd.DataFrame(rows[::-1], columns=["target", "spend", "adds"])


def dearer(problem: Problem, found: Roster, aim: Aim) -> tuple[Dearer, ...]:
    """The limits without which the target costs less by more than the gap, the dearest first."""
    saved = []
    for kind in (kind for kind, none in WITHOUT.items() if getattr(problem.limits, kind) != none):
        free: Limits = replace(problem.limits, **{kind: WITHOUT[kind]})
        saves = found.total.spend - _spend(replace(problem, limits=free), aim)
        if saves > aim.gap * found.total.spend:
            saved.append(Dearer(kind, saves))
    return tuple(sorted(saved, key=lambda one: -one.saves))


def _spend(problem: Problem, aim: Aim) -> float:
    """The least spend that reaches the target; infinite where none does, or none in time."""
    try:
        return roster(problem, aim).total.spend
    except (InfeasibleError, NotFoundError):
        return float("inf")
