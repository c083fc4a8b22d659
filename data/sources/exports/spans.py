"""Spans of time as reports write them: how long something took, and which days are covered."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa

from data.sources.exports import clock
from data.sources.exports.layout import Layout
from data.sources.exports.reading import Values

CLOCK = re.compile(r"^(?:(?P<h>\d+):)?(?P<m>\d{1,2}):(?P<s>[0-5]\d)$")
WORDS = re.compile(
    r"^(?:(?P<d>\d+)\s*d(?:ays?)?)?\s*(?:(?P<h>\d+)\s*h(?:ours?|rs?)?)?"
    r"\s*(?:(?P<m>\d+)\s*m(?:in(?:ute)?s?)?)?\s*(?:(?P<s>\d+)\s*s(?:ec(?:ond)?s?)?)?$",
    re.IGNORECASE,
)
DAY = re.compile(r"(?<!\d)(\d{4}|\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{1,2})(?!\d)")


def durations(text: pa.Array) -> Values:
    """Seconds of 01:23:00, 1h 23min or bare seconds."""
    read = [_seconds(said) if said else np.nan for said in text.to_pylist()]
    values = pd.Series(read, dtype="float64")
    is_bad = np.asarray(text.is_valid()) & values.isna().to_numpy()
    return Values(values, is_bad, "'{value}' is no duration", "write it like 01:23:00")


def days_between(said: str) -> tuple[date, date] | None:
    """The first and last day that a text names.

    None where it names not two days, where day and month can be told in two ways, or where no
    export can be of the year.
    """
    found = DAY.findall(said)
    if len(found) != 2:
        return None
    readings = {
        tuple(days)
        for is_day_first in (True, False)
        for days in product(*(_read(one, is_day_first) for one in found))
        if days[0] <= days[1]
    }
    if len(readings) != 1:
        return None
    first, last = readings.pop()
    return first, last


def window_above(layout: Layout) -> tuple[date, date] | None:
    """The window that a row over the header names, in one cell or in two."""
    found = [days_between(" ~ ".join(cell for cell in row if cell)) for row in layout.above]
    return next((window for window in found if window), None)


def _seconds(said: str) -> float:
    if said.isdigit():
        return float(said)
    found = CLOCK.match(said) or WORDS.match(said)
    if not found:
        return float("nan")
    part = {name: int(value or 0) for name, value in found.groupdict().items()}
    whole = timedelta(days=part.get("d", 0), hours=part["h"], minutes=part["m"], seconds=part["s"])
    return whole.total_seconds()


def _read(written: tuple[str, str, str, str], is_day_first: bool) -> Iterator[date]:
    a, _, b, c = written
    if len(a) == 4:
        a, c, is_day_first = c, a, True
    order = (c, b, a) if is_day_first else (c, a, b)
    try:
        day = date(*map(int, order))
    except ValueError:
        return
    if clock.EARLIEST_YEAR <= day.year <= clock.now().year + 1:
        yield day
