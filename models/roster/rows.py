"""A sparse matrix of constraints under construction."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import coo_array

from models.roster.problem import Floats, Ints


@dataclass
class Rows:
    """A sparse matrix under construction, with a lower and an upper end per row."""

    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    number: list[Floats] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, columns: Ints, numbers: Floats, low: float, high: float) -> int:
        """A row that lies from `low` to `high`; its number."""
        self.row.append(np.full(len(columns), len(self.low)))
        self.column.append(np.asarray(columns))
        self.number.append(np.asarray(numbers, np.float64))
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def extend(self, row: int, column: int, number: float) -> None:
        """One more variable in a row."""
        self.row.append(np.array([row]))
        self.column.append(np.array([column]))
        self.number.append(np.array([number]))

    def copy(self) -> "Rows":
        """The same rows, to which others may be added."""
        return Rows(*(list(getattr(self, part)) for part in self.__dataclass_fields__))

    def constraint(self, width: int) -> LinearConstraint:
        """The rows so far, over so many variables."""
        at = (np.concatenate(self.row), np.concatenate(self.column))
        matrix = coo_array((np.concatenate(self.number), at), shape=(len(self.low), width))
        return LinearConstraint(matrix.tocsr(), np.array(self.low), np.array(self.high))
