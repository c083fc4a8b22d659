"""What the days of a report say of how it writes them, where a glance at one cannot tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sources.exports import clock
from data.sources.options import DATES, Question

THREE_NUMBERS = r"^(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<third>\d{4}|\d{2})(?:\D|$)"
SAMPLES = 3
ASKED = "--dates, whether day or month stands first"


@dataclass
class Days:
    """Whether day or month stands first, and whether a year of two digits surely stands last.

    What two-digit years say (`short`) counts only once one of them cannot stand first.
    """

    said: str | None
    is_year_last: bool = False
    has_short: bool = False
    long: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    unclear: list[str] = field(default_factory=list)

    def see(self, values: pa.ChunkedArray) -> None:
        text = values.combine_chunks().drop_null()
        read = pc.extract_regex(text, THREE_NUMBERS)
        text, known = text.filter(read.is_valid()), read.drop_null()
        if not len(known):
            return
        first, second, third = (_numbers(known, name) for name in ("first", "second", "third"))
        is_short = third < 100
        may_lead = is_short & _may_be_day(first, second, third)
        self.has_short |= bool(is_short.any())
        self.is_year_last |= bool((is_short & ~may_lead).any())
        self._see_order(first, second, is_short)
        is_unclear = pa.array((first != second) & ~may_lead)
        if len(self.unclear) < SAMPLES:
            new = pc.unique(text.filter(is_unclear)).to_pylist()
            self.unclear += new[: SAMPLES - len(self.unclear)]

    def _see_order(self, first: np.ndarray, second: np.ndarray, is_short: np.ndarray) -> None:
        for name, above, other in (("day-first", first, second), ("month-first", second, first)):
            tells = (above > 12) & (other <= 12)
            if (tells & ~is_short).any():
                self.long.add(name)
            if (tells & is_short).any():
                self.short.add(name)

    @property
    def has_certain_years(self) -> bool:
        """Whether the place of two-digit years is certain: said, told, or there are none."""
        return bool(self.said) or self.is_year_last or not self.has_short

    @property
    def found(self) -> set[str]:
        return self.long | self.short if self.is_year_last else self.long

    @property
    def is_enough(self) -> bool:
        return bool(self.said) or (bool(self.found) and self.has_certain_years)

    @property
    def dates(self) -> str:
        return self.said or ("month-first" if "month-first" in self.found else "day-first")

    def questions(self, file: str) -> Iterator[Question]:
        if not self.said and self.unclear and len(self.found) != 1:
            readings = tuple((value, *_both(value)) for value in self.unclear)
            yield Question("dates", ASKED, (file,), DATES, readings)


def _numbers(read: pa.Array, name: str) -> np.ndarray:
    return np.asarray(pc.cast(pc.struct_field(read, name), pa.int32()))


def _may_be_day(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether three numbers may be a day of a marketplace with the year first."""
    year = year + 2000
    is_year = (year >= clock.EARLIEST_YEAR) & (year <= clock.now().year + 1)
    is_day = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    return np.asarray(is_year & is_day)


def _both(value: str) -> tuple[str, str]:
    first, second, year = re.split(r"[-/.]", value.split(" ", maxsplit=1)[0])[:3]
    year = year if len(year) == 4 else f"20{year}"
    return f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"
