"""Forecasts of the past set beside what came: errors and how often the band held, by size."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t

from models.forecast.history import Floats
from models.reliability import LEVEL

MOST_LIKE, ALIKE, ENOUGH_LIKE = 200, 2.0, 60
"""Series of up to twice or half the size count as alike, unless too few are."""
FEWEST_LIKE = 30
TENTHS, FEWEST_OF_TENTH = 10, 10


@dataclass(frozen=True)
class Tested:
    """A horizon on past days by which nothing was chosen: absolute error of `n` totals as a share
    of what was sold, the same of "the last 28 days again", the share within the 80 % band, and what
    was foretold of all together ÷ what was sold - 1.
    """

    days: int
    origins: int
    n: int
    error: float
    naive_error: float
    covered: float
    bias: float


@dataclass(frozen=True)
class Trials:
    """Forecasts of one horizon made with what was sold up to each of `frozen_on`, an entry each:
    how large the series was, its total as `expected` by the line and by the `naive` one, what was
    `sold`, minor units, whether the 80 % band held it, and whether it is a group of shops.
    """

    days: int
    frozen_on: tuple[date, ...]
    sizes: Floats
    expected: Floats
    naive: Floats
    sold: Floats
    is_inside: NDArray[np.bool_]
    is_group: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence["Trials"]) -> "Trials":
        """Trials of one horizon from several days as one; there is at least one."""
        of = [each.name for each in fields(cls) if each.name not in ("days", "frozen_on")]
        entries = {name: np.concatenate([getattr(part, name) for part in parts]) for name in of}
        frozen_on = tuple(day for part in parts for day in part.frozen_on)
        return cls(parts[0].days, frozen_on, **entries)

    def told(self, size: float | None = None) -> Tested | None:
        """Of series of like size, else of all but groups; None where too few were tried."""
        of = np.flatnonzero(~self.is_group) if size is None else like(self.sizes, size)
        if len(of) < FEWEST_LIKE:
            return None
        sold = float(self.sold[of].sum()) or np.nan
        error, naive = (
            float(np.abs(line - self.sold)[of].sum()) / sold for line in (self.expected, self.naive)
        )
        covered = float(self.is_inside[of].mean())
        bias = float(self.expected[of].sum()) / sold - 1
        return Tested(self.days, len(self.frozen_on), len(of), error, naive, covered, bias)

    def tenths(self) -> pd.DataFrame | None:
        """A row per tenth of all but groups by what was expected: `expected`, `sold` on average
        with its 95 % interval `low`, `high`, and `n`; None of too few.
        """
        rows = pd.DataFrame({"expected": self.expected, "sold": self.sold})[~self.is_group]
        if len(rows) < TENTHS * FEWEST_OF_TENTH:
            return None
        by = pd.qcut(rows["expected"].rank(method="first"), TENTHS, labels=False)
        groups = rows.groupby(by)
        found = groups.mean().assign(n=groups.size())
        half = t.ppf(0.5 + LEVEL / 2, found["n"] - 1) * groups["sold"].sem()
        low = (found["sold"] - half).clip(lower=0)
        return found.assign(low=low, high=found["sold"] + half).reset_index(drop=True)


def like(sizes: Floats, size: float) -> NDArray[np.int64]:
    """Places of the nearest sizes: those up to twice as large or small, or the nearest few."""
    gap = np.abs(np.log(sizes) - np.log(max(size, 1e-9)))
    alike = max(int((gap <= np.log(ALIKE)).sum()), ENOUGH_LIKE)
    most = min(alike, MOST_LIKE, len(gap))
    return np.argpartition(gap, most - 1)[:most] if most else np.empty(0, np.int64)
