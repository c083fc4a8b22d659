"""The effect on the treated from a cross-section: augmented inverse probability weighting.

What the treated would have had is read from others like them, twice over: by an outcome model of
the untreated and by weights e / (1 - e); right if either is (Robins, Rotnitzky and Zhao 1994), and
with cross-fitting whatever learns them (Chernozhukov et al. 2018, interactive regression model).
"""

from dataclasses import dataclass

import numpy as np

from models.causal.effect import Estimate, Floats

CLIP = 0.01
OVERLAP = 0.95
"""A treated row has others like it where its propensity is below this."""


@dataclass(frozen=True)
class Nuisance:
    """Per row: the outcome expected without treatment, and the chance of treatment."""

    outcome: Floats
    propensity: Floats


@dataclass(frozen=True)
class Att:
    """Mean effect on the treated; `overlap`: share of treated rows with others like them; `ess`:
    how many equally weighted untreated rows the weighted ones are worth (Kish 1965).
    """

    figure: Estimate
    overlap: float
    ess: float


def att(outcome: Floats, treated: Floats, told: Nuisance) -> Att:
    """From nuisances learned on other rows; propensities are kept within [CLIP, 1 - CLIP]."""
    chance = np.clip(told.propensity, CLIP, 1 - CLIP)
    odds = (1 - treated) * chance / (1 - chance)
    share = treated.mean()
    scores = (treated - odds) * (outcome - told.outcome) / share
    estimate = float(scores.mean())
    influence = scores - estimate * treated / share
    error = float(np.sqrt(np.mean(influence**2) / len(outcome)))
    return Att(
        Estimate.normal(estimate, error),
        float(np.mean(told.propensity[treated > 0] < OVERLAP)),
        float(odds.sum() ** 2 / (odds**2).sum()),
    )
