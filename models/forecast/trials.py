"""Forecasts of the past set beside what came: errors and how often the band held, by size."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from models.forecast.history import Floats

MOST_LIKE, ALIKE, ENOUGH_LIKE = 200, 2.0, 60
"""Series of up to twice or half the size count as alike, unless too few are."""
FEWEST_LIKE = 30


@dataclass(frozen=True)
class Tested:
    """A horizon on past days by which nothing was chosen: absolute error of `n` totals as a share
    of what was sold, the same of "the last 28 days again", and the share within the 80 % band.
    """

    days: int
    origins: int
    n: int
    error: float
    naive_error: float
    covered: float


@dataclass(frozen=True)
class Trials:
    """Forecasts of one horizon from the last `origins` days that have one, an entry each: how large
    the series was, by how much line and naive line missed its total, what was sold, whether the
    80 % band held it, and whether it is a group of shops.
    """

    days: int
    origins: int
    sizes: Floats
    missed: Floats
    naive: Floats
    sold: Floats
    is_inside: NDArray[np.bool_]
    is_group: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence["Trials"]) -> "Trials":
        """Trials of one horizon from several days as one; there is at least one."""
        of = [each.name for each in fields(cls) if each.name not in ("days", "origins")]
        entries = {name: np.concatenate([getattr(part, name) for part in parts]) for name in of}
        return cls(parts[0].days, sum(part.origins for part in parts), **entries)

    def told(self, size: float | None = None) -> Tested | None:
        """Of series of like size, else of all but groups; None where too few were tried."""
        of = np.flatnonzero(~self.is_group) if size is None else like(self.sizes, size)
        if len(of) < FEWEST_LIKE:
            return None
        sold = float(self.sold[of].sum()) or np.nan
        error, naive = (float(missed[of].sum()) / sold for missed in (self.missed, self.naive))
        covered = float(self.is_inside[of].mean())
        return Tested(self.days, self.origins, len(of), error, naive, covered)


def like(sizes: Floats, size: float) -> NDArray[np.int64]:
    """Places of the nearest sizes: those up to twice as large or small, or the nearest few."""
    gap = np.abs(np.log(sizes) - np.log(max(size, 1e-9)))
    alike = max(int((gap <= np.log(ALIKE)).sum()), ENOUGH_LIKE)
    most = min(alike, MOST_LIKE, len(gap))
    return np.argpartition(gap, most - 1)[:most] if most else np.empty(0, np.int64)
