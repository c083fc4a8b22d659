"""What was taken back of sales after their day, so that a past day knows no more than it did."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def _none() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True)
class Late:
    """Cancelled or refunded money, an entry each: rows of the `sold` day and of the day on which it
    was `known`, the column of its `series`, and the `amount`, minor units.
    """

    sold: Ints = field(default_factory=_none)
    known: Ints = field(default_factory=_none)
    series: Ints = field(default_factory=_none)
    amount: Floats = field(default_factory=lambda: np.empty(0))

    @classmethod
    def told(cls, late: pd.DataFrame, series: Ints, start: pd.Timestamp) -> "Late":
        """Of `late_returns`, each row's series given; `start` is the day of row 0."""
        sold, known = (
            (pd.to_datetime(late[day]) - start).dt.days.to_numpy(np.int64)
            for day in ("day", "returned_on")
        )
        return cls(sold, known, series, late["amount"].to_numpy(np.float64))

    def untold(self, row: int, series: int) -> Floats:
        """What of the days before a row was taken back from it on; rows x so many series."""
        found, is_it = np.zeros((row, series)), (self.sold < row) & (self.known >= row)
        np.add.at(found, (self.sold[is_it], self.series[is_it]), self.amount[is_it])
        return found

    def of(self, columns: NDArray[np.bool_]) -> "Late":
        """Of some of the series."""
        return self._where(columns[self.series], (np.cumsum(columns) - 1)[self.series])

    def before(self, row: int) -> "Late":
        """What was known before a row."""
        return self._where(self.known < row, self.series)

    def joined(self, group: Ints) -> "Late":
        """Of a group of series as one."""
        return self._where(np.isin(self.series, group), np.zeros_like(self.series))

    def beside(self, other: "Late", by: int) -> "Late":
        """These and others, whose series follow so many."""
        pairs = (
            (self.sold, other.sold),
            (self.known, other.known),
            (self.series, other.series + by),
        )
        sold, known, series = (np.concatenate(pair) for pair in pairs)
        return Late(sold, known, series, np.concatenate([self.amount, other.amount]))

    def _where(self, is_it: NDArray[np.bool_], series: Ints) -> "Late":
        return Late(self.sold[is_it], self.known[is_it], series[is_it], self.amount[is_it])
