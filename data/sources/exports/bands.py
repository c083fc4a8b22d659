"""Amounts that a report may give as an interval: $10K-$50K, <1000, 1M+; 10.5K is rounded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sources.exports.hints import Hints
from data.sources.exports.reading import amounts

TIMES = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9}
INTERVAL = r"(?i)[<>≤≥+]|\d\s*[kmb](\PL|$)|\d\D*[-~\x{2013}\x{2014}]\D*\d"
END = re.compile(
    r"^(?P<number>.*\d)\s*(?P<times>(?:[kmb](?![^\W\d_]))?)(?P<behind>\D{0,4})$", re.IGNORECASE
)
BOUNDS = " <>≤≥+"
DASH = re.compile(r"(?<=[\dkmb])\s*[-~\u2013\u2014]\s*(?=\D{0,4}\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Bands:
    """Columns of numbers, NaN where not given: an exact `value`, or an interval's two ends.

    `sign` is the currency sign beside the first number; `may_be_thousands` as Amounts has it.
    """

    low: np.ndarray
    value: np.ndarray
    high: np.ndarray
    sign: pa.Array
    is_bad: np.ndarray
    may_be_thousands: np.ndarray


@dataclass(frozen=True)
class _End:
    """A number, the step of its last digit, and its sign."""

    value: float
    step: float
    sign: str | None
    may_be_thousands: bool


def bands(text: pa.Array, hints: Hints) -> Bands:
    """Numbers as they are told; what is rounded or bounded becomes an interval, never a value."""
    is_interval = pc.fill_null(pc.match_substring_regex(text, INTERVAL), False)
    read = amounts(pc.if_else(is_interval, None, text), hints)
    is_bad, is_doubtful = read.is_bad | np.asarray(is_interval), read.may_be_thousands.copy()
    low, high = np.full(len(text), np.nan), np.full(len(text), np.nan)
    signs = read.sign.to_pylist()
    for place in np.flatnonzero(is_bad).tolist():
        said = text[place].as_py()
        ends = _ends(said, hints)
        if found := _interval(said, ends):
            low[place], high[place] = found
            signs[place] = next((end.sign for end in ends if end and end.sign), None)
            is_doubtful[place] = any(end.may_be_thousands for end in ends if end)
            is_bad[place] = False
    return Bands(low, read.value, high, pa.array(signs, pa.string()), is_bad, is_doubtful)


def _ends(said: str, hints: Hints) -> list[_End | None]:
    """The numbers that bound an interval, as far as they can be read."""
    return [_end(part, hints) for part in DASH.split(said.strip(BOUNDS))]


def _interval(said: str, ends: Sequence[_End | None]) -> tuple[float, float] | None:
    """Both ends; a NaN end is open. None where it is no interval."""
    known = [end for end in ends if end]
    if len(known) != len(ends):
        return None
    if len(known) == 1:
        return _bounded(said.strip(), known[0])
    if len(known) == 2 and known[0].value <= known[1].value and not set(said) & set(BOUNDS[1:]):
        return known[0].value, known[1].value
    return None


def _bounded(said: str, end: _End) -> tuple[float, float]:
    if said[:1] in ("<", "≤"):
        return 0.0, end.value
    if said.endswith("+") or said[:1] in (">", "≥"):
        return end.value, np.nan
    return end.value - end.step / 2, end.value + end.step / 2


def _end(said: str, hints: Hints) -> _End | None:
    found = END.match(said.strip())
    if not found:
        return None
    read = amounts(pa.array([found["number"] + found["behind"]]), hints)
    if read.is_bad[0] or read.value[0] < 0:
        return None
    mark = "." if hints.decimals == "point" else ","
    digits = len(re.sub(r"\D+$", "", found["number"].partition(mark)[2]))
    times = TIMES[found["times"].lower()]
    is_doubtful = bool(read.may_be_thousands[0]) and times == 1
    return _End(float(read.value[0]) * times, times / 10**digits, read.sign[0].as_py(), is_doubtful)
