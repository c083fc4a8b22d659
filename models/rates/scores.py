"""How good probabilities are, each row counting as often as it was tried."""

import numpy as np
from sklearn.metrics import roc_auc_score

from models.rates.predictor import Chances, Events

SMALLEST = 1e-6
"""No chance is told to be nearer to never or always."""


def log_loss(events: Events, chances: Chances) -> float:
    """Mean negative log likelihood of a trial, in nats."""
    sure = np.clip(chances, SMALLEST, 1 - SMALLEST)
    missed = events.trials - events.happened
    total = events.happened @ np.log(sure) + missed @ np.log1p(-sure)
    return float(-total / max(events.trials.sum(), 1e-12))


def auroc(events: Events, chances: Chances) -> float | None:
    """The share of pairs of a trial in which it happened and one in which not that are in the right
    order; None where either is missing.
    """
    place, outcome, weight = events.weighted()
    if outcome.all() or not outcome.any():
        return None
    return float(roc_auc_score(outcome, chances[place], sample_weight=weight))
