"""How large an effect a test of so many units would find, and how many units find an effect."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import t

from models.experiments.clustered import FEWEST_CLUSTERS

POWER = 0.8
FEWEST_GROUPS = 2 * FEWEST_CLUSTERS
"""To be drawn apart, so that each arm has what a read-out needs."""
MOST_UNITS = 1_000_000


def too_few(groups: int) -> str:
    """Why so many cannot be tested, and what would do."""
    return (
        f"only {groups:,} can be drawn apart, and {FEWEST_GROUPS} are needed, {FEWEST_CLUSTERS} "
        "for each arm, to tell an effect from chance; choose more, or draw fewer of them together"
    )


@dataclass(frozen=True)
class Design:
    """A test of two arms: `alpha` two-sided, `share` of the treated, the `deviation` of a unit's
    outcome, units per cluster (their mean `size`, or as many as make so many `clusters`, and the
    coefficient of their `variation`) with their intra-cluster correlation `icc`, and the `starts`
    expected per treated unit.
    """

    deviation: float
    alpha: float = 0.1
    power: float = POWER
    share: float = 0.5
    size: float = 1.0
    clusters: int | None = None
    variation: float = 0.0
    icc: float = 0.0
    starts: float = 1.0

    def size_at(self, units: int) -> float:
        """Units per cluster in a test of so many."""
        return units / self.clusters if self.clusters else self.size

    def design_effect(self, units: int) -> float:
        """By how much clusters raise the variance of a mean, 1 + ((1 + cv²) m - 1) icc (Eldridge,
        Ashby and Kerry 2006); a cluster tells no less than one unit.
        """
        return max(1 + ((1 + self.variation**2) * self.size_at(units) - 1) * self.icc, 1.0)

    def with_spared(self, correlation: float) -> "Design":
        """With what the outcome of the days before foretells taken out: (1 - ρ²) of the variance
        is left (Deng, Xu, Kohavi and Walker 2013).
        """
        left = max(1 - correlation**2, 0.0)
        return replace(self, deviation=self.deviation * np.sqrt(left))


def minimum_effect(units: int, design: Design) -> float:
    """Smallest difference of means that is found with the design's power, in the outcome's unit;
    nan below FEWEST_GROUPS clusters.

    (t(1 - α/2) + t(power)) · standard error, with clusters - 2 degrees of freedom (Bloom 1995).
    """
    clusters = units / design.size_at(units)
    if clusters < FEWEST_GROUPS:
        return float("nan")
    reach = t.ppf([1 - design.alpha / 2, design.power], clusters - 2).sum()
    arms = units * design.share * (1 - design.share)
    return float(reach * design.deviation * np.sqrt(design.design_effect(units) / arms))


def per_starter(effect: float, design: Design) -> float:
    """The same per start: what all who were asked gain comes from these alone (Bloom 1984)."""
    return effect / design.starts if design.starts > 0 else float("nan")


def units_needed(effect: float, design: Design) -> int | None:
    """Fewest units that find an effect of this size; None above MOST_UNITS."""
    low, high = int(np.ceil(FEWEST_GROUPS * design.size)), MOST_UNITS
    if not effect > 0 or not minimum_effect(high, design) <= effect:
        return None
    while low < high:
        middle = (low + high) // 2
        if minimum_effect(middle, design) <= effect:
            high = middle
        else:
            low = middle + 1
    return low


def curve(units: Sequence[int], design: Design) -> pd.DataFrame:
    """`units`, `effect` on all that are treated, `per_starter` (empty where nobody knows who
    starts): a row per number of units that can tell an effect.
    """
    effects = [minimum_effect(n, design) for n in units]
    frame = pd.DataFrame({"units": list(units), "effect": effects})
    return frame.assign(per_starter=[per_starter(e, design) for e in effects]).dropna(
        subset="effect"
    )
