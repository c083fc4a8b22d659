"""The line of a forecast: the level of the last weeks, which returns to the one of many months.

Levels are exponentially weighted means of daily sales, and what the recent one departs from the
long one fades by a damping factor (exponential smoothing with a damped component: Gardner and
McKenzie, Management Science 31, 1985). "The last 28 days again" is one of the methods.
"""

from dataclasses import dataclass
from itertools import product
from math import inf
from typing import TypeAlias

import numpy as np

from models.forecast.history import Floats, History

MONTH = 28


@dataclass(frozen=True)
class Method:
    """Half-lives in days: of the recent level (None: the plain mean of the last 28 days), of the
    long one (None: there is none), and of how fast the one returns to the other.
    """

    recent: int | None = None
    long: int | None = None
    damping: float = inf

    def line(self, known: "Levels", days: int) -> Floats:
        """Expected net GMV of an average weekday; series x days ahead."""
        recent = known[self.recent]
        long = recent if self.long is None else known[self.long]
        left = 0.5 ** (np.arange(1, days + 1) / self.damping)
        return np.asarray(long[:, None] + (recent - long)[:, None] * left, np.float64)


Levels: TypeAlias = dict[int | None, Floats]
"""Per half-life, the level of each series."""
RECENT, LONG, DAMPING = (14, 28, 56), (91, 182), (14.0, 28.0, 91.0)
NAIVE = Method()
CANDIDATES = (
    NAIVE,
    *map(Method, RECENT),
    *(Method(*of) for of in product((None, *RECENT), LONG, DAMPING)),
)


def levels(past: History, row: int) -> Levels:
    """Every level that a method may ask for, as known before a row."""
    return {half_life: level(past, row, half_life) for half_life in (None, *RECENT, *LONG)}


def level(past: History, row: int, half_life: int | None, of: str = "net_gmv") -> Floats:
    """The mean per day before a row, later days counting more; days before a shop began, not."""
    values = getattr(past, of)[:row]
    if half_life is None:
        return np.asarray(values[-MONTH:].sum(0) / MONTH, np.float64)
    age = np.arange(row)[::-1]
    weights = 0.5 ** (age / half_life)
    since = np.r_[0.0, np.cumsum(weights[::-1])]
    return np.asarray(weights @ values / since[np.maximum(row - past.begun, 1)], np.float64)
