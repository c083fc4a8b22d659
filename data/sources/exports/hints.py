"""What a report's dates, amounts and shares mean, where a glance at one value cannot tell.

A day above 12, a mark before two last digits, a share above 1 decide for the whole file. What stays
undecided is asked, never guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.money import exponent
from data.sources.exports.fields import BAND, INSTANT, MONEY, NUMBER, RATE
from data.sources.exports.layout import Layout
from data.sources.exports.table import Piece
from data.sources.options import DATES, RATES, Options, Question

TWO_NUMBERS = r"^(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.]\d{2,4}(?:\D|$)"
EITHER_MARK = r"[.,]"
SAMPLES = 3
FLAGS = {
    "dates": "--dates, whether day or month stands first",
    "decimals": "--decimals, whether a point or a comma marks them",
    "rates": "--rates, whether shares are percent or fractions",
}


@dataclass(frozen=True)
class Hints:
    """How a file writes: `dates` as in DATES, `decimals` as in DECIMALS, `rates` as in RATES."""

    dates: str = "day-first"
    decimals: str = "point"
    rates: str = "percent"


@dataclass
class Evidence:
    """What the values of one file say; `see` pieces until `is_enough` or to the end."""

    layout: Layout
    options: Options
    day_first: bool = False
    month_first: bool = False
    unclear_dates: list[str] = field(default_factory=list)
    point: bool = False
    comma: bool = False
    unclear_amounts: list[str] = field(default_factory=list)
    has_percent: bool = False
    above_one: bool = False
    below_one: bool = False
    unclear_rates: list[str] = field(default_factory=list)

    def see(self, piece: Piece) -> None:
        for name in self._present(INSTANT):
            self._see_dates(piece.table[name])
        for name in self._present(MONEY, NUMBER, BAND):
            self._see_amounts(piece.table[name])
        for name in self._present(RATE):
            self._see_rates(piece.table[name])

    @property
    def is_enough(self) -> bool:
        """Whether more rows can tell nothing new."""
        has_rates = any(self._present(RATE))
        return (
            (bool(self.options.dates) or self.day_first or self.month_first)
            and (bool(self.options.decimals) or self.point or self.comma)
            and (bool(self.options.rates) or self.has_percent or self.above_one or not has_rates)
        )

    def hints(self) -> Hints:
        return Hints(
            self.options.dates or ("month-first" if self.month_first else "day-first"),
            self.options.decimals or self._decimals(),
            self.options.rates or ("fraction" if self._is_fraction else "percent"),
        )

    def _decimals(self) -> str:
        """What marks decimals. Where nothing tells, three digits behind a mark are thousands, for
        hardly a currency has three decimals.
        """
        if self.comma != self.point:
            return "comma" if self.comma else "point"
        are_thousands = any("." in amount for amount in self.unclear_amounts)
        return "comma" if are_thousands and not self.point else "point"

    def questions(self, file: str) -> Iterator[Question]:
        """What has to be asked about the file, with what each answer would read."""
        if not self.options.dates and self.unclear_dates and self.day_first == self.month_first:
            readings = tuple((value, *_both_days(value)) for value in self.unclear_dates)
            yield Question("dates", FLAGS["dates"], (file,), DATES, readings)
        is_unclear = self.unclear_amounts and self._has_thousandths
        if not self.options.decimals and is_unclear and self.point == self.comma:
            readings = tuple((value, *_both_amounts(value)) for value in self.unclear_amounts)
            yield Question("decimals", FLAGS["decimals"], (file,), ("point", "comma"), readings)
        if not self.options.rates and self.unclear_rates and not self._is_decided:
            readings = tuple((value, f"{value} %", "100 %") for value in self.unclear_rates)
            yield Question("rates", FLAGS["rates"], (file,), RATES, readings)

    @property
    def _is_decided(self) -> bool:
        return self.has_percent or self.above_one or self.below_one

    @property
    def _is_fraction(self) -> bool:
        return self.below_one and not self.above_one and not self.has_percent

    @property
    def _has_thousandths(self) -> bool:
        """Whether three digits behind a mark may be decimals: only few currencies have three."""
        return self.options.currency is not None and exponent(self.options.currency) > 2

    def _present(self, *kinds: str) -> Iterable[str]:
        return (n for n in self.layout.export.of_kind(*kinds) if n in self.layout.places)

    def _see_dates(self, values: pa.ChunkedArray) -> None:
        read = pc.extract_regex(values.combine_chunks().drop_null(), TWO_NUMBERS)
        known = read.drop_null()
        if not len(known):
            return
        first, second = (pc.cast(pc.struct_field(known, n), pa.int8()) for n in ("first", "second"))
        above = [np.asarray(pc.greater(number, 12)) for number in (first, second)]
        self.day_first |= bool((above[0] & ~above[1]).any())
        self.month_first |= bool((above[1] & ~above[0]).any())
        if len(self.unclear_dates) < SAMPLES:
            differs = pc.not_equal(first, second)
            text = values.combine_chunks().drop_null().filter(read.is_valid()).filter(differs)
            self.unclear_dates += pc.unique(text).to_pylist()[: SAMPLES - len(self.unclear_dates)]

    def _see_amounts(self, values: pa.ChunkedArray) -> None:
        marked = values.filter(pc.fill_null(pc.match_substring_regex(values, EITHER_MARK), False))
        if not len(marked):
            return
        for value in pc.unique(marked).to_pylist():
            marks = {decimal_mark(end) for end in re.split(r"[-~\u2013]", value)}
            self.point |= "." in marks
            self.comma |= "," in marks
            if marks == {None} and len(self.unclear_amounts) < SAMPLES:
                self.unclear_amounts.append(value)
            if self.point or self.comma:
                return

    def _see_rates(self, values: pa.ChunkedArray) -> None:
        for value in pc.unique(values).to_pylist():
            if value is None:
                continue
            self.has_percent |= "%" in value
            number = _number(value)
            if number is not None:
                self.above_one |= number > 1
                self.below_one |= 0 < number < 1
                if number == 1 and len(self.unclear_rates) < SAMPLES:
                    self.unclear_rates.append(value)


def decimal_mark(amount: str) -> str | None:
    """The mark of an amount's decimals, where it tells: a comma in "1.234,5", none in "1,234"."""
    marks = re.findall(EITHER_MARK, amount)
    digits = re.sub(r"[^\d.,]", "", amount).strip(".,")
    if not marks or not re.search(EITHER_MARK, digits):
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, _, rest = digits.partition(marks[0])
    return marks[0] if len(rest) != 3 or whole in ("", "0") else None


def _number(value: str) -> float | None:
    try:
        return float(value.replace("%", "").replace(",", ".").strip())
    except ValueError:
        return None


def _both_days(value: str) -> tuple[str, str]:
    first, second, year = re.split(r"[-/.]", value.split(" ", maxsplit=1)[0])[:3]
    year = year if len(year) == 4 else f"20{year}"
    return f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"


def _both_amounts(value: str) -> tuple[str, str]:
    digits = re.sub(r"[^\d.,]", "", value)
    as_point = digits.replace(",", "")
    as_comma = digits.replace(".", "").replace(",", ".")
    return as_point, as_comma
