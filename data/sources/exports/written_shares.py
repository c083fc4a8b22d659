"""What the shares of one column say of how it writes those without a percent sign."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from data.sources.options import RATES, Question

SAMPLES = 3
SMALL = 0.2
"""Up to here bare shares are fractions: as percent not one would reach a fifth of a percent."""
SIGNED = "signed"
"""How a column writes shares of which all that were seen have a percent sign."""
ASKED = "--rates, whether shares are percent or fractions"


@dataclass
class Shares:
    """Bare numbers above 1 are percent. Those below 1 alone are fractions where the share is never
    tiny, else where none is above SMALL: 0.9 may be 0.9 % of clicks.

    A percent sign tells only of its own cell: beside it, bare numbers up to 1 tell nothing. Nor do
    they where another column has such above 1: hardly a file writes bare shares in two ways.
    """

    said: str | None
    is_never_tiny: bool = False
    most: float = 0.0
    has_percent: bool = False
    above_one: bool = False
    below_one: bool = False
    unclear: list[str] = field(default_factory=list)

    def see(self, values: pa.ChunkedArray) -> None:
        for value in pc.unique(values).to_pylist():
            if value is None:
                continue
            number = _number(value)
            if "%" in value:
                self.has_percent = True
            elif number is not None:
                self._see_number(value, number)

    def _see_number(self, value: str, number: float) -> None:
        self.above_one |= number > 1
        self.below_one |= 0 < number < 1
        self.most = max(self.most, number)
        if 0 < number <= 1 and value not in self.unclear and len(self.unclear) < SAMPLES:
            self.unclear.append(value)

    @property
    def is_enough(self) -> bool:
        is_signed = self.has_percent and not self.unclear
        return bool(self.said) or self.above_one or is_signed

    @property
    def how(self) -> str:
        if self.said or self.above_one:
            return self.said or "percent"
        if self.has_percent:
            return SIGNED
        return "fraction" if self.below_one else "percent"

    def questions(self, file: str, others: Iterable["Shares"]) -> Iterator[Question]:
        is_doubted = self.has_percent or any(other.above_one for other in others)
        is_fraction = self.below_one and (
            self.most < 1 if self.is_never_tiny else self.most <= SMALL
        )
        is_told = self.above_one or (is_fraction and not is_doubted)
        if self.unclear and not self.said and not is_told:
            readings = tuple(
                (value, f"{value} %", f"{100 * (_number(value) or 0):g} %")
                for value in self.unclear
            )
            yield Question("rates", ASKED, (file,), RATES, readings)


def _number(value: str) -> float | None:
    try:
        return float(value.replace("%", "").replace(",", ".").strip())
    except ValueError:
        return None
