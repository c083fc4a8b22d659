"""What would have been, and who is treated, learned with smooth terms: squares and products."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from models.causal.aipw import Nuisance
from models.causal.effect import Floats
from models.causal.ridge_logistic import RidgeLogistic

Rows = NDArray[np.int64]
Folds = Sequence[tuple[Rows, Rows]]
"""Rows to learn from and rows to speak of, which together are all rows once."""
FOLDS = 5
PENALTIES = np.logspace(-1, 4, 11)
MOST_CROSSED = 30
"""Covariates beyond which squares and products are too many to learn, so that lines have to do."""


def smooth_outcome(columns: int) -> Any:
    """Ridge regression whose penalty is chosen on the rows learned from (leave-one-out)."""
    return make_pipeline(*_terms(columns), RidgeCV(PENALTIES))


def smooth_propensity(columns: int) -> Any:
    """Logistic regression whose penalty is chosen on the rows learned from (five folds)."""
    return make_pipeline(*_terms(columns), RidgeLogistic())


def _terms(columns: int) -> tuple[Any, ...]:
    if columns > MOST_CROSSED:
        return (StandardScaler(),)
    return (StandardScaler(), PolynomialFeatures(2, include_bias=False), StandardScaler())


def folds(treated: Floats, seed: int, count: int = FOLDS) -> Folds:
    """Rows dealt out by chance, each fold with its share of the treated."""
    split = StratifiedKFold(count, shuffle=True, random_state=seed)
    return list(split.split(np.zeros(len(treated)), treated))


def cross_fitted(
    covariates: Floats,
    outcome: Floats,
    treated: Floats,
    *,
    parts: Folds,
    outcome_learner: Callable[[int], Any] = smooth_outcome,
    propensity_learner: Callable[[int], Any] = smooth_propensity,
) -> Nuisance:
    """Every row's nuisances from models that have not seen it; the outcome's from untreated rows.

    A learner is made for a number of columns, and fits and predicts as scikit-learn's do.
    """
    expected, chance = np.zeros(len(outcome)), np.zeros(len(outcome))
    columns = covariates.shape[1]
    for learn, speak in parts:
        quiet = learn[treated[learn] == 0]
        model = outcome_learner(columns).fit(covariates[quiet], outcome[quiet])
        expected[speak] = model.predict(covariates[speak])
        chooser = propensity_learner(columns).fit(covariates[learn], treated[learn])
        chance[speak] = chooser.predict_proba(covariates[speak])[:, 1]
    return Nuisance(expected, chance)
