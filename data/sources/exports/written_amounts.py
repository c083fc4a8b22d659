"""What the amounts of a report say of how it marks decimals, and in which currencies they say it.

Three digits behind an amount's only mark are thousands, unless its currency has three decimals.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.money import exponent, is_currency
from data.sources.exports.signs import currency_of
from data.sources.options import DECIMALS, Question

EITHER_MARK = r"[.,]"
SIGN = re.compile(r"[^\d.,\s'’()+<>≤≥~\u2013-]+")
SAMPLES = 3
ASKED = "--decimals, whether a point or a comma marks them"


@dataclass
class Marks:
    """Which marks stand before decimals; `currency` is that of amounts that name none.

    `told_by` are currencies of which an amount of their own tells.
    """

    said: str | None
    currency: str | None
    point: bool = False
    comma: bool = False
    has_thousandths: bool = False
    told_by: set[str] = field(default_factory=set)
    unclear: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._see_code(self.currency)

    def see(self, values: pa.ChunkedArray, currencies: pa.ChunkedArray | None) -> None:
        """Looks at amounts, and at the currency that each row names, if the report has such."""
        is_marked = pc.fill_null(pc.match_substring_regex(values, EITHER_MARK), False)
        for value, named in _once(values, currencies, is_marked):
            code = _code(named) or _signed(value) or self.currency
            if code is None or code not in self.told_by:
                self._see_amount(value, code)

    def see_numbers(self, values: pa.ChunkedArray) -> None:
        """Looks at numbers that are no money: they tell of the file, but of no currency."""
        is_marked = pc.fill_null(pc.match_substring_regex(values, EITHER_MARK), False)
        for value, _ in _once(values, None, is_marked):
            if self.point or self.comma:
                return
            self._see_amount(value, None)

    def see_currencies(self, named: pa.ChunkedArray) -> None:
        for name in pc.unique(named).to_pylist():
            self._see_code(_code(name))

    def _see_amount(self, value: str, code: str | None) -> None:
        self._see_code(code)
        marks = {decimal_mark(end) for end in re.split(r"[-~\u2013]", value)}
        self.point |= "." in marks
        self.comma |= "," in marks
        if code and marks != {None}:
            self.told_by.add(code)
        if marks == {None} and value not in self.unclear and len(self.unclear) < SAMPLES:
            self.unclear.append(value)

    def _see_code(self, code: str | None) -> None:
        self.has_thousandths |= code is not None and exponent(code) > 2

    @property
    def is_said_of_all(self) -> bool:
        """Whether what people say holds for every currency: not where one has three decimals, for
        then they are asked about that one.
        """
        return bool(self.said) and not self.has_thousandths

    @property
    def is_enough(self) -> bool:
        return bool(self.said) or self.point or self.comma

    @property
    def decimals(self) -> str:
        if self.said or self.comma != self.point:
            return self.said or ("comma" if self.comma else "point")
        are_thousands = any("." in amount for amount in self.unclear)
        return "comma" if are_thousands and not self.point else "point"

    def questions(self, file: str) -> Iterator[Question]:
        is_asked = self.unclear and self.has_thousandths and self.point == self.comma
        if is_asked and not self.said:
            readings = tuple((value, *_both(value)) for value in self.unclear)
            yield Question("decimals", ASKED, (file,), DECIMALS, readings)


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


def _once(
    values: pa.ChunkedArray, currencies: pa.ChunkedArray | None, is_marked: pa.ChunkedArray
) -> Iterable[tuple[str, str | None]]:
    """Each marked amount once per currency that its row names."""
    if currencies is None:
        return ((value, None) for value in pc.unique(values.filter(is_marked)).to_pylist())
    pairs = pa.table({"value": values, "currency": currencies}).filter(is_marked)
    once = pairs.group_by(["value", "currency"], use_threads=False).aggregate([])
    return zip(once["value"].to_pylist(), once["currency"].to_pylist(), strict=True)


def _signed(value: str) -> str | None:
    return next((code for sign in SIGN.findall(value) if (code := currency_of(sign))), None)


def _code(named: str | None) -> str | None:
    code = (named or "").upper()
    return code if is_currency(code) else None


def _both(value: str) -> tuple[str, str]:
    digits = re.sub(r"[^\d.,]", "", value)
    as_point = digits.replace(",", "")
    as_comma = digits.replace(".", "").replace(",", ".")
    return as_point, as_comma


def are_signed(values: pa.ChunkedArray) -> np.ndarray:
    """Which amounts have a sign of one currency beside them."""
    encoded = values.combine_chunks().dictionary_encode()
    signed = [_signed(value) is not None for value in encoded.dictionary.to_pylist()]
    return np.asarray([*signed, False])[np.asarray(encoded.indices.fill_null(-1))]
