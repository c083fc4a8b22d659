"""Whom to treat, decided on one trial; what that was worth is told by another."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from models.causal.targeting.encoding import Encoded
from models.causal.targeting.evidence import Evidence, Rows, evidence, parts
from models.causal.targeting.measures import Bools, Terms, net_value
from models.causal.targeting.trial import Trial
from models.causal.targeting.uplift import Uplift

Floats = NDArray[np.float64]
FEWEST_TARGETED = 0.005
"""Share of people up to which a plan that targets treats nobody."""


class Choice(StrEnum):
    """What a plan recommends."""

    TARGETING = "targeting"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True)
class Plan:
    """`share`: of the trial learned from, whom the plan would have treated; for targeting by
    scores from parts of it that had not seen them. `too_few`: the share worth their cost, where
    that is at most FEWEST_TARGETED, so that none is chosen.
    """

    uplift: Uplift
    terms: Terms
    evidence: Evidence
    choice: Choice
    share: float
    too_few: float | None = None

    @property
    def is_reliable(self) -> bool:
        """Whether an order of people is told by the trial, and is of use at this cost."""
        return self.evidence.is_enough and self.too_few is None

    @classmethod
    def of(cls, trial: Trial, terms: Terms, seed: int = 0) -> "Plan":
        """Treats whoever's expected effect is worth its cost, where the trial gives evidence that
        effects differ and can be foretold, none where hardly anyone's is; else all or none, by the
        trial's effect as a whole.
        """
        rows = trial.in_order()
        dealt = parts(rows, seed)
        found = evidence(rows, dealt)
        uplift = Uplift.learned(rows)
        if not found.is_enough:
            choice = _all_or_none(rows, terms)
            return cls(uplift, terms, found, choice, float(choice is Choice.ALL))
        share = float(np.mean(crossed(rows, dealt) >= terms.break_even))
        if share <= FEWEST_TARGETED:
            return cls(uplift, terms, found, Choice.NONE, 0.0, share)
        return cls(uplift, terms, found, Choice.TARGETING, share)

    def targets(self, known: Encoded) -> Bools:
        """Whether each person is to be treated."""
        if self.choice is Choice.TARGETING:
            return self.uplift.scores(known) >= self.terms.break_even
        return np.full(len(known), self.choice is Choice.ALL)


def crossed(trial: Trial, dealt: list[Rows]) -> Floats:
    """Every row's score, from a model that has not seen the part it is in."""
    scores = np.zeros(len(trial))
    for number, rows in enumerate(dealt):
        rest = np.concatenate([part for other, part in enumerate(dealt) if other != number])
        scores[rows] = Uplift.learned(trial[rest]).scores(trial.known[rows])
    return scores


def _all_or_none(trial: Trial, terms: Terms) -> Choice:
    everyone = np.ones(len(trial), bool)
    worth = net_value(everyone, trial.outcome, trial.is_treated, terms).value
    return Choice.ALL if worth > 0 else Choice.NONE
