"""A randomised comparison read out: all figures, a grade, and what they allow to decide."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.causal.effect import Effect, Estimate, Floats, Grade, shown
from models.causal.experiment import (
    ALARM,
    SampleRatio,
    always_valid,
    cuped,
    difference,
    differing,
    sample_ratio,
)
from models.causal.table import several

ASSUMPTIONS = (
    "chance alone decided who is in which arm",
    "every unit that was drawn is in the file",
    "no unit's treatment changes another",
)
KNOWN = "CUPED alone: each unit's {} came before its treatment, which no file tells"
PLANNED = "the always-valid interval needs the same planned number of units at every look"


@dataclass(frozen=True)
class Arms:
    """A row per unit of either arm; `before`: covariates that vary, by name, maybe none."""

    outcome: Floats
    is_treated: NDArray[np.bool_]
    before: Floats
    names: tuple[str, ...]


@dataclass(frozen=True)
class Readout:
    """The `effect` with its fixed-horizon interval; beside it the sample ratio, means of treated
    and control, CUPED where there are covariates with the share of the `variance_saved`, those left
    out of it in which the arms are `apart`, the `always_valid` interval, and a `decision` in words.
    """

    effect: Effect
    ratio: SampleRatio
    means: tuple[float, float]
    cuped: Estimate | None
    variance_saved: float | None
    apart: tuple[str, ...]
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
    alike, apart = _parted(arms)
    less = cuped(alike.outcome, alike.is_treated, alike.before) if alike.names else None
    saved = 1 - (less.standard_error / plain.standard_error) ** 2 if less else None
    decision = _decision(ratio, plain, valid)
    grade, reason = _graded(ratio, apart)
    effect = Effect(
        **vars(plain),
        n=n,
        grade=grade,
        reason=reason,
        assumptions=_assumed(alike.names),
        sentence=_sentence(plain, means, decision),
    )
    return Readout(effect, ratio, means, less, saved, apart, valid, planned or n, decision)


def _parted(arms: Arms) -> tuple[Arms, tuple[str, ...]]:
    """With the covariates that can have been known before, and the names of the others."""
    out = differing(arms.before, arms.is_treated)
    names = tuple(name for number, name in enumerate(arms.names) if number not in out)
    before = np.delete(arms.before, out, axis=1)
    return replace(arms, before=before, names=names), tuple(arms.names[number] for number in out)


def _graded(ratio: SampleRatio, apart: tuple[str, ...]) -> tuple[Grade, str]:
    if ratio.is_alarm:
        return Grade.weak, (
            f"the arms are not as planned (p = {ratio.p_value:.1g}): find out why before reading on"
        )
    if apart:
        return Grade.weak, (
            f"the arms differ in {several(list(apart))} as chance would not have it: name it no "
            "covariate if it became known after treatment, else the arms were not drawn at random"
        )
    return Grade.randomised, "randomised, and the sample ratio gives no alarm"


def _assumed(covariates: tuple[str, ...]) -> tuple[str, ...]:
    known = [KNOWN.format(several(list(covariates)))] if covariates else []
    return (*ASSUMPTIONS, *known, PLANNED)


def _decision(ratio: SampleRatio, plain: Estimate, valid: Estimate) -> str:
    if ratio.is_alarm:
        return f"do not decide: so uneven arms come up by chance less than once in {1 / ALARM:,.0f}"
    way = "up" if plain.estimate > 0 else "down"
    if valid.is_apart:
        return f"{way}, also if it was looked at every day"
    if plain.is_apart:
        return f"{way}, if this is the one look that was planned; not if it was looked at before"
    return "no effect could be told apart from chance"


def _sentence(plain: Estimate, means: tuple[float, float], decision: str) -> str:
    return (
        f"The treated had {shown(means[0])} on average, the control arm {shown(means[1])}: a "
        f"difference of {shown(plain.estimate)} ({plain.span}); {decision}."
    )
