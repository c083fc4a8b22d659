"""Two arms compared where units come in clusters: means, ratios of sums, and those who complied.

Each figure is told by what every unit adds to its error (its influence); the sum of these within a
cluster is one draw, whichever arms it spans (Liang and Zeger 1986; Deng, Knoblich and Lu 2018).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from models.causal.effect import Estimate, Floats

FEWEST_CLUSTERS = 10
"""Per arm, below which a cluster-robust error is not to be trusted."""


@dataclass(frozen=True)
class Arms:
    """A row per unit: its arm, its `weight` (1 ÷ the chance of the arm it is in, or 1 all over),
    and its cluster as a number from 0.
    """

    is_treated: NDArray[np.bool_]
    weight: Floats
    cluster: NDArray[np.int64]

    def take(self, rows: NDArray[np.bool_]) -> "Arms":
        cluster = np.unique(self.cluster[rows], return_inverse=True)[1]
        return Arms(self.is_treated[rows], self.weight[rows], cluster)

    @property
    def clusters(self) -> tuple[int, int]:
        """Of treated and of control; one that spans both counts in both."""
        treated, control = self.cluster[self.is_treated], self.cluster[~self.is_treated]
        return len(np.unique(treated)), len(np.unique(control))

    @property
    def are_enough(self) -> bool:
        return min(self.clusters) >= FEWEST_CLUSTERS


@dataclass(frozen=True)
class Contrast:
    """Treated less control, the figures of both, and each unit's influence."""

    difference: float
    treated: float
    control: float
    influence: Floats


def means(outcome: Floats, arms: Arms) -> Contrast:
    """Of the mean per unit."""
    return ratios(outcome, np.ones(len(outcome)), arms)


def ratios(above: Floats, below: Floats, arms: Arms) -> Contrast:
    """Of Σ above ÷ Σ below by arm, such as orders per click, by the delta method."""
    influence, figure = np.zeros(len(above)), []
    for is_in, sign in ((arms.is_treated, 1.0), (~arms.is_treated, -1.0)):
        weight = np.where(is_in, arms.weight, 0.0)
        total = float(weight @ below)
        ratio = float(weight @ above) / total if total > 0 else np.nan
        influence += sign * weight * (above - ratio * below) / (total if total > 0 else np.nan)
        figure.append(ratio)
    return Contrast(figure[0] - figure[1], figure[0], figure[1], influence)


def spared(outcome: Floats, before: Floats, arms: Arms) -> Floats:
    """The outcome with what the days before foretell taken out (Deng et al. 2013), by the slope
    within arms; as it was where the days before do not differ.
    """
    one, two = outcome.copy(), before.astype(np.float64)
    for is_in in (arms.is_treated, ~arms.is_treated):
        one[is_in] -= one[is_in].mean()
        two[is_in] -= two[is_in].mean()
    varies = float(two @ two)
    slope = float(one @ two) / varies if varies > 0 else 0.0
    return np.asarray(outcome - slope * (before - before.mean()))


def estimated(found: Contrast, arms: Arms, level: float) -> Estimate:
    """With its interval, t with clusters - 2 degrees of freedom."""
    clusters = int(arms.cluster.max()) + 1
    error = float(np.sqrt(_covariance(found.influence, found.influence, arms)))
    reach = float(t.ppf(0.5 + level / 2, max(clusters - 2, 1)))
    return Estimate.reaching(found.difference, error, reach, level)


def on_compliers(outcome: Contrast, starts: Contrast, arms: Arms, level: float) -> Estimate:
    """The difference of outcomes ÷ that of starts (Wald 1940; Imbens and Angrist 1994), with the
    interval of Anderson and Rubin (1949), which keeps its word where few start; unknown where the
    starts of the arms cannot be told apart, for it then has no end.
    """
    own = _covariance(outcome.influence, outcome.influence, arms)
    both = _covariance(outcome.influence, starts.influence, arms)
    of_starts = _covariance(starts.influence, starts.influence, arms)
    clusters = int(arms.cluster.max()) + 1
    reach = float(t.ppf(0.5 + level / 2, max(clusters - 2, 1))) ** 2
    square = starts.difference**2 - reach * of_starts
    if not square > 0:
        return Estimate.unknown(level)
    middle = (outcome.difference * starts.difference - reach * both) / square
    rest = (outcome.difference**2 - reach * own) / square
    half = float(np.sqrt(max(middle**2 - rest, 0.0)))
    ratio = outcome.difference / starts.difference
    error = np.sqrt(max(own - 2 * ratio * both + ratio**2 * of_starts, 0.0))
    told = float(error / abs(starts.difference))
    return Estimate(ratio, told, middle - half, middle + half, level)


def _covariance(one: Floats, two: Floats, arms: Arms) -> float:
    """Of two figures, from the sums of influences within clusters."""
    clusters = int(arms.cluster.max()) + 1
    sums = [np.bincount(arms.cluster, of, minlength=clusters) for of in (one, two)]
    return float(sums[0] @ sums[1]) * clusters / max(clusters - 1, 1)
