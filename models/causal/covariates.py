"""Columns of a table as numbers: words become columns of their own, gaps are said."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from models.causal.table import TableError, column, numeric

MOST_WORDS = 30
MISSING = "missing"
GAPS = ("", "na", "n/a", "nan", "null", "none")


def listed(names: str) -> list[str]:
    """Names with commas between them."""
    return [name.strip() for name in names.split(",") if name.strip()]


def covariates(frame: pd.DataFrame, names: Sequence[str], path: Path) -> pd.DataFrame:
    """A row per row: numbers as they are, words as 0 and 1 but for the most common, and a column
    that says where a number is missing (its mean stands in). Raises TableError.
    """
    if not names:
        raise TableError(f"{path}: no covariates are named; name columns known before treatment")
    return pd.concat([_numbered(column(frame, name, path), path) for name in names], axis=1)


def _numbered(text: pd.Series, path: Path) -> pd.DataFrame:
    told = text[~text.str.lower().isin(GAPS)]
    if told.empty:
        raise TableError(f"{path}, column '{text.name}' is empty; leave it out of --covariates")
    numbers = numeric(told)
    if np.isfinite(numbers).all():
        return _gapped(numbers.reindex(text.index))
    if told.nunique() > MOST_WORDS:
        raise TableError(
            f"{path}, column '{text.name}' has {told.nunique()} different words, such as "
            f"'{told[~np.isfinite(numbers)].iloc[0]}'; at most {MOST_WORDS} can be used, so leave "
            "it out of --covariates, or mend what should be a number"
        )
    words = told.reindex(text.index, fill_value=MISSING)
    _, *kept = sorted(words.unique(), key=lambda word: (-(words == word).sum(), word))
    of = {f"{text.name} {word}": (words == word).astype(float) for word in kept}
    return pd.DataFrame(of, index=text.index)


def _gapped(numbers: pd.Series) -> pd.DataFrame:
    is_gap = numbers.isna()
    filled = numbers.fillna(numbers.mean()).to_frame()
    if not is_gap.any():
        return filled
    return filled.assign(**{f"{numbers.name} {MISSING}": is_gap.astype(float)})


def varying(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that differ from row to row."""
    return frame.loc[:, np.ptp(frame.to_numpy(np.float64), axis=0) > 0]
