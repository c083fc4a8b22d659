"""How far an unseen reason for choosing could move the effect.

What creators choose for moves an estimate as far as it is not in the tables and tells of sales to
come (Imbens 2003). The unit is what momentum does: it sets those who start apart from others by
about half a standard deviation. A hidden factor of that strength that told all of what the tables
leave unexplained would make up half a standard deviation of that.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.adjusted import Adjusted
from models.causal.cohort.nuisance import Told
from models.causal.cohort.risk import Risk
from models.causal.effect import Estimate

STRENGTHS = (1, 2, 3)
STATED = 3
"""The strength of a hidden factor, in units of momentum, that the stated band allows for."""
USUAL_PULL = 0.5
"""Standard deviations between those who start and all others, by momentum. Where the tables show
less, something else was chosen for, so that the unit is never smaller."""


@dataclass(frozen=True)
class Band:
    """Around an adjusted total; `unit`: what a factor as strong as momentum could make up."""

    total: Estimate
    unit: float

    @classmethod
    def of(cls, found: Adjusted, risk: Risk, told: Told) -> "Band":
        growth = told.baseline.running.growth[risk.product[risk.starts], risk.day[risk.starts]]
        pull = max(abs(float(growth.mean())), USUAL_PULL)
        unit = pull * found.unexplained * float(np.abs(found.expected).sum())
        return cls(found.total, unit)

    def at(self, strength: float) -> tuple[float, float]:
        """The interval that allows for a factor of that strength in either direction."""
        return self.total.low - strength * self.unit, self.total.high + strength * self.unit
