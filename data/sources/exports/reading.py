"""Cells of a report as values: a whole column at once, with which of them cannot be read."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contract.columns import MOST_COUNT, MOST_MONEY
from data.money import FLOAT_SLACK, exponent
from data.sources.exports import words
from data.sources.exports.hints import Hints
from data.sources.exports.written_shares import SIGNED

AMOUNT = (
    r"^(?P<open>\(?)(?P<minus>-?)\s*(?P<before>[^\d\s.,()+-]{0,4})\s*(?P<sign>-?)\s*"
    r"(?P<number>\d[\d.,\s'’]*)\s*(?P<after>[^\d\s.,()%]{0,4})\)?$"
)
GROUPED = {
    "point": r"^(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$",
    "comma": r"^(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$",
}
PLAIN = r"^(\d+|(0|\d{4,})\.\d+|\d{1,3}\.(\d{1,2}|\d{4,}))$"
"""What can be read in one way only, where a point marks decimals."""
EITHER = {"point": r"^[1-9]\d{0,2}\.\d{3}$", "comma": r"^[1-9]\d{0,2},\d{3}$"}
"""What would be read as three decimals, and elsewhere means thousands."""


ANY_MARK = Hints()
UNSEEN = r"[\x{200B}-\x{200D}\x{2060}\x{FEFF}\x{00A0}]"
"""Characters without width, and the blank that does not break."""


@dataclass(frozen=True)
class Values:
    """A column in its type (empty where nothing was said) and which cells could not be read."""

    values: pd.Series
    is_bad: np.ndarray
    reason: str = "'{value}' cannot be read"
    remedy: str = "write it as the export does"


def given(text: pa.Array) -> np.ndarray:
    """Which cells say anything."""
    return np.asarray(text.is_valid())


def strings(text: pa.Array) -> pd.Series:
    """Text as a column of strings."""
    return pd.Series(text.to_pandas(), dtype="str")


def texts(text: pa.Array) -> Values:
    """Text as it stands."""
    return Values(strings(text), np.zeros(len(text), dtype=bool))


def handles(text: pa.Array) -> Values:
    """Creators as reports name them, without what differs by habit: @, capitals, blanks."""
    seen = pc.replace_substring_regex(text, UNSEEN, "")
    bare = pc.utf8_lower(pc.replace_substring_regex(seen, r"^[@＠\s]+|\s+", ""))
    bare = pc.if_else(pc.equal(bare, ""), None, bare)
    is_bad = given(text) & ~given(bare)
    return Values(strings(bare), is_bad, "'{value}' is no handle", "give the creator's handle")


@dataclass(frozen=True)
class Amounts:
    """Numbers (NaN where empty or bad) and the currency signs beside them.

    `may_be_thousands` where a number was read with three decimals but nobody said that it has any.
    """

    value: np.ndarray
    sign: pa.Array
    is_bad: np.ndarray
    may_be_thousands: np.ndarray


def amounts(text: pa.Array, hints: Hints) -> Amounts:
    """Numbers as the file writes them; each way of writing one is read once."""
    written = text.dictionary_encode()
    once = _amounts(pa.concat_arrays([written.dictionary, pa.nulls(1, pa.string())]), hints)
    place = np.asarray(written.indices.fill_null(len(written.dictionary)))
    return Amounts(
        once.value[place],
        once.sign.take(pa.array(place)),
        once.is_bad[place],
        once.may_be_thousands[place],
    )


def _amounts(text: pa.Array, hints: Hints) -> Amounts:
    plain = np.asarray(pc.fill_null(pc.match_substring_regex(text, PLAIN), True))
    if plain.all() and (hints.decimals == "point" or not _has_mark(text)):
        nothing = np.zeros(len(text), dtype=bool)
        return Amounts(_floats(text), pa.nulls(len(text), pa.string()), nothing, nothing)
    read = pc.extract_regex(text, AMOUNT)
    part = {name: pc.struct_field(read, name) for name in ("open", "minus", "sign", "number")}
    number = pc.replace_substring_regex(part["number"], r"[\s'’]", "")
    is_negative = pc.or_(
        pc.or_(pc.equal(part["minus"], "-"), pc.equal(part["sign"], "-")),
        pc.equal(part["open"], "("),
    )
    value = _numbers(number, hints)
    value = np.where(np.asarray(pc.fill_null(is_negative, False)), -value, value)
    sign = pc.coalesce(_or_none(pc.struct_field(read, "before")), pc.struct_field(read, "after"))
    is_either = pc.match_substring_regex(number, EITHER[hints.decimals])
    may_be_thousands = np.asarray(pc.fill_null(is_either, False)) & (not hints.are_decimals_said)
    return Amounts(value, _or_none(sign), given(text) & np.isnan(value), may_be_thousands)


def _numbers(number: pa.Array, hints: Hints) -> np.ndarray:
    is_grouped = pc.match_substring_regex(number, GROUPED[hints.decimals])
    thousands, mark = (",", ".") if hints.decimals == "point" else (".", ",")
    number = pc.replace_substring(pc.replace_substring(number, thousands, ""), mark, ".")
    return _floats(pc.if_else(pc.fill_null(is_grouped, False), number, None))


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
    read = amounts(text, hints)
    value, is_bad = read.value, read.is_bad | read.may_be_thousands
    is_bad = is_bad | ~(np.isnan(value) | ((value % 1 == 0) & (value >= 0) & (value <= MOST_COUNT)))
    kept = pd.Series(np.where(is_bad, np.nan, value)).astype("Int64")
    return Values(kept, is_bad, "'{value}' is no count", "give a whole number from 0")


def rates(text: pa.Array, how: str) -> Values:
    """Shares from 0 to 1, written as 15 %, 15 or 0.15; any mark is decimal, none has thousands.

    `how` the column writes those without a sign: where it is not known, those up to 1 are bad.
    """
    is_percent = np.asarray(pc.fill_null(pc.match_substring(text, "%"), False))
    bare = pc.utf8_trim_whitespace(pc.replace_substring(text, "%", ""))
    read = amounts(pc.replace_substring(bare, ",", "."), ANY_MARK)
    value, is_bad = read.value, read.is_bad
    if how == SIGNED:
        is_bad = is_bad | (~is_percent & (value > 0) & (value <= 1))
    value = np.where(is_percent | (how != "fraction"), value / 100, value)
    is_bad = is_bad | (~np.isnan(value) & ((value < 0) | (value > 1)))
    kept = pd.Series(np.where(is_bad, np.nan, np.round(value, 9)), dtype="float64")
    reason = "'{value}' is no share from 0 % to 100 %, or may be percent or a fraction"
    return Values(kept, is_bad, reason, "write it like 15%, or say --rates")


def numbers(text: pa.Array, hints: Hints) -> Values:
    read = amounts(text, hints)
    return Values(
        pd.Series(read.value), read.is_bad, "'{value}' is no number", "write it like 1234.5"
    )


def meant(text: pa.Array, kind: str) -> Values:
    """Words of a list in this house's own word, whatever the language."""
    known = words.meanings(kind)
    encoded = text.dictionary_encode()
    said = [known.get(words.normal(word)) for word in encoded.dictionary.to_pylist()]
    values = pa.array(said, pa.string()).take(encoded.indices)
    is_bad = given(text) & ~given(values)
    choices = ", ".join(sorted(set(known.values())))
    return Values(
        strings(values), is_bad, f"'{{value}}' is no known {kind}", f"give a word for {choices}"
    )


def newest(columns: list[pd.Series]) -> datetime | None:
    """The newest instant of any column; None where there is none."""
    found = [column.max() for column in columns if column.notna().any()]
    return max(found).to_pydatetime() if found else None


def _or_none(text: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(text, ""), None, text)


def _floats(text: pa.Array) -> np.ndarray:
    return np.asarray(pc.cast(text, pa.float64()).fill_null(float("nan")), dtype="float64")


def _has_mark(text: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring(text, ".")).as_py())
