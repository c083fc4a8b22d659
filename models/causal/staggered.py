"""Units that start at different times, against those that never do (Callaway and Sant'Anna 2021).

Of each cohort and period the mean change since before its start, less that of the never-treated;
no covariates, no anticipation. Standard errors are analytic: the root of the mean squared influence
of a unit over the number of units. A period before a start is compared with the one before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.causal.block import period
from models.causal.effect import Effect, Estimate, Floats, Grade, shown
from models.causal.starts import Starts

FEWEST = 5
PARALLEL = "without treatment every cohort would have changed as the units that never start did"
ASSUMPTIONS = (PARALLEL, "nothing changes before the start", "no unit's start changes another unit")


class By(StrEnum):
    """How the effects of cohorts and periods become one."""

    simple = "simple"
    dynamic = "dynamic"
    group = "group"


WHAT = {
    By.simple: "over all cohorts and periods since their start",
    By.dynamic: "over the times since the start, each counting alike",
    By.group: "over the cohorts, by their size",
}


@dataclass(frozen=True)
class Mean:
    """An effect with its influence, a value per unit whose mean is 0."""

    estimate: float
    influence: Floats

    @property
    def figure(self) -> Estimate:
        error = float(np.sqrt(np.mean(self.influence**2) / len(self.influence)))
        return Estimate.normal(self.estimate, error)


@dataclass(frozen=True)
class Cell:
    """The effect on a cohort in a period; `since`: periods from its start, below 0 before it."""

    cohort: float
    period: float
    since: float
    effect: Mean


@dataclass(frozen=True)
class Aggregate:
    """All cells in one effect, and by `parts`: periods since the start, or cohorts."""

    effect: Effect
    parts: Mapping[float, Estimate]


def cells(panel: Starts) -> list[Cell]:
    """The effect of every cohort in every period but the first."""
    found = []
    for cohort in _cohorts(panel):
        start = int(np.searchsorted(panel.periods, cohort))
        for index in range(1, len(panel.periods)):
            base = index - 1 if index < start else start - 1
            effect = _change(panel, cohort, index, base)
            at = panel.periods[index]
            found.append(Cell(cohort, float(at), float(at - cohort), effect))
    return found


def _cohorts(panel: Starts) -> list[float]:
    return np.unique(panel.cohort[np.isfinite(panel.cohort)]).tolist()


def _change(panel: Starts, cohort: float, index: int, base: int) -> Mean:
    change = panel.outcomes[:, index] - panel.outcomes[:, base]
    estimate, influence = 0.0, np.zeros(len(change))
    for sign, is_in in ((1, panel.cohort == cohort), (-1, np.isinf(panel.cohort))):
        mean = float(change[is_in].mean())
        influence[is_in] = sign * (change[is_in] - mean) * len(change) / is_in.sum()
        estimate += sign * mean
    return Mean(estimate, influence)


def aggregate(panel: Starts, by: By) -> Aggregate:
    """`simple`: the mean over cohorts and periods after their start, by cohort size; `dynamic`: by
    periods since the start, overall the mean of those from 0 on; `group`: by cohort, overall by
    size.
    """
    every = cells(panel)
    after = [cell for cell in every if cell.since >= 0]
    if by is By.simple:
        return Aggregate(_effect(panel, _weighted(panel, after), by), {})
    if by is By.dynamic:
        ages = sorted({cell.since for cell in every})
        parts = {age: _weighted(panel, [c for c in every if c.since == age]) for age in ages}
        overall = _evenly(parts[age] for age in ages if age >= 0)
    else:
        parts = {
            cohort: _evenly(cell.effect for cell in after if cell.cohort == cohort)
            for cohort in _cohorts(panel)
        }
        whole = [Cell(cohort, np.nan, 0, mean) for cohort, mean in parts.items()]
        overall = _weighted(panel, whole)
    return Aggregate(
        _effect(panel, overall, by), {part: mean.figure for part, mean in parts.items()}
    )


def _evenly(means: Iterable[Mean]) -> Mean:
    every = list(means)
    return Mean(
        float(np.mean([mean.estimate for mean in every])),
        np.asarray(np.mean([mean.influence for mean in every], axis=0)),
    )


def _weighted(panel: Starts, some: list[Cell]) -> Mean:
    """By the share of units in each cell's cohort, whose estimate adds noise of its own."""
    is_in = np.array([panel.cohort == cell.cohort for cell in some], np.float64)
    share = is_in.mean(axis=1)
    effect = np.array([cell.effect.estimate for cell in some])
    total = share.sum()
    estimate = float(share @ effect / total)
    own = np.array([cell.effect.influence for cell in some])
    noise = (effect - estimate) @ (is_in - share[:, None]) / total
    return Mean(estimate, np.asarray(share @ own / total + noise))


def _effect(panel: Starts, mean: Mean, by: By) -> Effect:
    found, never = mean.figure, int(np.isinf(panel.cohort).sum())
    starting = len(panel.cohort) - never
    sizes = {cohort: int((panel.cohort == cohort).sum()) for cohort in _cohorts(panel)}
    grade = Grade.adjusted
    reason = f"{starting:,} units that start against {never:,} that never do, not randomised"
    few = [f"the cohort of {period(c)} has {n}" for c, n in sizes.items() if n < FEWEST]
    few += [f"{never} never start"] if never < FEWEST else []
    if few:
        grade = Grade.weak
        reason = f"{few[0]} of the units, fewer than {FEWEST}: the interval is too narrow"
    return Effect(
        **vars(found),
        n=len(panel.cohort),
        grade=grade,
        reason=reason,
        assumptions=ASSUMPTIONS,
        sentence=f"The treatment changed the outcome by {shown(found.estimate)} per unit and "
        f"period, {WHAT[by]} {found.verdict}, if {PARALLEL}.",
    )
