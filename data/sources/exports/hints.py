"""What a report's dates, amounts and shares mean, where a glance at one value cannot tell.

A day above 12 or a mark before two last digits decides for the whole file, a share above 1 for its
column. What stays undecided is asked, never guessed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from data.sources.exports.fields import BAND, INSTANT, MONEY, NUMBER, RATE
from data.sources.exports.layout import Layout
from data.sources.exports.table import Piece
from data.sources.exports.written_amounts import Marks, are_signed
from data.sources.exports.written_days import Days
from data.sources.exports.written_shares import Shares
from data.sources.options import Options, Question

NEVER_TINY = ("commission_rate", "completion_rate")
"""Shares of at least 1 %: nobody agrees on less, and more watch to the end."""


@dataclass(frozen=True)
class Hints:
    """How a file writes: `dates` as in DATES, `decimals` as in DECIMALS, `rates` per column.

    `are_decimals_said`: people say what marks decimals in all currencies; else `told_by` are those
    of which the file's own amounts tell it. `has_certain_years`: a year of two digits surely stands
    last.
    """

    dates: str = "day-first"
    decimals: str = "point"
    rates: Mapping[str, str] = field(default_factory=dict)
    are_decimals_said: bool = False
    told_by: frozenset[str] = frozenset()
    has_certain_years: bool = True


def _is_any_bare(amounts: Sequence[pa.ChunkedArray], named: pa.ChunkedArray | None) -> bool:
    """Whether any row has amounts, of which neither it nor a sign beside them says the currency."""
    if not amounts:
        return False
    given = np.any([np.asarray(values.is_valid()) for values in amounts], axis=0)
    signed = np.any([are_signed(values) for values in amounts], axis=0)
    is_named = np.asarray(named.is_valid()) if named is not None else False
    return bool((given & ~signed & ~is_named).any())


class Evidence:
    """What the values of one file say; `see` pieces until `is_enough` or to the end."""

    def __init__(self, layout: Layout, options: Options, currency: str | None) -> None:
        """`currency` is that of amounts which name none, where it is known."""
        self.layout = layout
        self.days = Days(options.dates)
        self.marks = Marks(options.decimals, currency)
        self.shares = {n: Shares(options.rates, n in NEVER_TINY) for n in self._present(RATE)}
        self.lacks_currency = False

    def see(self, piece: Piece) -> None:
        table = piece.table
        for name in self._present(INSTANT):
            self.days.see(table[name])
        currencies = table["currency"] if "currency" in table.column_names else None
        if currencies is not None:
            self.marks.see_currencies(currencies)
        amounts = [table[name] for name in self._present(MONEY, BAND)]
        for values in amounts:
            self.marks.see(values, currencies)
        self.lacks_currency |= self.marks.currency is None and _is_any_bare(amounts, currencies)
        for name in self._present(NUMBER):
            self.marks.see_numbers(table[name])
        for name, shares in self.shares.items():
            shares.see(table[name])

    @property
    def is_enough(self) -> bool:
        """Whether more rows can tell nothing new."""
        return (
            self.days.is_enough
            and self.marks.is_enough
            and all(shares.is_enough for shares in self.shares.values())
        )

    def hints(self) -> Hints:
        return Hints(
            self.days.dates,
            self.marks.decimals,
            {name: shares.how for name, shares in self.shares.items()},
            self.marks.is_said_of_all,
            frozenset(self.marks.told_by),
            self.days.has_certain_years,
        )

    def questions(self, file: str) -> Iterator[Question]:
        """What has to be asked about the file, with what each answer would read."""
        yield from self.days.questions(file)
        yield from self.marks.questions(file)
        every = self.shares.values()
        asked = [one for shares in every for one in shares.questions(file, every)]
        readings = dict.fromkeys(reading for one in asked for reading in one.readings)
        if asked:
            first = asked[0]
            yield Question(first.name, first.text, (file,), first.choices, tuple(readings))

    def _present(self, *kinds: str) -> Iterable[str]:
        return (n for n in self.layout.export.of_kind(*kinds) if n in self.layout.places)
