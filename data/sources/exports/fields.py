"""What an export consists of: fields of some kind, and the rows that a format makes of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from data.sources.adapter import Part

if TYPE_CHECKING:
    from data.sources.exports.layout import Layout
    from data.sources.exports.opened import Opened

ID, TEXT, HANDLE, BUYER = "id", "text", "handle", "buyer"
MONEY, COUNT, RATE, NUMBER = "money", "count", "rate", "number"
BAND, TALLY, DURATION = "band", "tally", "duration"
"""An amount of money or a count, either exact or an interval; and seconds."""
INSTANT, DAYS, WORD, FLAG = "instant", "days", "word", "flag"


@dataclass(frozen=True)
class Field:
    """A column that a format knows; what it does not know is never kept.

    `words` names the list of words (in the header files) that a WORD may be. An amount that
    `may_be_negative` is taken without its sign, as refunds and discounts are written either way;
    one that `is_balance` keeps it. `without` says what a report that lacks the column leaves open.
    `as_share` is the field that a column is instead where its cells have percent signs.
    """

    name: str
    kind: str = TEXT
    is_required: bool = False
    words: str = ""
    may_be_negative: bool = False
    is_balance: bool = False
    without: str = ""
    as_share: str = ""


Makes = Callable[[Sequence["Opened"]], Iterator[Part]]
"""What becomes of all files of a format that are loaded together."""
Window = Callable[["Layout"], tuple[date, date] | None]
"""The first and last day that a file itself names, if it does."""


def _unnamed(_: "Layout") -> tuple[date, date] | None:
    return None


@dataclass(frozen=True)
class Export:
    """One format: `name` is what options call it, `title` what people do.

    `has_window`: a report over a window of days that its rows do not tell; `window` finds it in
    the rows above the header. `is_of_shop`: its rows belong to one shop.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    makes: Makes
    has_window: bool = False
    window: Window = _unnamed
    is_of_shop: bool = True
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {field.name: field for field in self.fields})

    @property
    def required(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields if field.is_required)

    def of_kind(self, *kinds: str) -> tuple[str, ...]:
        """Names of the fields of some kinds."""
        return tuple(field.name for field in self.fields if field.kind in kinds)


def required(name: str, kind: str = TEXT, words: str = "") -> Field:
    return Field(name, kind, is_required=True, words=words)


def signed(name: str) -> Field:
    """An amount that reports write with or without a minus."""
    return Field(name, MONEY, may_be_negative=True)


def balance(name: str) -> Field:
    """An amount that is below 0 where what was given is taken back."""
    return Field(name, MONEY, is_balance=True)
