"""Cells of a report as values: a whole column at once, with which of them cannot be read."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contract.columns import MOST_COUNT, MOST_MONEY
from data.money import FLOAT_SLACK, exponent
from data.sources.exports import words
from data.sources.exports.hints import Hints
from data.sources.table_rows import UNREADABLE
from data.sources.values import EARLIEST, LATEST

AMOUNT = (
    r"^(?P<open>\(?)(?P<minus>-?)\s*(?P<before>[^\d\s.,()+-]{0,4})\s*(?P<sign>-?)\s*"
    r"(?P<number>\d[\d.,\s'’]*)\s*(?P<after>[^\d\s.,()%]{0,4})\)?$"
)
GROUPED = {
    "point": r"^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$",
    "comma": r"^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$",
}
PLAIN = r"^\d+(\.\d+)?$"
MOMENT = (
    r"^(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?)?$"
)
SPOILT_ID = r"^\d+([.,]\d+)?[eE]\+?\d+$"
ID_WRAP = r'^="?|^\'|"$'


@dataclass(frozen=True)
class Values:
    """A column in its type (empty where nothing was said) and which cells could not be read."""

    values: pd.Series
    is_bad: np.ndarray
    reason: str = "'{value}' cannot be read"
    remedy: str = "write it as the export does"


def _given(text: pa.Array) -> np.ndarray:
    return np.asarray(text.is_valid())


def _strings(text: pa.Array) -> pd.Series:
    return pd.Series(text.to_pandas(), dtype="str")


def texts(text: pa.Array) -> Values:
    """Text as it stands; a cell whose value a workbook has lost is bad."""
    is_lost = np.asarray(pc.fill_null(pc.starts_with(text, UNREADABLE), False))
    return Values(_strings(text), is_lost, "'{value}'", "mend the cell, or export it again")


def ids(text: pa.Array) -> Values:
    """Ids with every digit; one that a spreadsheet turned into 5.77E+17 has lost some."""
    bare = pc.replace_substring_regex(text, ID_WRAP, "")
    is_spoilt = np.asarray(pc.fill_null(pc.match_substring_regex(bare, SPOILT_ID), False))
    is_spoilt |= np.asarray(pc.fill_null(pc.starts_with(bare, UNREADABLE), False))
    return Values(
        _strings(bare),
        is_spoilt,
        "'{value}' has lost digits in a spreadsheet",
        "export it again and do not save it from a spreadsheet, or format the column as text",
    )


def handles(text: pa.Array) -> Values:
    """Creators as reports name them, without what differs by habit: @, capitals, blanks."""
    bare = pc.utf8_lower(pc.replace_substring_regex(text, r"^[@＠\s]+|\s+", ""))
    bare = pc.if_else(pc.equal(bare, ""), None, bare)
    is_bad = _given(text) & ~_given(bare)
    return Values(_strings(bare), is_bad, "'{value}' is no handle", "give the creator's handle")


def amounts(text: pa.Array, hints: Hints) -> tuple[np.ndarray, pa.Array, np.ndarray]:
    """Numbers (NaN where empty or bad), the currency signs beside them, and which are bad."""
    plain = np.asarray(pc.fill_null(pc.match_substring_regex(text, PLAIN), True))
    if plain.all() and (hints.decimals == "point" or not _has_mark(text)):
        return _floats(text), pa.nulls(len(text), pa.string()), np.zeros(len(text), dtype=bool)
    read = pc.extract_regex(text, AMOUNT)
    part = {name: pc.struct_field(read, name) for name in ("open", "minus", "sign", "number")}
    number = pc.replace_substring_regex(part["number"], r"[\s'’]", "")
    is_grouped = pc.match_substring_regex(number, GROUPED[hints.decimals])
    thousands, mark = (",", ".") if hints.decimals == "point" else (".", ",")
    number = pc.replace_substring(pc.replace_substring(number, thousands, ""), mark, ".")
    value = _floats(pc.if_else(pc.fill_null(is_grouped, False), number, None))
    is_negative = pc.or_(
        pc.or_(pc.equal(part["minus"], "-"), pc.equal(part["sign"], "-")),
        pc.equal(part["open"], "("),
    )
    value = np.where(np.asarray(pc.fill_null(is_negative, False)), -value, value)
    sign = pc.coalesce(_or_none(pc.struct_field(read, "before")), pc.struct_field(read, "after"))
    return value, _or_none(sign), _given(text) & np.isnan(value)


def money(value: np.ndarray, currency: pd.Series, is_bad: np.ndarray) -> Values:
    """Amounts in major units as whole minor units (Int64) of each row's currency."""
    scaled = value * 10.0 ** digits_of(currency)
    whole = np.round(scaled)
    too_fine = ~np.isnan(scaled) & (np.abs(scaled - whole) > FLOAT_SLACK)
    too_large = np.abs(np.nan_to_num(whole)) > MOST_MONEY
    is_bad = is_bad | too_fine | too_large
    kept = np.where(is_bad, np.nan, whole)
    return Values(
        pd.Series(kept).astype("Int64"),
        is_bad,
        "'{value}' is no amount of the currency",
        "write it like 1234.50, with no more decimals than the currency has",
    )


def digits_of(currency: pd.Series) -> np.ndarray:
    """How many decimals the currency of each row has."""
    codes = pd.factorize(currency)
    return np.array([exponent(code) for code in codes[1]] or [0])[np.maximum(codes[0], 0)]


def counts(text: pa.Array, hints: Hints) -> Values:
    value, _, is_bad = amounts(text, hints)
    is_bad = is_bad | ~(np.isnan(value) | ((value % 1 == 0) & (value >= 0) & (value <= MOST_COUNT)))
    kept = pd.Series(np.where(is_bad, np.nan, value)).astype("Int64")
    return Values(kept, is_bad, "'{value}' is no count", "give a whole number from 0")


def rates(text: pa.Array, hints: Hints) -> Values:
    """Shares from 0 to 1, written as 15 %, 15 or 0.15; any mark is decimal, none has thousands."""
    is_percent = np.asarray(pc.fill_null(pc.match_substring(text, "%"), False))
    bare = pc.utf8_trim_whitespace(pc.replace_substring(text, "%", ""))
    bare = pc.replace_substring(bare, ",", ".")
    value, _, is_bad = amounts(bare, Hints())
    value = np.where(is_percent | (hints.rates == "percent"), value / 100, value)
    is_bad = is_bad | (~np.isnan(value) & ((value < 0) | (value > 1)))
    kept = pd.Series(np.where(is_bad, np.nan, np.round(value, 9)), dtype="float64")
    return Values(kept, is_bad, "'{value}' is no share", "give a percentage from 0 to 100")


def numbers(text: pa.Array, hints: Hints) -> Values:
    value, _, is_bad = amounts(text, hints)
    return Values(pd.Series(value), is_bad, "'{value}' is no number", "write it like 1234.5")


def meant(text: pa.Array, kind: str) -> Values:
    """Words of a list in this house's own word, whatever the language."""
    known = words.meanings(kind)
    encoded = text.dictionary_encode()
    said = [known.get(words.normal(word)) for word in encoded.dictionary.to_pylist()]
    values = pa.array(said, pa.string()).take(encoded.indices)
    is_bad = _given(text) & ~_given(values)
    choices = ", ".join(sorted(set(known.values())))
    return Values(
        _strings(values), is_bad, f"'{{value}}' is no known {kind}", f"give a word for {choices}"
    )


def instants(text: pa.Array, hints: Hints, zone: str) -> Values:
    """UTC instants of clock times in a zone. Of an hour that comes twice the first is meant; one
    that is skipped when clocks go forward becomes the next that there was.
    """
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
    is_bad = _given(text) & utc.isna().to_numpy()
    return Values(utc, is_bad, "'{value}' is no time", "write it like 2026-05-31 18:05:00")


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


def newest(columns: list[pd.Series]) -> datetime | None:
    """The newest instant of any column; None where there is none."""
    found = [column.max() for column in columns if column.notna().any()]
    return max(found).to_pydatetime() if found else None


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


def _floats(text: pa.Array) -> np.ndarray:
    return np.asarray(pc.cast(text, pa.float64()).fill_null(float("nan")), dtype="float64")


def _has_mark(text: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring(text, ".")).as_py())
