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
SHAPES, COLUMNS = 12, 24
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Luck:
    """`choice`: what it means that nobody chose a pair; `share` and `share_error`: which part
    counts of what is brought, in common to all pairs, 1 and 0 for all of it.
    """

    choice: Choice
    share: float = 1.0
    share_error: float = 0.0

    def quantiles(self, of: "Rows", at: Floats) -> Floats:
        """Pair × `at`, as multiples of what is expected before choice has its say."""
        found = np.empty((len(of.shape), len(at)))
        last = float(self.choice.thinning.candidates)
        apart = np.where(of.is_begun, of.spread, np.nan_to_num(of.rank, nan=last))
        for begun in np.unique(of.is_begun):
            rows = of.is_begun == begun
            found[rows] = self._between(of.shape[rows], apart[rows], at, is_begun=bool(begun))
        return found

    def _between(self, shape: Floats, apart: Floats, at: Floats, *, is_begun: bool) -> Floats:
        """Pairs that began differ by their spreads, all others by their ranks."""
        shapes, columns = _points(np.log(shape), SHAPES), _points(np.log(apart), COLUMNS)
        creator, pair, knowing, share = _uniform().T
        counts = np.clip(self.share + self.share_error * norm.ppf(share), 0, None)
        rest = counts * (
            log_normal(np.exp(columns)[:, None], norm.ppf(pair))
            if is_begun
            else log_normal(self.choice.spread, norm.ppf(pair))
            * self.choice.factor(np.exp(columns), knowing)
        )
        held = np.empty((len(shapes), len(columns), len(at)))
        for row, one in enumerate(np.exp(shapes)):
            factor = gamma.ppf(creator, one, scale=1 / one)
            held[row] = np.quantile(factor * rest, at, axis=1).T
        grid = RegularGridInterpolator((shapes, columns), held)
        return np.asarray(grid(np.column_stack([np.log(shape), np.log(apart)])))


@dataclass(frozen=True)
class Rows:
    """A pair each: `shape` of a gamma distribution of mean 1, the creator's factor; the `rank` in
    the order of fit, not a number where unknown; whether the pair `is_begun`, and then by how much
    it may still differ, `spread`, a squared coefficient of variation.
    """

    shape: Floats
    rank: Floats
    is_begun: Flags
    spread: Floats


def log_normal(spread: Floats | float, normal: Floats) -> Floats:
    """Factors of mean 1 with such a squared coefficient of variation, from standard normals."""
    variance = np.log1p(spread)
    return np.asarray(np.exp(np.sqrt(variance) * normal - variance / 2), np.float64)


def _uniform() -> Floats:
    """Creator, pair, what choice knows, share: points that fill the cube evenly."""
    return np.asarray(qmc.Sobol(4, rng=SEED).random_base2(POWER))


def _points(values: Floats, most: int) -> Floats:
    """From the least to the largest, two at least."""
    low, high = float(values.min()), float(values.max())
    return np.linspace(low, high, most) if high - low > 1e-9 else np.array([low, low + 1.0])
