"""A randomised comparison read out: all figures, a grade, and what they allow to decide."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.causal.effect import Effect, Estimate, Floats, Grade, shown
from models.causal.experiment import (
    ALARM,
    SampleRatio,
    always_valid,
    cuped,
    difference,
    sample_ratio,
)

ASSUMPTIONS = (
    "chance alone decided who is in which arm",
    "every unit that was drawn is in the file",
    "no unit's treatment changes another",
)
PLANNED = "the always-valid interval needs the same planned number of units at every look"


@dataclass(frozen=True)
class Arms:
    """A row per unit of either arm; `before`: covariates that vary, maybe without columns."""

    outcome: Floats
    is_treated: NDArray[np.bool_]
    before: Floats


@dataclass(frozen=True)
class Readout:
    """The `effect` with its fixed-horizon interval; beside it the sample ratio, means of treated
    and control, CUPED where there are covariates with the share of the `variance_saved`, the
    `always_valid` interval, and a `decision` in words.
    """

    effect: Effect
    ratio: SampleRatio
    means: tuple[float, float]
    cuped: Estimate | None
    variance_saved: float | None
    always_valid: Estimate
    planned: int
    decision: str


def readout(arms: Arms, share: float = 0.5, planned: int | None = None) -> Readout:
    """`share`: planned, of the treated; `planned`: units over all looks, else those there are."""
    n, treated = len(arms.outcome), int(arms.is_treated.sum())
    means = (
        float(arms.outcome[arms.is_treated].mean()),
        float(arms.outcome[~arms.is_treated].mean()),
    )
    plain = difference(arms.outcome, arms.is_treated)
    ratio = sample_ratio(treated, n - treated, share)
    valid = always_valid(plain, n, planned or n)
    less = cuped(arms.outcome, arms.is_treated, arms.before) if arms.before.shape[1] else None
    saved = 1 - (less.standard_error / plain.standard_error) ** 2 if less else None
    decision = _decision(ratio, plain, valid)
    effect = _effect(plain, ratio, means, decision)
    return Readout(effect, ratio, means, less, saved, valid, planned or n, decision)


def _decision(ratio: SampleRatio, plain: Estimate, valid: Estimate) -> str:
    if ratio.is_alarm:
        return f"do not decide: so uneven arms come up by chance less than once in {1 / ALARM:,.0f}"
    way = "up" if plain.estimate > 0 else "down"
    if valid.is_apart:
        return f"{way}, also if it was looked at every day"
    if plain.is_apart:
        return f"{way}, if this is the one look that was planned; not if it was looked at before"
    return "no effect could be told apart from chance"


def _effect(
    plain: Estimate, ratio: SampleRatio, means: tuple[float, float], decision: str
) -> Effect:
    grade, reason = Grade.randomised, "randomised, and the sample ratio gives no alarm"
    if ratio.is_alarm:
        grade = Grade.weak
        reason = (
            f"the arms are not as planned (p = {ratio.p_value:.1g}): find out why before reading on"
        )
    return Effect(
        **vars(plain),
        n=sum(ratio.counts),
        grade=grade,
        reason=reason,
        assumptions=(*ASSUMPTIONS, PLANNED),
        sentence=f"The treated had {shown(means[0])} on average, the control arm "
        f"{shown(means[1])}: a difference of {shown(plain.estimate)} ({plain.span}); {decision}.",
    )
