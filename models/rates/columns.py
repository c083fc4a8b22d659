"""A table's columns as numbers: categories by what was known of them, numbers as they are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FEW = 25
"""A column of whole numbers with no more values than these may be names as well."""


@dataclass(frozen=True)
class Columns:
    """`categories`: the known values of text and truth columns; `names`: those of whole numbers
    that take few values; `numbers`: mean and deviation of the rest and of these, on a log scale.
    """

    categories: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]
    numbers: dict[str, tuple[float, float]]

    @classmethod
    def learned(cls, rows: pd.DataFrame) -> "Columns":
        numeric = [
            column
            for column in rows
            if pd.api.types.is_numeric_dtype(rows[column])
            and not pd.api.types.is_bool_dtype(rows[column])
        ]
        few = [c for c in numeric if pd.api.types.is_integer_dtype(rows[c])]
        few = [c for c in few if rows[c].nunique() <= FEW]
        scales = {column: _scaled(rows[column]) for column in numeric}
        return cls(
            {c: _values(rows[c]) for c in rows if c not in numeric},
            {c: _values(rows[c]) for c in few},
            {column: _centre(scaled) for column, scaled in scales.items()},
        )

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Columns":
        """The columns that `document` wrote down."""
        named = {
            kind: {name: tuple(values) for name, values in document[kind].items()}
            for kind in ("categories", "names", "numbers")
        }
        return cls(**named)

    def document(self) -> dict[str, Any]:
        return asdict(self)

    def plain(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Numbers as they are and categories by number, -1 for one that was not known."""
        columns = {name: rows[name].astype(np.float64) for name in self.numbers}
        for name, known in self.categories.items():
            codes = pd.Index(known, dtype="str").get_indexer(rows[name].astype("str"))
            columns[name] = pd.Series(codes, rows.index).astype(np.float64)
        return pd.DataFrame(columns, index=rows.index)

    def spread(self, rows: pd.DataFrame) -> NDArray[np.float64]:
        """For linear models: standardised numbers, empty ones at the mean, and a column of 0 and 1
        per value of a category or name.
        """
        parts = [
            np.nan_to_num((_scaled(rows[name]).to_numpy(np.float64) - mean) / deviation)[:, None]
            for name, (mean, deviation) in self.numbers.items()
        ]
        for name, known in (self.categories | self.names).items():
            codes = pd.Index(known, dtype="str").get_indexer(rows[name].astype("str"))
            parts.append(codes[:, None] == np.arange(len(known)))
        return np.hstack([np.zeros((len(rows), 0)), *parts]).astype(np.float64)


def _centre(scaled: pd.Series) -> tuple[float, float]:
    """Mean and deviation; 0 and 1 of a column that is empty or always the same."""
    known = scaled.dropna()
    return (float(known.mean()), float(known.std(ddof=0)) or 1.0) if len(known) else (0.0, 1.0)


def _values(column: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(column.dropna().astype(str).unique()))


def _scaled(column: pd.Series) -> pd.Series:
    values = column.astype(np.float64)
    return np.sign(values) * np.log1p(values.abs())
