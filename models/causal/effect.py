"""What every estimator gives: an effect with its interval, what it rests on and a sentence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]
LEVEL = 0.9


class Grade(StrEnum):
    """How far to trust an effect."""

    randomised = "A"
    adjusted = "B"
    weak = "C"
    none = "not estimable"


@dataclass(frozen=True)
class Estimate:
    """A figure with its standard error and its interval at `level`; nan where not known."""

    estimate: float
    standard_error: float
    low: float
    high: float
    level: float

    @classmethod
    def normal(cls, estimate: float, error: float, level: float = LEVEL) -> Self:
        """With the interval of a normal figure."""
        return cls.reaching(estimate, error, float(norm.ppf(0.5 + level / 2)), level)

    @classmethod
    def reaching(cls, estimate: float, error: float, reach: float, level: float) -> Self:
        """With an interval of `reach` standard errors to either side."""
        half = reach * error
        return cls(estimate, error, estimate - half, estimate + half, level)

    @classmethod
    def unknown(cls, level: float = LEVEL) -> Self:
        """Where the data do not suffice."""
        return cls(np.nan, np.nan, np.nan, np.nan, level)

    def times(self, factor: float) -> "Estimate":
        """In another unit: of so many times as much."""
        low, high = sorted((self.low * factor, self.high * factor))
        error = self.standard_error * abs(factor)
        return Estimate(self.estimate * factor, error, low, high, self.level)

    @property
    def is_apart(self) -> bool:
        """Whether the interval is known and leaves out 0."""
        return self.low > 0 or self.high < 0

    @property
    def has_interval(self) -> bool:
        return self.low <= self.high

    @property
    def span(self) -> str:
        """The interval in words."""
        if not self.has_interval:
            return "no interval"
        return f"{self.level:.0%} interval {shown(self.low)} to {shown(self.high)}"

    @property
    def verdict(self) -> str:
        """The interval, and whether it leaves the effect to chance, to follow what was found."""
        is_told = self.is_apart or not self.has_interval
        return f"({self.span})" + ("" if is_told else ", which does not tell it from chance")


def shown(figure: float) -> str:
    """In words: four digits, or whole where it is large."""
    return f"{figure:,.0f}" if abs(figure) >= 1_000 else f"{figure:.4g}"


@dataclass(frozen=True)
class Effect(Estimate):
    """An estimate of what a treatment changed, from `n` units: a grade with its reason, what has to
    hold for it, and a sentence that says it all.
    """

    n: int
    grade: Grade
    reason: str
    assumptions: tuple[str, ...]
    sentence: str
