"""How what a product's creators bring adds up: each further one adds less, as orders have answered.

Orders of the market's products go with (1 + creators) to the power of an elasticity
(models.levers.Evidence.creators). With k creators running, m usual further ones bring
usual · ((1 + k + m)^e − (1 + k)^e) ÷ ((2 + k)^e − (1 + k)^e): the first in full, each next less.
A creator weighs as many usual ones as would bring what it brings, so that alone it adds its own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
SMALLEST = 1e-6
"""Elasticity at or below which orders go with the logarithm of creators."""


@dataclass(frozen=True)
class Curve:
    """`elasticity` of orders to creators, from 0 to 1, where 1 is no saturation at all; `running`
    creators of the product by now; `usual`: what a usual further creator brings, in money.
    """

    elasticity: float = 1.0
    running: float = 0.0
    usual: float = 1.0

    @property
    def is_linear(self) -> bool:
        return self.elasticity >= 1

    def worth(self, weight: ArrayLike) -> Floats:
        """What creators of these weights together bring; both in money."""
        weight = np.asarray(weight, np.float64)
        if self.is_linear:
            return weight
        further = self._rise(np.maximum(weight / self.usual, 1)) / self._rise(1.0)
        return np.where(weight <= self.usual, weight, self.usual * further)

    def weight(self, worth: ArrayLike) -> Floats:
        """The inverse of `worth`."""
        worth = np.asarray(worth, np.float64)
        if self.is_linear:
            return worth
        rise = np.maximum(worth / self.usual, 1) * self._rise(1.0)
        base = 1 + self.running
        if self.elasticity <= SMALLEST:
            further = base * np.expm1(rise)
        else:
            further = (base**self.elasticity + rise) ** (1 / self.elasticity) - base
        return np.where(worth <= self.usual, worth, self.usual * further)

    def slope(self, weight: ArrayLike) -> Floats:
        """What a unit of further weight adds; 1 up to the first usual creator."""
        weight = np.asarray(weight, np.float64)
        if self.is_linear:
            return np.ones_like(weight)
        power = max(self.elasticity, 0.0)
        times = power if power > SMALLEST else 1.0
        steep = times * (1 + self.running + weight / self.usual) ** (power - 1)
        return np.where(weight <= self.usual, 1.0, steep / self._rise(1.0))

    def _rise(self, creators: ArrayLike) -> Floats:
        """By how much (1 + creators)^elasticity, or its logarithm, rises with so many more."""
        base, then = 1 + self.running, 1 + self.running + np.asarray(creators, np.float64)
        if self.elasticity <= SMALLEST:
            return np.asarray(np.log(then / base))
        return np.asarray(then**self.elasticity - base**self.elasticity)


LINEAR = Curve()


def measured(slope: float, running: float, values: Floats) -> Curve:
    """The curve of a product from the market's measured slope of log orders on log(1 + creators),
    cut to 0 to 1, and its candidates' values: usual is the creator behind an average unit of money.
    """
    positive = values[values > 0]
    if slope >= 1 or not len(positive):
        return LINEAR
    return Curve(max(slope, 0.0), running, float((positive**2).sum() / positive.sum()))
