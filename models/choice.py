"""What it means for a pair that nobody has chosen it yet.

Pairs that ran were chosen, often by what was known to suit and no table tells. Between two extremes
lies what an untried pair brings, of what its like among the chosen did: that choice knew nothing
more than the tables, and that pairs were chosen in proportion to what they would bring (Luce 1959).
Each is held as likely as anything between. The more so does choice speak against a pair that stands
far behind in the order of fit: starts thin out from rank to rank by a power law (Zipf 1949).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STEPS = 40
KNOWING = (np.arange(STEPS) + 0.5) / STEPS
"""How much choice may know, from nothing to all, each as likely."""
CORNERS = np.linspace(0, 1, 65)
"""Between these what the chosen average to is all but straight."""
STEEPEST = 3.0
FEWEST = 100
"""Starts below which their ranks do not tell how fast they thin out."""


@dataclass(frozen=True)
class Thinning:
    """Starts per pair go with rank to the power of minus `exponent`, among so many `candidates`; as
    `starts` told that began after the order was known.
    """

    exponent: float = 0.0
    candidates: int = 1
    starts: int = 0

    @classmethod
    def of(cls, ranks: Ints, among: Ints) -> "Thinning":
        """By maximum likelihood (Clauset, Shalizi and Newman 2009) from the `ranks`, from 1, of
        starts `among` so many candidates each.
        """
        if len(ranks) < FEWEST:
            return cls()
        sizes, times = np.unique(among, return_counts=True)
        every = np.log(np.arange(1, sizes[-1] + 1))
        told = float(np.log(ranks).sum())

        def unlikely(exponent: float) -> float:
            sums = np.log(np.cumsum(np.exp(-exponent * every)))[sizes - 1]
            return float(exponent * told + times @ sums)

        best = minimize_scalar(unlikely, bounds=(0.0, STEEPEST), method="bounded")
        return cls(float(best.x), int(sizes[-1]), len(ranks))


@dataclass(frozen=True)
class Choice:
    """`spread`: by how much pairs of like features differ, a squared coefficient of variation."""

    spread: float
    thinning: Thinning

    @property
    def hidden(self) -> float:
        """The variance of the logarithm of what they bring."""
        return float(np.log1p(self.spread))

    def factor(self, rank: Floats, knowing: Floats) -> Floats:
        """Ranks × `knowing`, from 0 to 1: what an untried pair brings, as a multiple of what its
        like among the chosen did. Ranks thin out alike in it: chosen pairs average to what is left
        by `hidden` alone. A rank that is unknown is the last.
        """
        ranks, row = np.unique(rank, return_inverse=True)
        return self._factor(ranks, knowing)[row]

    def mean(self, rank: Floats) -> Floats:
        """Per rank, over all that choice may know."""
        ranks, row = np.unique(rank, return_inverse=True)
        return np.asarray(self._factor(ranks, KNOWING).mean(axis=1)[row], np.float64)

    def _factor(self, ranks: Floats, knowing: Floats) -> Floats:
        exponent, candidates = self.thinning.exponent, self.thinning.candidates
        place = exponent * np.log(np.nan_to_num(ranks, nan=candidates))
        usual = np.interp(knowing, CORNERS, _curve(exponent, candidates))
        behind = knowing * (self.hidden + place[:, None]) + usual
        return np.asarray(np.exp(-behind), np.float64)


@lru_cache(maxsize=64)
def _curve(exponent: float, candidates: int) -> Floats:
    """The logarithm of what the chosen average to by rank alone, at CORNERS of knowing."""
    every = np.log(np.arange(1, candidates + 1))
    usual = np.exp(-exponent * every)
    sums = [np.exp(-corner * exponent * every) @ usual for corner in CORNERS]
    return np.log(np.array(sums) / usual.sum())
