"""Amounts that a report may give as an interval: $10K-$50K, <1000, 1M+; 10.5K is rounded."""

import re
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
DASH = re.compile(r"(?<=[\dkmb])\s*[-~\u2013\u2014]\s*(?=\D{0,4}\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Bands:
    """Columns of numbers, NaN where not given: an exact `value`, or an interval's two ends.

    `sign` is the currency sign beside the first number.
    """

    low: np.ndarray
    value: np.ndarray
    high: np.ndarray
    sign: pa.Array
    is_bad: np.ndarray


def bands(text: pa.Array, hints: Hints) -> Bands:
    """Numbers as they are told; what is rounded or bounded becomes an interval, never a value."""
    is_interval = pc.fill_null(pc.match_substring_regex(text, INTERVAL), False)
    value, sign, is_bad = amounts(pc.if_else(is_interval, None, text), hints)
    is_bad = is_bad | np.asarray(is_interval)
    low, high = np.full(len(text), np.nan), np.full(len(text), np.nan)
    signs = sign.to_pylist()
    for place in np.flatnonzero(is_bad).tolist():
        found = _interval(text[place].as_py(), hints)
        if found:
            low[place], high[place], signs[place] = found
            is_bad[place] = False
    return Bands(low, value, high, pa.array(signs, pa.string()), is_bad)


def _interval(said: str, hints: Hints) -> tuple[float, float, str | None] | None:
    """Both ends and the sign; a NaN end is open. None where it is no interval."""
    bare = said.strip()
    if bare[:1] in ("<", "≤"):
        end = _end(bare[1:], hints)
        return (0.0, end[0], end[2]) if end else None
    if bare.endswith("+") or bare[:1] in (">", "≥"):
        end = _end(bare.strip("+>≥ "), hints)
        return (end[0], np.nan, end[2]) if end else None
    parts = DASH.split(bare)
    ends = [_end(part, hints) for part in parts]
    if len(ends) == 2 and ends[0] and ends[1] and ends[0][0] <= ends[1][0]:
        return ends[0][0], ends[1][0], ends[0][2] or ends[1][2]
    if len(ends) == 1 and ends[0]:
        number, step, sign = ends[0]
        return number - step / 2, number + step / 2, sign
    return None


def _end(said: str, hints: Hints) -> tuple[float, float, str | None] | None:
    """A number, the step of its last digit, and its sign."""
    found = END.match(said.strip())
    if not found:
        return None
    value, sign, is_bad = amounts(pa.array([found["number"] + found["behind"]]), hints)
    if is_bad[0] or value[0] < 0:
        return None
    mark = "." if hints.decimals == "point" else ","
    digits = len(re.sub(r"\D+$", "", found["number"].partition(mark)[2]))
    times = TIMES[found["times"].lower()]
    return float(value[0]) * times, times / 10**digits, sign[0].as_py()
