"""What products would have sold, who is asked for and who starts: learned on other products."""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import Columns, Running, lags
from models.causal.cohort.panel import Flags, Floats, Ints, Panel
from models.causal.cohort.risk import Followed, Risk, followed
from models.causal.glm import Scaled, logistic, poisson, predicted, recalibrated

FOLDS = 5
SHARE = 0.2
"""Of the compared rows, so many are learned from: the days of one product are much alike."""
SURE = 0.5


@dataclass(frozen=True)
class Baseline:
    """The outcome of HORIZON days without a creator, cross-fitted: a product's own fold says what
    those learned on the others expect of it.
    """

    panel: Panel
    running: Running
    columns: Columns
    scaled: Scaled
    fold: Ints
    betas: tuple[Floats, ...]

    def expected(self, product: Ints, day: Ints) -> Floats:
        """Per row, as of the start of the day."""
        design = self.scaled.design(self.columns(self.panel, self.running, product, day))
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


def told(panel: Panel, risk: Risk, outcome: Floats, seed: int, columns: Columns = lags) -> Told:
    """`outcome` is product × day; `columns` is what choice and sales are explained by."""
    rng = np.random.default_rng(seed)
    fold = rng.permutation(len(panel.product_ids)) % FOLDS
    drawn = rng.random(len(risk.product)) < SHARE
    running = Running.of(panel)
    known = columns(panel, running, risk.product, risk.day)
    scaled = Scaled.of(known)
    design, part = scaled.design(known), fold[risk.product]
    could = risk.deal < 0
    hazard = _chances(design, risk.is_asked, could, drawn, part)
    hazard = _by_day(hazard, risk.is_asked, could, risk.day)
    start = _chances(design, risk.starts, risk.starts | risk.compared, drawn, part)
    start = _by_day(start, risk.starts, risk.starts | risk.compared, risk.day)
    seen = followed(panel, risk, hazard, outcome)
    learn = risk.compared & drawn
    rows = [learn & (part != number) for number in range(FOLDS)]
    betas = tuple(poisson(design[at], seen.outcome[at]) for at in rows)
    expected = cross_predicted(design, part, betas)
    baseline = Baseline(panel, running, columns, scaled, fold, betas)
    return Told(seen, expected, start / (1 - start), baseline)


def cross_predicted(design: Floats, fold: Ints, betas: tuple[Floats, ...]) -> Floats:
    """Each row by the coefficients that were learned without its fold."""
    expected = np.zeros(len(design))
    for number, beta in enumerate(betas):
        expected[fold == number] = predicted(design[fold == number], beta)
    return expected


def _chances(design: Floats, happened: Flags, could: Flags, drawn: Flags, fold: Ints) -> Floats:
    """Of an event among the rows that could have it; all events are learned from, and of the others
    those drawn, which count for the rest.
    """
    chances = np.zeros(len(design))
    event = (happened & could).astype(np.float64)
    for number in range(FOLDS):
        rows = could & (fold != number) & (drawn | (event > 0))
        weights = np.where(event[rows] > 0, 1.0, 1 / SHARE)
        beta = logistic(design[rows], event[rows], weights)
        at = fold == number
        chances[at] = 1 / (1 + np.exp(-design[at] @ beta))
    found = np.zeros(len(design))
    found[could] = recalibrated(chances[could], event[could])
    return found


def _by_day(chances: Floats, happened: Flags, could: Flags, day: Ints) -> Floats:
    """Scaled so that on every day as many are foretold as happened: some days nobody asks."""
    count = np.bincount(day[could], (happened & could)[could], day.max() + 1)
    foretold = np.bincount(day[could], chances[could], day.max() + 1)
    factor = count / np.maximum(foretold, 1e-12)
    return np.minimum(chances * factor[day], SURE)
