"""Columns as numbers, learned on one file and the same for the next: words that are new there and
gaps have their place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.causal.covariates import GAPS, MISSING, MOST_WORDS
from models.causal.table import TableError, column, numeric

Matrix = NDArray[np.float64]
FEW_VALUES = 10
"""A number with no more values than this may mean a kind (a code, a number of stars)."""
STEPS = 101
FEW_SLIPS = 0.1
"""Of a column's cells: with fewer words among numbers, they are slips rather than kinds."""


@dataclass(frozen=True)
class Word:
    """One column of words: a place for each of the commonest, none for the rest."""

    name: str
    words: tuple[str, ...]

    @classmethod
    def learned(cls, text: pd.Series) -> "Word":
        counts = text.where(text != "", MISSING).value_counts()
        order = sorted(counts.index, key=lambda word: (-counts[word], word))
        return cls(str(text.name), tuple(order[:MOST_WORDS]))

    def plain(self, text: pd.Series, path: Path) -> Matrix:
        """A column of 0 and 1 per word."""
        told = text.where(text != "", MISSING).to_numpy(str)
        return np.column_stack([told == word for word in self.words]).astype(float)

    def terms(self, text: pd.Series, path: Path) -> Matrix:
        """The same, without the commonest, beside which the others are seen."""
        return self.plain(text, path)[:, 1:]


@dataclass(frozen=True)
class Number:
    """One column of numbers: where it has few values each is a kind, else its rank counts."""

    name: str
    values: tuple[float, ...]
    steps: tuple[float, ...]
    has_gaps: bool

    @classmethod
    def learned(cls, name: str, numbers: pd.Series) -> "Number":
        told = numbers.dropna()
        counts = told.value_counts()
        values = sorted(counts.index, key=lambda value: (-counts[value], value))
        is_kind = len(values) <= FEW_VALUES
        steps = np.unique(np.quantile(told, np.linspace(0, 1, STEPS))) if len(told) else ()
        kept = tuple(map(float, values)) if is_kind else ()
        return cls(name, kept, tuple(map(float, steps)), bool(numbers.isna().any()))

    def plain(self, text: pd.Series, path: Path) -> Matrix:
        """The number itself, nan where there is none."""
        return self._told(text, path)[:, None]

    def terms(self, text: pd.Series, path: Path) -> Matrix:
        """A column per value but the commonest, or the rank among the rows learned from, from -1 to
        1; a gap is in the middle, and said where rows learned from had some.
        """
        told = self._told(text, path)
        if self.values:
            found = [told == value for value in self.values[1:]]
        else:
            rank = np.interp(told, self.steps, np.linspace(-1, 1, len(self.steps)))
            found = [np.nan_to_num(rank)]
        gaps = [np.isnan(told)] if self.has_gaps else []
        return np.column_stack([*found, *gaps, np.zeros((len(told), 0))]).astype(float)

    def _told(self, text: pd.Series, path: Path) -> Matrix:
        numbers = _numbers(text)
        _refuse_words(text, numbers.isna() & ~_is_gap(text), path)
        return numbers.to_numpy(float)


@dataclass(frozen=True)
class Encoding:
    """How each covariate becomes numbers."""

    columns: tuple[Word | Number, ...]

    @classmethod
    def learned(cls, frame: pd.DataFrame, names: Sequence[str], path: Path) -> "Encoding":
        """Of columns of text. Raises TableError for a column that is not there, or of numbers with
        a word among them.
        """
        found = [_learned(column(frame, name, path), path) for name in sorted(set(names))]
        return cls(tuple(found))

    def encoded(self, frame: pd.DataFrame, path: Path) -> "Encoded":
        """Raises TableError for a column that is not there, or words where numbers were."""
        text = {one.name: column(frame, one.name, path) for one in self.columns}
        plain = [one.plain(text[one.name], path) for one in self.columns]
        blocks = [one.terms(text[one.name], path) for one in self.columns]
        return Encoded(np.hstack(plain), tuple(blocks))


@dataclass(frozen=True)
class Encoded:
    """Rows as numbers: `plain` for trees, a block of terms per covariate for sums."""

    plain: Matrix
    blocks: tuple[Matrix, ...]

    def __len__(self) -> int:
        return len(self.plain)

    def __getitem__(self, rows: NDArray[np.int64]) -> "Encoded":
        return Encoded(self.plain[rows], tuple(block[rows] for block in self.blocks))


def is_id(text: pd.Series) -> bool:
    """Whether each row that has one has its own, unless they are numbers with fractions."""
    told = text[~_is_gap(text)]
    is_fraction = _numbers(told).mod(1) > 0
    return not is_fraction.any() and len(told) > 1 and told.is_unique


def _learned(text: pd.Series, path: Path) -> Word | Number:
    numbers = _numbers(text)
    is_word = numbers.isna() & ~_is_gap(text)
    told = int((~_is_gap(text)).sum())
    if told and is_word.sum() < FEW_SLIPS * told and numbers.nunique() > MOST_WORDS:
        _refuse_words(text, is_word, path)
    if told and not is_word.any():
        return Number.learned(str(text.name), numbers)
    return Word.learned(text)


def _refuse_words(text: pd.Series, is_word: pd.Series, path: Path) -> None:
    if is_word.any():
        row = is_word.idxmax()
        raise TableError(
            f"{path} row {int(row) + 2}, column '{text.name}': {text[row]} is no number, as the "
            "column has elsewhere; correct it, or leave the column out by --covariates"
        )


def _is_gap(text: pd.Series) -> pd.Series:
    return text.str.lower().isin(GAPS)


def _numbers(text: pd.Series) -> pd.Series:
    found = numeric(text)
    return found.where(np.isfinite(found))
