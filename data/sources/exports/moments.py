"""Clock times of a report as instants: only such as an export can tell of."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.sources.exports.clock import EARLIEST_YEAR, too_late
from data.sources.exports.hints import Hints
from data.sources.exports.reading import Values, given
from data.sources.values import EARLIEST, LATEST

MOMENT = (
    r"^(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?)?$"
)
SHORT_YEAR = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\D|$)"
FOUR_DIGITS = "write the year with four digits"
MEND = "mend the date, or say --dates"


def instants(text: pa.Array, hints: Hints, zone: str) -> Values:
    """UTC instants of clock times in a zone. Of an hour that comes twice the first is meant; one
    that is skipped when clocks go forward becomes the next that there was.
    """
    if text.null_count == len(text):
        nothing = pd.Series(pd.NaT, range(len(text)), dtype="datetime64[us]")
        return Values(nothing, np.zeros(len(text), dtype=bool))
    local, has_zone = moments(text, hints)
    stamps = pd.Series(local)
    ambiguous = np.ones(len(stamps), dtype=bool)
    utc = (
        stamps.dt.tz_localize(ZoneInfo(zone), ambiguous=ambiguous, nonexistent="shift_forward")
        .dt.tz_convert("UTC")
        .dt.tz_localize(None)
        .astype("datetime64[us]")
    )
    utc = utc.where(~has_zone, stamps)
    is_bad = given(text) & utc.isna().to_numpy()
    return Values(utc, is_bad, "'{value}' is no time", "write it as the file's other rows do")


def doubts(
    text: pa.Array, instants: pd.Series, hints: Hints
) -> Iterator[tuple[np.ndarray, str, str]]:
    """Which cells that name an instant cannot be taken at their word, with reason and remedy."""
    if not hints.has_certain_years:
        is_short = np.asarray(pc.fill_null(pc.match_substring_regex(text, SHORT_YEAR), False))
        yield is_short, "the year of '{value}' may stand first or last", FOUR_DIGITS
    late, early = too_late(), datetime(EARLIEST_YEAR, 1, 1)
    yield (instants >= late).to_numpy(), "'{value}' is in the future", MEND
    yield (instants < early).to_numpy(), f"'{{value}}' is before {EARLIEST_YEAR}", MEND


def moments(text: pa.Array, hints: Hints) -> tuple[np.ndarray, np.ndarray]:
    """Clock times as they stand (NaT where there are none), those with an offset in UTC; and which
    have one.
    """
    read = pc.extract_regex(text, MOMENT)
    a, b, c = (_int(read, name) for name in ("a", "b", "c"))
    is_year_first = np.asarray(pc.fill_null(pc.equal(pc.utf8_length(_part(read, "a")), 4), False))
    day, month = (a, b) if hints.dates == "day-first" else (b, a)
    year = np.where(is_year_first, a, np.where(c < 100, c + 2000, c))
    month = np.where(is_year_first, b, month)
    day = np.where(is_year_first, c, day)
    hour, half = _int(read, "hour"), pc.utf8_lower(_part(read, "half"))
    is_pm = np.asarray(pc.fill_null(pc.equal(half, "pm"), False))
    is_twelve = np.asarray(pc.fill_null(pc.is_in(half, pa.array(["am", "pm"])), False))
    good_hour = np.where(is_twelve, (hour >= 1) & (hour <= 12), (hour >= 0) & (hour < 24))
    hour = np.where(is_twelve, hour % 12 + 12 * is_pm, hour)
    fields = {"year": year, "month": month, "day": day, "hour": hour}
    fields |= {"minute": _int(read, "minute"), "second": _int(read, "second")}
    is_read = np.asarray(read.is_valid()) & good_hour & (year >= 1900) & (year < 2200)
    frame = pd.DataFrame({name: np.where(is_read, column, -1) for name, column in fields.items()})
    stamps = pd.to_datetime(frame, errors="coerce").astype("datetime64[us]")
    stamps = stamps.where((stamps >= EARLIEST) & (stamps < LATEST))
    offset, has_zone = _offsets(_part(read, "zone"))
    return (stamps - offset).to_numpy(), has_zone


def _offsets(zone: pa.Array) -> tuple[pd.Series, np.ndarray]:
    bare = pc.replace_substring_regex(zone, r"Z|UTC", "+0000")
    bare = pc.replace_substring(bare, ":", "")
    has_zone = np.asarray(pc.fill_null(pc.match_substring_regex(bare, r"^[+-]\d{4}$"), False))
    number = pc.cast(pc.if_else(pa.array(has_zone), bare, "+0000"), pa.string())
    whole = np.array([int(text) for text in number.to_pylist()] if has_zone.any() else [0])
    minutes = np.sign(whole) * (np.abs(whole) // 100 * 60 + np.abs(whole) % 100)
    return pd.Series(pd.to_timedelta(np.resize(minutes, len(zone)), unit="min")), has_zone


def _part(read: pa.Array, name: str) -> pa.Array:
    return _or_none(pc.struct_field(read, name))


def _int(read: pa.Array, name: str) -> np.ndarray:
    return np.asarray(pc.fill_null(pc.cast(_part(read, name), pa.int32()), 0))


def _or_none(text: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(text, ""), None, text)
