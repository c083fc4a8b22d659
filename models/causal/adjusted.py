"""The effect on the treated of a cross-section, over several divisions into folds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.causal.aipw import Att, att
from models.causal.effect import Effect, Estimate, Floats, Grade, shown
from models.causal.nuisance import cross_fitted, folds

MOST_REPEATS, FEWEST_REPEATS = 25, 3
ROWS_IN_ALL = 25_000
"""Rows that all divisions into folds learn from: the fewer, the more a division's chance weighs."""
POOR_OVERLAP, NO_OVERLAP = 0.9, 0.5
FEWEST_ESS = 30
UNSEEN = "the covariates hold all that moved both treatment and outcome"
ASSUMPTIONS = (UNSEEN, "they were known before the treatment", "no row's treatment changes another")


@dataclass(frozen=True)
class Sample:
    """One row each: covariates, outcome, and 1 for the treated, else 0."""

    covariates: Floats
    outcome: Floats
    treated: Floats


@dataclass(frozen=True)
class Adjusted:
    """The `effect`, beside the `naive` difference of means, and what the untreated are worth:
    `overlap` and `ess` as in `aipw.Att`.
    """

    effect: Effect
    naive: float
    overlap: float
    ess: float


def adjusted(sample: Sample, seed: int = 0, repeats: int | None = None) -> Adjusted:
    """The median of `repeats` divisions into folds, more the fewer rows there are; its error with
    what the divisions differ by (Chernozhukov et al. 2018, definition 3.3).
    """
    usual = np.clip(ROWS_IN_ALL // len(sample.outcome), FEWEST_REPEATS, MOST_REPEATS)
    seeds = np.random.SeedSequence(seed).generate_state(repeats or int(usual))
    tried = [_once(sample, int(one)) for one in seeds]
    overlap = float(np.median([one.overlap for one in tried]))
    ess = float(np.median([one.ess for one in tried]))
    is_on = sample.treated > 0
    naive = float(sample.outcome[is_on].mean() - sample.outcome[~is_on].mean())
    found = _median([one.figure for one in tried])
    return Adjusted(_effect(found, overlap, ess, is_on), naive, overlap, ess)


def _once(sample: Sample, seed: int) -> Att:
    parts = folds(sample.treated, seed)
    told = cross_fitted(sample.covariates, sample.outcome, sample.treated, parts=parts)
    return att(sample.outcome, sample.treated, told)


def _median(tried: Sequence[Estimate]) -> Estimate:
    middle = float(np.median([one.estimate for one in tried]))
    spread = [one.standard_error**2 + (one.estimate - middle) ** 2 for one in tried]
    return Estimate.normal(middle, float(np.sqrt(np.median(spread))))


def _effect(found: Estimate, overlap: float, ess: float, is_on: NDArray[np.bool_]) -> Effect:
    grade, reason = _graded(overlap, ess)
    if grade is Grade.none:
        found = Estimate.unknown()
    sentence = (
        f"The treatment changed the outcome of the {int(is_on.sum()):,} treated by "
        f"{shown(found.estimate)} each {found.verdict}, if {UNSEEN}."
    )
    if grade is Grade.none:
        sentence = f"The effect is not estimable, because {reason}."
    return Effect(
        **vars(found),
        n=len(is_on),
        grade=grade,
        reason=reason,
        assumptions=ASSUMPTIONS,
        sentence=sentence,
    )


def _graded(overlap: float, ess: float) -> tuple[Grade, str]:
    seen = f"{overlap:.0%} of the treated have untreated rows like them"
    if overlap < NO_OVERLAP:
        return Grade.none, f"only {seen}"
    if overlap < POOR_OVERLAP:
        return Grade.weak, f"only {seen}, so the estimate leans on the models"
    if ess < FEWEST_ESS:
        return Grade.weak, f"the untreated rows like the treated are worth {ess:.0f} only"
    return Grade.adjusted, f"{seen}, not randomised"
