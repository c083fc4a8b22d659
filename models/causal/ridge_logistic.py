"""Logistic regression whose penalty is chosen on the rows it learns from, at the price of few fits.

A path from the strongest penalty to the weakest by Newton's method, each step from the last: some
ten times as fast as scikit-learn's on a few hundred rows, of which cross-fitting needs hundreds.
"""

from collections.abc import Iterator
from typing import Self

import numpy as np
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import StratifiedKFold

from models.causal.effect import Floats

STRENGTHS = np.logspace(-3, 0, 7)
"""What scikit-learn calls C: how much a row counts beside the squared coefficients."""
FOLDS = 5
STEPS = 25
CLOSE = 1e-6
EDGE = 1e-12


class RidgeLogistic(ClassifierMixin, BaseEstimator):
    """Chances of 1 by columns of like size; the strength is that of least log loss over FOLDS."""

    def fit(self, columns: Floats, happened: Floats) -> Self:
        split = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
        loss = np.zeros(len(STRENGTHS))
        for learn, judge in split.split(columns, happened):
            told = _design(columns[judge])
            paths = _path(_design(columns[learn]), happened[learn])
            loss += [_loss(expit(told @ beta), happened[judge]) for beta in paths]
        self.classes_ = np.array([0.0, 1.0])
        self.strength_ = float(STRENGTHS[loss.argmin()])
        *_, self.beta_ = _path(_design(columns), happened, int(loss.argmin()) + 1)
        return self

    def predict_proba(self, columns: Floats) -> Floats:
        """Rows × (0, 1)."""
        chance = expit(_design(columns) @ self.beta_)
        return np.column_stack([1 - chance, chance])


def _design(columns: Floats) -> Floats:
    return np.column_stack([np.ones(len(columns)), columns])


def _path(design: Floats, happened: Floats, count: int = len(STRENGTHS)) -> Iterator[Floats]:
    """Coefficients per strength, the weakest first; the constant is not drawn to 0."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(happened.mean() / (1 - happened.mean()))
    for strength in STRENGTHS[:count]:
        beta = _fitted(design, happened, beta, strength)
        yield beta


def _fitted(design: Floats, happened: Floats, beta: Floats, strength: float) -> Floats:
    pull = np.append(0.0, np.full(design.shape[1] - 1, 1 / strength))
    for _ in range(STEPS):
        chance = expit(design @ beta)
        slope = design.T @ (happened - chance) - pull * beta
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            break
    return beta


def _loss(chance: Floats, happened: Floats) -> float:
    likely = np.where(happened > 0, chance, 1 - chance)
    return float(-np.log(np.maximum(likely, EDGE)).sum())
