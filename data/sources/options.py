"""What a person says about a source that its files do not say themselves."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from functools import cache
from pathlib import PurePath
from typing import Any
from zoneinfo import available_timezones

from data.lake import Rejected
from data.money import exponent

DATES = ("day-first", "month-first")
DECIMALS = ("point", "comma")
RATES = ("percent", "fraction")


class OptionError(ValueError):
    """An option has a value that cannot be; says which and what would do."""


@dataclass(frozen=True)
class Question:
    """What must be said before files can be read, and of which of them.

    `readings` shows what the choices make of values of the file, a row each: the value, then what
    each choice would read.
    """

    name: str
    text: str
    files: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    readings: tuple[tuple[str, ...], ...] = ()


class AskedError(OptionError):
    """The files do not say everything; `questions` say what is needed."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self.questions = tuple(questions)
        said = "; ".join(question.text for question in self.questions)
        super().__init__(f"the files do not say everything; give {said}")


class MarketRowError(OptionError):
    """The row that says what a market is was refused; `problem` says where and why."""

    def __init__(self, problem: Rejected) -> None:
        where = f"row {problem.row}" + (f", column {problem.column}" if problem.column else "")
        super().__init__(f"{problem.file}, {where}: {problem.reason}; {problem.remedy}")
        self.problem = problem


@dataclass(frozen=True)
class Answer:
    """An option's value for the files that a pattern names: `shop-a/*`, `orders.csv`."""

    name: str
    pattern: str
    value: Any

    def is_for(self, file: str) -> bool:
        """Whether it is meant for a file, by its whole name, its own name or its folder."""
        names = (file, PurePath(file).name, *map(str, PurePath(file).parents))
        return any(fnmatchcase(name, self.pattern) for name in names)


@dataclass(frozen=True)
class Options:
    """Answers given on the command line or in the page's form; empty means not given.

    `time_zone` is the IANA zone in which the market counts days and its files tell the time,
    `currency` an ISO 4217 code, `merchant` the shop that files without a shop column belong to,
    `format` overrules recognition. Of exports: `first_day` and `last_day` bound the window of
    a report, `dates` says whether day or month stands first, `decimals` what marks them, `rates`
    how shares are written, `as_of` when the report was made (on the market's clocks, unless with
    an offset), `columns` which header is which field.
    `answers` hold for some files alone and go before the rest.
    """

    market: str
    title: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    merchant: str | None = None
    format: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    dates: str | None = None
    decimals: str | None = None
    rates: str | None = None
    as_of: datetime | None = None
    columns: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()

    def __post_init__(self) -> None:
        for value in self._all("time_zone"):
            if not is_time_zone(value):
                raise OptionError(
                    f"--tz '{value}' is no IANA time zone; give one such as Asia/Bangkok"
                )
        for value in self._all("currency"):
            exponent(value)
        known = {"dates": DATES, "decimals": DECIMALS, "rates": RATES}
        for option, choices in known.items():
            for value in self._all(option):
                if value not in choices:
                    raise OptionError(f"--{option} '{value}' is not one of {', '.join(choices)}")
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise OptionError(f"--from {self.first_day} is after --to {self.last_day}; swap them")

    def of(self, file: str) -> "Options":
        """The options as they hold for one file."""
        said = {answer.name: answer.value for answer in self.answers if answer.is_for(file)}
        return replace(self, answers=(), **said) if self.answers else self

    def agreed(self, name: str, files: Iterable[str]) -> Any:
        """An option's value, for all files or the one that each of them has; else None."""
        said = {getattr(self.of(file), name) for file in files}
        return getattr(self, name) or (said.pop() if len(said) == 1 else None)

    def key(self) -> str:
        """Text that differs where the same files would load as other rows."""
        return "\n".join(f"{name}={value}" for name, value in sorted(asdict(self).items()))

    def _all(self, option: str) -> list[Any]:
        """Every value that an option has for any file."""
        given = [answer.value for answer in self.answers if answer.name == option]
        return [value for value in (getattr(self, option), *given) if value]


OF_FILES = tuple(
    field.name for field in fields(Options) if field.name not in ("market", "title", "answers")
)
"""Options that may differ from file to file."""


@cache
def is_time_zone(name: str) -> bool:
    """Whether a name is in the IANA time zone database."""
    return name in available_timezones()
