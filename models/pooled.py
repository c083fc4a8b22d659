"""Estimates of many groups drawn to their common one, each by how unsure it is itself.

Random effects: the variance between groups by DerSimonian and Laird (Controlled Clinical Trials 7,
1986), shrinkage and its variance by Morris (Journal of the American Statistical Association 78,
1983).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST_GROUPS = 3


@dataclass(frozen=True)
class Pooled:
    """The common estimate with its error, and the variance of groups about it beyond chance."""

    mean: float
    error: float
    between: float

    def own_weight(self, error: float) -> float:
        """What a group's own estimate counts for beside the common one."""
        return self.between / (self.between + error**2)

    def shrunk(self, estimate: float, error: float) -> tuple[float, float]:
        """A group's estimate and error after it was drawn to the common one."""
        own = self.own_weight(error)
        variance = own * error**2 + ((1 - own) * self.error) ** 2
        return own * estimate + (1 - own) * self.mean, float(np.sqrt(variance))

    def untold(self) -> tuple[float, float]:
        """What is known of a group without an estimate of its own."""
        return self.mean, float(np.sqrt(self.between + self.error**2))


def pooled(estimates: Floats, errors: Floats) -> Pooled | None:
    """Of independent groups; None below three, where nobody can tell how groups differ."""
    if len(estimates) < FEWEST_GROUPS:
        return None
    fixed = 1 / errors**2
    mean = (fixed * estimates).sum() / fixed.sum()
    q = (fixed * (estimates - mean) ** 2).sum()
    spread = fixed.sum() - (fixed**2).sum() / fixed.sum()
    between = max(float(q - (len(estimates) - 1)) / float(spread), 0.0)
    weights = 1 / (errors**2 + between)
    common = float((weights * estimates).sum() / weights.sum())
    return Pooled(common, float(1 / np.sqrt(weights.sum())), between)
