"""What products would have sold, and who starts: learned on other products."""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import Running, lags
from models.causal.cohort.panel import Flags, Floats, Ints, Panel
from models.causal.cohort.risk import Followed, Risk, followed
from models.causal.glm import Scaled, logistic, poisson, predicted, recalibrated

FOLDS = 5
SHARE = 0.2
"""Of the compared rows, so many are learned from: the days of one product are much alike."""
SURE, TINY = 0.5, 1e-12


@dataclass(frozen=True)
class Baseline:
    """The outcome of HORIZON days without a creator, cross-fitted: a product's own fold says what
    those learned on the others expect of it.
    """

    panel: Panel
    running: Running
    scaled: Scaled
    fold: Ints
    betas: tuple[Floats, ...]

    def expected(self, product: Ints, day: Ints) -> Floats:
        """Per row, as of the start of the day."""
        design = self.scaled.design(lags(self.panel, self.running, product, day))
        return cross_predicted(design, self.fold[product], self.betas)


@dataclass(frozen=True)
class Told:
    """Per row of the risk sets: what it was `followed` by, the outcome `expected` without a creator
    and the `odds` to start on that day; `baseline` expects it of any other row.
    """

    followed: Followed
    expected: Floats
    odds: Floats
    baseline: Baseline


def told(panel: Panel, risk: Risk, outcome: Floats, seed: int) -> Told:
    """`outcome` is product × day."""
    rng = np.random.default_rng(seed)
    fold = rng.permutation(len(panel.product_ids)) % FOLDS
    drawn = rng.random(len(risk.product)) < SHARE
    running = Running.of(panel)
    known = lags(panel, running, risk.product, risk.day)
    scaled = Scaled.of(known)
    design, part = scaled.design(known), fold[risk.product]
    chance = _by_day(_chances(design, risk.begins, drawn, part), risk.begins, risk.day)
    seen = followed(panel, risk, chance, outcome)
    learn = risk.compared & drawn
    rows = [learn & (part != number) for number in range(FOLDS)]
    betas = tuple(poisson(design[at], seen.outcome[at]) for at in rows)
    expected = cross_predicted(design, part, betas)
    baseline = Baseline(panel, running, scaled, fold, betas)
    return Told(seen, expected, chance / (1 - chance), baseline)


def cross_predicted(design: Floats, fold: Ints, betas: tuple[Floats, ...]) -> Floats:
    """Each row by the coefficients that were learned without its fold."""
    expected = np.zeros(len(design))
    for number, beta in enumerate(betas):
        expected[fold == number] = predicted(design[fold == number], beta)
    return expected


def _chances(design: Floats, begins: Flags, drawn: Flags, fold: Ints) -> Floats:
    """That a creator starts; all starts are learned from, and of the other rows those drawn, which
    count for the rest.
    """
    chances, event = np.zeros(len(design)), begins.astype(np.float64)
    for number in range(FOLDS):
        rows = (fold != number) & (drawn | begins)
        beta = logistic(design[rows], event[rows], np.where(begins[rows], 1.0, 1 / SHARE))
        at = fold == number
        chances[at] = 1 / (1 + np.exp(-design[at] @ beta))
    return recalibrated(chances, event)


def _by_day(chances: Floats, begins: Flags, day: Ints) -> Floats:
    """Scaled so that on every day as many are foretold as start: on some days nobody does."""
    count = np.bincount(day, begins)
    foretold = np.bincount(day, chances)
    factor = count / np.maximum(foretold, TINY)
    return np.minimum(chances * factor[day], SURE)
