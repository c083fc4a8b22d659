"""Sums of terms and of products of two, with one penalty that the rows learned from choose."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.causal.targeting.encoding import Encoded

Floats = NDArray[np.float64]
MOST_TERMS = 300
PENALTIES = np.logspace(-3, 3, 49)
"""Per row; the terms are standardised."""


def paired(known: Encoded) -> Floats:
    """Each covariate's terms, and the products of two covariates', smallest blocks first, up to
    MOST_TERMS in all.
    """
    kept, room = list(known.blocks), MOST_TERMS - sum(one.shape[1] for one in known.blocks)
    pairs = combinations(known.blocks, 2)
    for one, two in sorted(pairs, key=lambda pair: pair[0].shape[1] * pair[1].shape[1]):
        room -= one.shape[1] * two.shape[1]
        if room < 0:
            break
        kept.append((one[:, :, None] * two[:, None, :]).reshape(len(one), -1))
    return np.hstack(kept)


@dataclass(frozen=True)
class Line:
    """What a sum of terms foretells; `leaving_out`: of each row learned from, without that row."""

    middle: Floats
    slopes: Floats
    level: float
    leaving_out: Floats

    def expected(self, terms: Floats) -> Floats:
        return self.level + (terms - self.middle) @ self.slopes


@dataclass(frozen=True)
class Design:
    """Terms of the rows to learn from, taken apart once for any target."""

    terms: Floats

    @cached_property
    def middle(self) -> Floats:
        return self.terms.mean(axis=0)

    @cached_property
    def scale(self) -> Floats:
        spread = self.terms.std(axis=0)
        return np.where(spread > 0, spread, 1.0)

    @cached_property
    def _apart(self) -> tuple[Floats, Floats, Floats]:
        standard = (self.terms - self.middle) / self.scale
        sizes, ways = np.linalg.eigh(standard.T @ standard)
        return np.maximum(sizes, 0.0), ways, standard @ ways

    def fitted(self, target: Floats) -> Line:
        """Ridge regression with the penalty of least generalised cross-validation error (Golub,
        Heath and Wahba 1979).
        """
        sizes, ways, turned = self._apart
        rows, level = len(target), float(target.mean())
        moved = turned.T @ (target - level)
        shrunk = 1 / (sizes + rows * PENALTIES[:, None])
        slopes = shrunk * moved
        rest = np.sum((target - level) ** 2) - 2 * slopes @ moved + (slopes**2) @ sizes
        best = int(np.argmin(rest / (rows - 1 - shrunk @ sizes) ** 2))
        found = level + turned @ slopes[best]
        own = 1 / rows + (turned**2) @ shrunk[best]
        leaving_out = target - (target - found) / (1 - own)
        return Line(self.middle, ways @ slopes[best] / self.scale, level, leaving_out)
