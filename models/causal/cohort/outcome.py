"""What the dashboard will show of a collaboration: an interval for its attributed net GMV.

Split conformal prediction (Vovk et al. 2005; Lei et al. 2018), by category: the earlier starts
teach what is usual, later ones how far it is missed, in either direction by itself.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.panel import Floats, Ints
from models.causal.effect import LEVEL
from models.causal.glm import Scaled, poisson, predicted

FEWEST = 40
"""Collaborations of a category from which on it has quantiles of its own."""
REST = -1


@dataclass(frozen=True)
class Outcomes:
    """Attributed net GMV is usually `exp(slopes · guides)`; of that, with `floor` added to both, it
    is between `low` and `high` times as much, by category (REST: of all small ones).
    """

    scaled: Scaled
    slopes: Floats
    floor: float
    low: dict[int, float]
    high: dict[int, float]

    def usual(self, guides: Floats) -> Floats:
        """What is expected, per row."""
        return predicted(self.scaled.design(guides), self.slopes)

    def interval(self, guides: Floats, category: Ints) -> tuple[Floats, Floats]:
        """Per row, at LEVEL."""
        usual = self.usual(guides) + self.floor
        ends = (
            np.array([side.get(int(one), side[REST]) for one in category])
            for side in (self.low, self.high)
        )
        low, high = (np.maximum(usual * end - self.floor, 0.0) for end in ends)
        return low, high


def outcomes(guides: Floats, found: Floats, category: Ints, learns: np.ndarray) -> Outcomes:
    """Pairs that `learns` names teach what is usual, all others how far it is missed."""
    scaled = Scaled.of(guides[learns])
    slopes = poisson(scaled.design(guides[learns]), found[learns])
    floor = float(np.quantile(found[learns], 0.25))
    usual = predicted(scaled.design(guides[~learns]), slopes) + floor
    missed = (found[~learns] + floor) / usual
    kinds, counts = np.unique(category[~learns], return_counts=True)
    own = kinds[counts >= FEWEST]
    part = np.where(np.isin(category[~learns], own), category[~learns], REST)
    low, high = {}, {}
    for kind in {REST, *own.tolist()}:
        of_kind = missed[part == kind] if (part == kind).sum() >= FEWEST else missed
        low[kind], high[kind] = conformal_ends(of_kind, (1 - LEVEL) / 2)
    return Outcomes(scaled, slopes, floor, low, high)


def conformal_ends(ratios: Floats, tail: float) -> tuple[float, float]:
    """Order statistics that leave out a share of `tail` on either side, of one more to come."""
    ranked = np.sort(ratios)
    below = int(np.floor(tail * (len(ratios) + 1)))
    if below < 1:
        return 0.0, float("inf")
    return float(ranked[below - 1]), float(ranked[len(ranked) - below])
