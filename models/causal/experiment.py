"""What a randomised comparison of two arms says: sample ratio, effect, CUPED, always valid."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chisquare, t

from models.causal.effect import Estimate, Floats

LEVEL = 0.95
ALARM = 0.001
"""A sample ratio less likely than this means that the arms were not drawn as planned (Fabijan et
al. 2019); larger ones come up by chance where many experiments are read."""
UNLIKELY = 5.0
"""Standard errors by which arms drawn at random do not differ."""


@dataclass(frozen=True)
class SampleRatio:
    """How many the arms have, how many they should, and how likely a gap as large is by chance."""

    counts: tuple[int, int]
    expected: tuple[float, float]
    p_value: float

    @property
    def is_alarm(self) -> bool:
        return self.p_value < ALARM


def sample_ratio(treated: int, control: int, share: float = 0.5) -> SampleRatio:
    """Pearson's test against the planned share of the treated."""
    expected = ((treated + control) * share, (treated + control) * (1 - share))
    p_value = float(chisquare([treated, control], expected).pvalue)
    return SampleRatio((treated, control), expected, p_value)


def difference(outcome: Floats, is_treated: NDArray[np.bool_]) -> Estimate:
    """Treated less control, of the means, as by Welch's t-test."""
    one, two = outcome[is_treated], outcome[~is_treated]
    own = np.array([one.var(ddof=1) / len(one), two.var(ddof=1) / len(two)])
    free = own.sum() ** 2 / np.sum(own**2 / [len(one) - 1, len(two) - 1])
    reach = float(t.ppf(0.5 + LEVEL / 2, free))
    error = float(np.sqrt(own.sum()))
    return Estimate.reaching(float(one.mean() - two.mean()), error, reach, LEVEL)


def differing(terms: Floats, is_treated: NDArray[np.bool_]) -> list[int]:
    """The columns in which the arms differ as chance would not have it: known only after treatment,
    or the arms were not drawn at random.
    """
    found = [difference(term, is_treated) if np.ptp(term) > 0 else None for term in terms.T]
    return [
        number
        for number, one in enumerate(found)
        if one and abs(one.estimate) > UNLIKELY * one.standard_error
    ]


def cuped(outcome: Floats, is_treated: NDArray[np.bool_], covariates: Floats) -> Estimate:
    """The same with what covariates from before foretell taken out (Deng et al. 2013), in each arm
    by itself (Lin 2013), which in large samples neither biases nor widens.
    """
    centred = (covariates - covariates.mean(axis=0)) / covariates.std(axis=0)
    one, two = (_adjusted(outcome[arm], centred[arm]) for arm in (is_treated, ~is_treated))
    apart = np.var(centred @ (one.slopes - two.slopes)) / len(outcome)
    error = float(np.sqrt(one.variance + two.variance + apart))
    return Estimate.normal(one.mean - two.mean, error, LEVEL)


@dataclass(frozen=True)
class _Arm:
    """An arm's mean at the covariates of all, its variance, and the covariates' slopes."""

    mean: float
    variance: float
    slopes: Floats


def _adjusted(outcome: Floats, centred: Floats) -> _Arm:
    design = np.column_stack([np.ones(len(outcome)), centred])
    found, *_ = np.linalg.lstsq(design, outcome, rcond=None)
    rest = outcome - design @ found
    free = len(rest) - design.shape[1]
    return _Arm(float(found[0]), float(rest @ rest) / free / len(rest), np.asarray(found[1:]))


def always_valid(found: Estimate, n: int, planned: int) -> Estimate:
    """The interval that holds at every look at once, however often one looks: an asymptotic
    confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, theorem 2.2),
    narrowest at the `planned` number of units, which must be the same at every look.
    """
    alpha = 1 - found.level
    wish = -2 * np.log(alpha)
    tuned = n * (wish + np.log(wish) + 1) / planned
    reach = np.sqrt((tuned + 1) / tuned * (2 * np.log(np.sqrt(tuned + 1) / alpha)))
    return Estimate.reaching(found.estimate, found.standard_error, float(reach), found.level)
