"""Reads ids, instants and numbers out of columns of any type; what cannot be read stays empty."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa

from data.contract.columns import MOST_COUNT

EXACT = 2**53
"""Above this a binary float no longer holds every whole number, so an id may have changed."""

EARLIEST, LATEST = datetime(1900, 1, 1), datetime(2200, 1, 1)
"""Instants outside are slips of the pen, and beyond what every tool can hold."""

TEXT = pd.ArrowDtype(pa.string())
NOTHING = ("", "nan", "null", "none", "na", "n/a")


def ids(column: pd.Series) -> pd.Series:
    """Ids as text: 31625220889.0 is "31625220889"; floats too large to be exact stay empty."""
    if pd.api.types.is_float_dtype(column.dtype):
        numbers = column.astype("float64")
        whole = (numbers % 1 == 0) & (numbers.abs() < EXACT)
        text = numbers.where(whole, 0).astype("int64").astype(TEXT)
        return text.where(whole)
    return texts(column)


def texts(column: pd.Series) -> pd.Series:
    """Trimmed text; blanks and the words that stand for nothing (NaN, null) stay empty."""
    text = column.astype(TEXT).str.strip()
    return text.where(~text.str.lower().isin(NOTHING).fillna(True))


def numbers(column: pd.Series) -> pd.Series:
    """Finite numbers as float64, else empty."""
    values = pd.to_numeric(column, errors="coerce").astype("float64")
    return values.where(np.isfinite(values))


def counts(column: pd.Series) -> pd.Series:
    """Whole numbers that can be counts as Int64, else empty."""
    values = numbers(column)
    return values.where((values % 1 == 0) & (values.abs() <= MOST_COUNT)).astype("Int64")


def instants(column: pd.Series, format: str = "ISO8601") -> pd.Series:
    """UTC instants without zone, in microseconds; text without offset is taken for UTC."""
    parsed = pd.to_datetime(column.astype("object"), format=format, errors="coerce", utc=True)
    return sane(parsed.dt.tz_localize(None).astype("datetime64[us]"))


def sane(instants: pd.Series) -> pd.Series:
    """Instants of this age, else empty."""
    return instants.where((instants >= EARLIEST) & (instants < LATEST))
