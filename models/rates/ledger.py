"""What a thing had before a day, of all its counts: a difference of two running sums."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SPAN = 1 << 16
"""More than the days since 1970 that any date has."""


class Ledger:
    """Counts by key and day, the days counted from 1970; `counts` is measures × rows."""

    def __init__(self, keys: Ints, days: Ints, counts: Ints) -> None:
        place = keys * SPAN + days
        order = np.argsort(place, kind="stable")
        self._place, self._days = place[order], np.append(days[order], 0)
        self._sums = np.zeros((len(counts), len(order) + 1), np.int64)
        np.cumsum(counts[:, order], axis=1, out=self._sums[:, 1:])

    def before(self, keys: Ints, days: Ints) -> tuple[Ints, Floats]:
        """Per key and day the sums of all days strictly before it, measures × rows, and the last of
        those days; not a number where there is none.
        """
        start = keys * SPAN
        first = np.searchsorted(self._place, start)
        until = np.searchsorted(self._place, start + days)
        last = np.where(until > first, self._days[until - 1].astype(np.float64), np.nan)
        return self._sums[:, until] - self._sums[:, first], last
