"""Whether interests have moved: how far now is from the long run, and how far chance alone goes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]
SHUFFLES = 999
USUAL = (0.05, 0.95)
FEWEST_PRODUCTS = 5
"""Products over the long run below which too few orders of them exist to tell what is usual."""
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Drift:
    """`distance` from 0 (the same shares) to 1 (nothing in common); `low` to `high` is where 90 %
    of distances lie if nothing moved, empty where the products cannot tell: too few of them, or
    every order gives the same distance.
    """

    distance: float
    low: float | None
    high: float | None

    @property
    def is_beyond_chance(self) -> bool:
        return self.high is not None and self.distance > self.high + TOLERANCE


def drift(now: Weights, long: Weights, category: NDArray[np.int32], seed: int = 0) -> Drift:
    """From weights per product now and over the long run, and each product's category.

    What is usual: the categories shuffled among the products, each keeping its times. So a product
    shown on many days counts as the one choice that it was.
    """
    observed = float(_distances(now, long, category[None, :])[0])
    if len(category) < FEWEST_PRODUCTS:
        return Drift(observed, None, None)
    rng = np.random.default_rng(seed)
    shuffled = rng.permuted(np.tile(category, (SHUFFLES, 1)), axis=1)
    low, high = np.quantile(_distances(now, long, shuffled), USUAL)
    if high - low < TOLERANCE:
        return Drift(observed, None, None)
    return Drift(observed, float(low), float(high))


def js_distance(one: Weights, other: Weights) -> Weights:
    """Square root of the Jensen–Shannon divergence in bits, 0 to 1, row by row (Lin 1991; a metric
    by Endres and Schindelin 2003). Rows are weights of any sum above 0.
    """
    p, q = (w / w.sum(axis=-1, keepdims=True) for w in (one, other))
    middle = (p + q) / 2
    divergence = (_relative_entropy(p, middle) + _relative_entropy(q, middle)) / 2
    return np.asarray(np.sqrt(np.clip(divergence, 0.0, 1.0)))


def _relative_entropy(p: Weights, of: Weights) -> Weights:
    """In bits, row by row; `of` is above 0 wherever `p` is."""
    ratio = np.divide(p, of, out=np.ones_like(p), where=p > 0)
    return np.asarray((p * np.log2(ratio)).sum(axis=-1))


def _distances(now: Weights, long: Weights, categories: NDArray[np.int32]) -> Weights:
    """The distance under each row of categories."""
    kinds = [categories == kind for kind in np.unique(categories)]
    return js_distance(
        np.column_stack([is_of @ now for is_of in kinds]),
        np.column_stack([is_of @ long for is_of in kinds]),
    )
