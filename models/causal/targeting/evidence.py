"""Whether a trial shows that some people gain more than others, told by the trial alone."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from models.causal.targeting.trial import Trial
from models.causal.targeting.uplift import Uplift

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
PARTS = 5
LEVEL = 0.05
"""How often trials in which everyone gains the same are taken for evidence."""


@dataclass(frozen=True)
class Evidence:
    """`z`: how far the order found is above chance, in standard errors; `p_value` one-sided."""

    z: float
    p_value: float

    @property
    def is_enough(self) -> bool:
        return self.p_value < LEVEL


def parts(trial: Trial, seed: int) -> list[Rows]:
    """PARTS of the rows at random, each with its share of either arm and of each outcome of two."""
    is_split = np.isin(trial.outcome, (0, 1)).all()
    kinds = 2 * trial.is_treated + (trial.outcome if is_split else 0)
    drawn = np.random.default_rng(seed).permutation(len(trial))
    dealt = drawn[np.argsort(kinds[drawn], kind="stable")]
    return [np.sort(dealt[number::PARTS]) for number in range(PARTS)]


def evidence(
    trial: Trial, dealt: list[Rows], learned: Callable[[Trial], Uplift] = Uplift.learned
) -> Evidence:
    """Each part but the first is ordered by what the parts before it taught, and asked whether its
    head gains more than its foot (the area of the Qini curve, Yadlowsky et al. 2021). As no part is
    judged by what comes after it, the parts' figures add up like independent ones (sequential
    validation, Wager 2024); those of cross-validation would not, and find too much.
    """
    found = []
    for number in range(1, len(dealt)):
        uplift = learned(trial[np.concatenate(dealt[:number])])
        part = trial[dealt[number]]
        found.append(above_chance(uplift.scores(part.known), uplift.shown(part)))
    z = float(np.sum(found) / np.sqrt(len(found)))
    return Evidence(z, float(norm.sf(z)))


def above_chance(scores: Floats, shown: Floats) -> float:
    """Covariance of rank and effect in standard errors, 0 where all scores are the same."""
    if np.ptp(scores) == 0:
        return 0.0
    ranks = rankdata(scores) / len(scores)
    products = (ranks - ranks.mean()) * (shown - shown.mean())
    error = products.std(ddof=1) / np.sqrt(len(products))
    return float(products.mean() / error) if error > 0 else 0.0
