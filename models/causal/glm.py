"""Logistic and Poisson regression by Newton's method: quick on a few hundred thousand rows.

scikit-learn has both; hundreds of simulated markets need them several times as fast, without a
constraint on what is regressed (a weighted outcome may be below 0 for Poisson's estimating
equation, which holds for any outcome with such a mean: Gourieroux, Monfort and Trognon 1984).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]
STEPS = 40
CLOSE = 1e-7
RIDGE = 1e-6
FARTHEST = 30.0
LONGEST, TINY = 2.0, 1e-9


@dataclass(frozen=True)
class Scaled:
    """Columns centred and scaled as in the rows learned from, a constant before them."""

    mean: Floats
    scale: Floats

    @classmethod
    def of(cls, columns: Floats) -> "Scaled":
        scale = columns.std(axis=0)
        return cls(columns.mean(axis=0), np.where(scale > 0, scale, 1.0))

    def design(self, columns: Floats) -> Floats:
        return np.column_stack([np.ones(len(columns)), (columns - self.mean) / self.scale])


def logistic(design: Floats, happened: Floats, weights: Floats) -> Floats:
    """Coefficients; the first column is the constant, which alone is not drawn to 0."""
    share = np.average(happened, weights=weights)
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(share / (1 - share))
    for _ in range(STEPS):
        chance = np.clip(expit(design @ beta), TINY, 1 - TINY)
        step = _step(design, weights * chance * (1 - chance), weights * (happened - chance), beta)
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            break
    return beta


def poisson(design: Floats, outcome: Floats, weights: Floats | float = 1.0) -> Floats:
    """Coefficients of the logarithm of the mean (PPML)."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(max(outcome.mean(), 1e-9))
    for _ in range(STEPS):
        mean = predicted(design, beta)
        step = _step(design, weights * mean, weights * (outcome - mean), beta)
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            break
    return beta


def predicted(design: Floats, beta: Floats) -> Floats:
    """The Poisson mean per row."""
    return np.asarray(np.exp(np.clip(design @ beta, -FARTHEST, FARTHEST)))


def recalibrated(chances: Floats, happened: Floats) -> Floats:
    """Chances foretold for rows not learned from, made true on average and in slope: a model of
    many columns foretells extremes too boldly (Platt 1999).
    """
    sure = np.clip(chances, TINY, 1 - TINY)
    odds = np.log(sure / (1 - sure))
    design = Scaled.of(odds[:, None]).design(odds[:, None])
    return np.asarray(expit(design @ logistic(design, happened, np.ones(len(odds)))))


def _step(design: Floats, weights: Floats, residual: Floats, beta: Floats) -> Floats:
    """Newton's, no longer than LONGEST in any coefficient: from far off it would leap away."""
    pull = RIDGE * weights.sum() * np.r_[TINY, np.ones(len(beta) - 1)]
    information = (design * weights[:, None]).T @ design + np.diag(pull)
    step = np.linalg.solve(information, design.T @ residual - pull * beta)
    return np.asarray(step * min(1.0, LONGEST / max(float(np.abs(step).max()), TINY)))
