"""Reads a column of a file as a column of the contract: strictly, value by value.

Text has one spelling per type (whole numbers, ISO 8601, true/false); typed columns of Parquet are
taken if nothing is lost. What cannot be read is marked, never bent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import Column
from data.contract.columns import COUNT, DATE, FLAG, INSTANT, REAL, TEXT, TEXTS, VECTOR
from data.money import is_currency
from data.sources.options import is_time_zone
from data.sources.spelling import SHARES
from data.sources.table_rows import UNREADABLE
from data.sources.values import EARLIEST, EXACT, LATEST

NAMED: dict[str, Callable[[str], bool]] = {"currency": is_currency, "time_zone": is_time_zone}
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
MOMENT = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?$"


@dataclass(frozen=True)
class Read:
    """Values in the contract's type, and which of them could not be read."""

    values: pa.Array
    is_bad: np.ndarray


def read(column: Column, values: pa.ChunkedArray | pa.Array) -> Read:
    """One column, empty where it was empty or bad."""
    plain = _plain(values)
    if pa.types.is_string(plain.type) and column.type != TEXT:
        result = _TEXT_READERS[column.type](plain)
    else:
        result = _cast(plain, column.type)
    if column.type in (INSTANT, DATE):
        low, high = (pa.scalar(end).cast(column.type) for end in (EARLIEST, LATEST))
        is_sane = pc.and_(pc.greater_equal(result, low), pc.less(result, high))
        result = pc.if_else(is_sane, result, None)
    if pa.types.is_string(plain.type):
        result = pc.if_else(pc.starts_with(plain, UNREADABLE), None, result)
    lost = plain.is_valid().to_numpy(zero_copy_only=False) & result.is_null().to_numpy(False)
    return Read(result, lost)


def broken_rules(column: Column, values: pa.Array) -> Iterator[tuple[np.ndarray, str]]:
    """What the contract asks of values beyond their type: per rule the rows that break it."""
    if not column.is_optional:
        yield _mask(values.is_null()), "is empty"
    if column.one_of:
        known = pc.is_in(values, pa.array([*column.one_of, None], pa.string()))
        yield ~_mask(known), "'{value}' is none of the known words"
    if column.minimum is not None:
        is_low = pc.fill_null(pc.less(values, column.minimum), False)
        yield _mask(is_low), f"{{value}} is below {column.minimum}"
    if column.maximum is not None:
        is_high = pc.fill_null(pc.greater(values, column.maximum), False)
        yield _mask(is_high), f"{{value}} is above {column.maximum}, so a column may be shifted"
    if column.name in SHARES:
        is_high = pc.fill_null(pc.greater(values, 1.0), False)
        yield _mask(is_high), "{value} is above 1, so it is no fraction"
    if column.name in NAMED:
        given = pc.unique(values).to_pylist()
        unknown = [value for value in given if value and not NAMED[column.name](value)]
        is_unknown = pc.is_in(values, pa.array(unknown, pa.string()))
        yield _mask(is_unknown), f"'{{value}}' is no known {column.name}"


def _mask(values: pa.Array) -> np.ndarray:
    return values.to_numpy(zero_copy_only=False).astype(bool)


def _plain(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type):
        array = array.cast(pa.string())
    if pa.types.is_string(array.type):
        trimmed = pc.utf8_trim_whitespace(array)
        return pc.if_else(pc.equal(trimmed, ""), None, trimmed)
    if pa.types.is_floating(array.type):
        return pc.if_else(pc.is_nan(array), None, array)
    return array


def _matching(text: pa.Array, pattern: str) -> pa.Array:
    return pc.if_else(pc.match_substring_regex(text, pattern), text, None)


def _whole(text: pa.Array) -> pa.Array:
    return pc.cast(pc.replace_substring(_matching(text, r"^[+-]?\d{1,18}$"), "+", ""), pa.int64())


def _real(text: pa.Array) -> pa.Array:
    number = pc.cast(pc.replace_substring(_matching(text, NUMBER), "+", ""), pa.float64())
    return pc.if_else(pc.is_finite(number), number, None)


def _instant(text: pa.Array) -> pa.Array:
    series = _matching(text, MOMENT).to_pandas().astype("object")
    parsed = pd.to_datetime(series, format="ISO8601", utc=True, errors="coerce")
    return pa.Array.from_pandas(parsed.dt.tz_localize(None).dt.as_unit("us"), type=INSTANT)


def _date(text: pa.Array) -> pa.Array:
    series = _matching(text, r"^\d{4}-\d{2}-\d{2}$").to_pandas().astype("object")
    parsed = pd.to_datetime(series, format="%Y-%m-%d", errors="coerce")
    return pa.Array.from_pandas(parsed.dt.as_unit("s"), type=pa.timestamp("s")).cast(DATE)


def _flag(text: pa.Array) -> pa.Array:
    lower = pc.utf8_lower(text)
    is_true = pc.is_in(lower, pa.array(["true", "1"]))
    is_known = pc.is_in(lower, pa.array(["true", "1", "false", "0"]))
    return pc.if_else(is_known, is_true, None)


def _texts(text: pa.Array) -> pa.Array:
    return pa.array([value and _words(value, "|") for value in text.to_pylist()], TEXTS)


def _vector(text: pa.Array) -> pa.Array:
    good = _matching(text, r"^[-+0-9.eE ]+$").to_pylist()
    return pa.array([value and _floats(value) for value in good], VECTOR)


def _words(value: str, mark: str) -> list[str]:
    return [word.strip() for word in value.split(mark) if word.strip()]


def _floats(value: str) -> list[float] | None:
    try:
        numbers = [float(word) for word in value.split()]
    except ValueError:
        return None
    return numbers if np.isfinite(numbers).all() else None


_TEXT_READERS: dict[pa.DataType, Callable[[pa.Array], pa.Array]] = {
    COUNT: _whole,
    REAL: _real,
    INSTANT: _instant,
    DATE: _date,
    FLAG: _flag,
    TEXTS: _texts,
    VECTOR: _vector,
}


def _cast(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """A typed column, value by value where a value would lose something."""
    if not _is_kin(values.type, wanted):
        return pa.nulls(len(values), wanted)
    if wanted == TEXT and pa.types.is_floating(values.type):
        values = _cast(values, COUNT)
        values = pc.if_else(pc.less(pc.abs(values), EXACT), values, None)
    try:
        return _converted(values, wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.concat_arrays(
            [_one(values[place : place + 1], wanted) for place in range(len(values))]
        )


def _converted(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    if wanted == INSTANT and pa.types.is_timestamp(values.type):
        zone = values.type.tz and "UTC"
        return values.cast(pa.timestamp("us", zone), safe=False).cast(INSTANT)
    cast = values.cast(wanted)
    if wanted == REAL:
        return pc.if_else(pc.is_finite(cast), cast, None)
    return cast


def _one(value: pa.Array, wanted: pa.DataType) -> pa.Array:
    try:
        return _converted(value, wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.nulls(1, wanted)


def _is_kin(given: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether values of a type may stand for values of another at all."""
    is_number = (
        pa.types.is_integer(given) or pa.types.is_floating(given) or pa.types.is_decimal(given)
    )
    is_time = pa.types.is_timestamp(given) or pa.types.is_date(given)
    if wanted == TEXT:
        return is_number or pa.types.is_string(given) or pa.types.is_null(given)
    if wanted in (COUNT, REAL):
        return is_number or pa.types.is_null(given)
    if wanted == INSTANT:
        return pa.types.is_timestamp(given) or pa.types.is_null(given)
    if wanted == DATE:
        return is_time or pa.types.is_null(given)
    if wanted == FLAG:
        return pa.types.is_boolean(given) or pa.types.is_null(given)
    return pa.types.is_list(given) or pa.types.is_large_list(given) or pa.types.is_null(given)
