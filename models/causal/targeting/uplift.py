"""The effect that treatment has on a person, learned from a randomised trial in two ways.

Effects are small beside what else moves an outcome, so both ways are strongly held back, and their
mean is taken rather than the better one, which few trials are large enough to tell.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.causal.targeting.encoding import Encoded
from models.causal.targeting.ridge import Design, Line, paired
from models.causal.targeting.trial import Trial
from models.rates.boosting import BoostingConfig, Expectation

Floats = NDArray[np.float64]
TREES, STEP, LEAVES, RIDGE = 60, 0.05, 8, 5.0
LARGEST_LEAF, LEAVES_AT_LEAST = 200, 10
"""A leaf has 200 rows, or a tenth of the arm's where the arm is small."""


@dataclass(frozen=True)
class Uplift:
    """What is foretold of any person: the outcome over both arms, and the effect in two ways."""

    outcome: Line
    effect: Line
    treated: Expectation
    control: Expectation

    @classmethod
    def learned(cls, trial: Trial) -> "Uplift":
        """By ridge regression of each person's effect, as far as one outcome shows it, on terms
        and pairs of them (transformed outcome, Athey and Imbens 2015, less what was to be expected,
        Tian et al. 2014); and by boosted trees of either arm (T-learner, Künzel et al. 2019).
        """
        design = Design(paired(trial.known))
        outcome = design.fitted(trial.outcome)
        shown = shown_effect(trial.outcome - outcome.leaving_out, trial.is_treated)
        arms = [_trees(trial, trial.is_treated == arm) for arm in (True, False)]
        return cls(outcome, design.fitted(shown), *arms)

    def scores(self, known: Encoded) -> Floats:
        """The effect expected of each person, in units of the outcome."""
        grown = self.treated.expected(known.plain) - self.control.expected(known.plain)
        return (self.effect.expected(paired(known)) + grown) / 2

    def shown(self, trial: Trial) -> Floats:
        """Of people not learned from: the effect as far as each one's outcome shows it; its mean
        over many is theirs, alone it says next to nothing.
        """
        rest = trial.outcome - self.outcome.expected(paired(trial.known))
        return shown_effect(rest, trial.is_treated)


def shown_effect(rest: Floats, is_treated: NDArray[np.bool_]) -> Floats:
    """The outcome beside what was to be expected, weighted so that its mean is the effect."""
    share = is_treated.mean()
    return rest * (is_treated - share) / (share * (1 - share))


def _trees(trial: Trial, is_in: NDArray[np.bool_]) -> Expectation:
    outcome = trial.outcome[is_in]
    config = BoostingConfig(
        trees=TREES,
        learning_rate=STEP,
        leaves=LEAVES,
        fewest_in_leaf=max(1, min(LARGEST_LEAF, len(outcome) // LEAVES_AT_LEAST)),
        rows=1.0,
        columns=1.0,
        ridge=RIDGE,
    )
    is_chance = bool(np.isin(trial.outcome, (0, 1)).all())
    return Expectation.fitted(trial.known.plain[is_in], outcome, is_chance, config)
