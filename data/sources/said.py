"""Options as written on a command line, and back: `VALUE`, or `FILES=VALUE` for some files.

`--merchant glow` is for every file, `--merchant 'glow/*=glow'` for those in a folder.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from data.sources.options import Answer, OptionError, Options

FLAGS = {
    "time_zone": "--tz",
    "currency": "--currency",
    "merchant": "--merchant",
    "format": "--format",
    "first_day": "--from",
    "last_day": "--to",
    "dates": "--dates",
    "decimals": "--decimals",
    "rates": "--rates",
    "as_of": "--as-of",
}
"""How each option is called on the command line."""

MAPPED = "--column"


def options(
    market: str,
    title: str | None,
    said: Mapping[str, Sequence[str]],
    columns: Sequence[str] = (),
) -> Options:
    """Options from what was written per option (by its name in Options). Raises OptionError."""
    plain: dict[str, Any] = {}
    answers: list[Answer] = []
    for name, values in said.items():
        for written in values:
            pattern, mark, value = written.rpartition("=")
            read = _READERS.get(name, _text)(value, FLAGS[name])
            if mark:
                answers.append(Answer(name, pattern, read))
            elif name in plain and plain[name] != read:
                raise OptionError(
                    f"{FLAGS[name]} is given twice; say for which files: {FLAGS[name]} FILES=VALUE"
                )
            else:
                plain[name] = read
    mapped = tuple(_mapped(column) for column in columns)
    return Options(market, title, columns=mapped, answers=tuple(answers), **plain)


def arguments(said: Options) -> list[str]:
    """The same options as arguments of a command."""
    given = [(name, getattr(said, name)) for name in FLAGS if getattr(said, name) is not None]
    words = [word for name, value in given for word in (FLAGS[name], _written(value))]
    for answer in said.answers:
        words += [FLAGS[answer.name], f"{answer.pattern}={_written(answer.value)}"]
    for header, field in said.columns:
        words += [MAPPED, f"{header}={field}"]
    return words


def _mapped(written: str) -> tuple[str, str]:
    header, mark, field = written.rpartition("=")
    if not mark or not header.strip():
        raise OptionError(f"{MAPPED} '{written}' is no mapping; give HEADER=FIELD")
    return header.strip(), field.strip()


def _day(written: str, flag: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise OptionError(f"{flag} '{written}' is no day; write it as YYYY-MM-DD") from error


def _instant(written: str, flag: str) -> datetime:
    """A day or an instant, on the market's clocks if without an offset; a day means its end."""
    try:
        if len(written) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(written), datetime.max.time())
        read = datetime.fromisoformat(written)
    except ValueError as error:
        raise OptionError(
            f"{flag} '{written}' is no time; write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM"
        ) from error
    return read


def _text(written: str, flag: str) -> str:
    return written


def _currency(written: str, flag: str) -> str:
    return written.upper()


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


_READERS: dict[str, Callable[[str, str], Any]] = {
    "first_day": _day,
    "last_day": _day,
    "as_of": _instant,
    "currency": _currency,
}
