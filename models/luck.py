"""By how much what a pair brings may differ from what is expected of it.

Its creator may be better than the record tells, the pair better than its like, and choice may have
known more of it, or less; quantiles of all that together come from a fixed grid of draws (Sobol
1967), between whose points they are interpolated: a million pairs cost little more than a hundred.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RegularGridInterpolator
from scipy.stats import gamma, norm, qmc

from models.choice import Choice

SEED = 11
POWER = 12
SHAPES, RANKS = 12, 24
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Luck:
    """`pair_spread`: a squared coefficient of variation; `share` and `share_error`: which part
    counts of what is brought, in common to all pairs, 1 and 0 for all of it.
    """

    pair_spread: float
    choice: Choice
    share: float = 1.0
    share_error: float = 0.0

    def quantiles(self, shape: Floats, rank: Floats, is_begun: Flags, at: Floats) -> Floats:
        """Pair × `at`, as multiples of what is expected before choice has its say; `shape` of a
        gamma distribution of mean 1, the creator's. For pairs that had begun it has none.
        """
        found = np.empty((len(shape), len(at)))
        last = float(self.choice.thinning.candidates)
        known = np.where(is_begun, 1.0, np.nan_to_num(rank, nan=last))
        for begun in np.unique(is_begun):
            rows = is_begun == begun
            found[rows] = self._between(shape[rows], known[rows], at, is_begun=bool(begun))
        return found

    def _between(self, shape: Floats, rank: Floats, at: Floats, *, is_begun: bool) -> Floats:
        shapes, ranks = _points(np.log(shape), SHAPES), _points(np.log(rank), RANKS)
        creator, pair, knowing, share = _uniform().T
        rest = np.exp(norm.ppf(pair) * self._deviation - self._deviation**2 / 2)
        rest *= np.clip(self.share + self.share_error * norm.ppf(share), 0, None)
        chosen = (
            np.ones((len(ranks), len(rest)))
            if is_begun
            else self.choice.factor(np.exp(ranks), knowing)
        )
        held = np.empty((len(shapes), len(ranks), len(at)))
        for row, one in enumerate(np.exp(shapes)):
            factor = gamma.ppf(creator, one, scale=1 / one) * rest
            held[row] = np.quantile(factor * chosen, at, axis=1).T
        grid = RegularGridInterpolator((shapes, ranks), held)
        return np.asarray(grid(np.column_stack([np.log(shape), np.log(rank)])))

    @property
    def _deviation(self) -> float:
        """Of the logarithm of a pair's own factor, which is normal (mean 1)."""
        return float(np.sqrt(np.log1p(self.pair_spread)))


def _uniform() -> Floats:
    """Creator, pair, what choice knows, share: points that fill the cube evenly."""
    return np.asarray(qmc.Sobol(4, rng=SEED).random_base2(POWER))


def _points(values: Floats, most: int) -> Floats:
    """From the least to the largest, two at least."""
    low, high = float(values.min()), float(values.max())
    return np.linspace(low, high, most) if high - low > 1e-9 else np.array([low, low + 1.0])
