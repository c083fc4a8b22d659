"""XLSX workbooks: the rows of one sheet as text, each cell as exact as the file has it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from data.sources import table_rows, workbook_parts, workbook_scan
from data.sources.changing import Stamp
from data.sources.chunk import Chunk, UnreadableError
from data.sources.table_rows import UNREADABLE, Row
from data.sources.values import EXACT
from data.sources.workbook_safety import AGAIN, CUT, Package, package
from data.sources.workbook_scan import Scan, ScanError

MEMORY = 3 << 29
"""Bytes that reading one sheet may take: 1.5 GB, some 14 million cells."""

HEAD_ROWS = 20
"""How far down the header of a sheet is looked for."""

MEND = "take out what stands beside the table"


@dataclass(frozen=True)
class Sheet:
    """The sheet that is read: its name, its place in the workbook, what is in it."""

    name: str
    place: int
    scan: Scan


def sheet(path: Path) -> str:
    """Name of the visible sheet that is read: the one with most cells. Raises UnreadableError."""
    return _chosen(path).name


def unread(path: Path) -> tuple[str, ...]:
    """Names of the other visible sheets with anything in them. Raises UnreadableError."""
    return tuple(other.name for other in _inspected(path, Stamp.of(path))[1:])


def rows(path: Path) -> Iterator[tuple[int, list[str | None]]]:
    """Rows with anything in them, numbered as the spreadsheet does; columns from the first filled.

    Whole numbers are exact, other numbers have the 15 digits a spreadsheet has, percentages are
    fractions, days and times are ISO. A cell whose value is lost (an error, a number of 2**53 or
    more, which was rounded) begins with UNREADABLE. Raises UnreadableError.
    """
    chosen = _chosen(path)
    errors, opened = chosen.scan.errors, _open(path, chosen)
    wrong = {row for row, _ in errors}
    _, left = opened.start or (0, 0)
    for number, values in enumerate(opened.iter_rows(), 1):
        cells = [WRITE[type(value)](value) for value in values]
        if number in wrong:
            places = enumerate(cells, left + 1)
            cells = [_error(errors.get((number, place))) or cell for place, cell in places]
        if any(cells):
            yield number, cells


def columns(path: Path) -> tuple[str, ...]:
    """The names in row 1, trimmed. Raises UnreadableError."""
    return _header(path, rows(path))


def chunks(path: Path) -> Iterator[Chunk]:
    """Rows below row 1 as text columns, blank cells as null. Raises UnreadableError."""
    every = rows(path)
    names = _header(path, every)
    yield from table_rows.chunks(names, _ragged(every, len(names)), MEND)


def _header(path: Path, every: Iterator[tuple[int, list[str | None]]]) -> tuple[str, ...]:
    number, cells = next(every, (1, []))
    if number > 1:
        raise UnreadableError(
            path.name, "row 1 is no header: it is blank", "put the column names in row 1"
        )
    return table_rows.header(path.name, [cell or "" for cell in cells])


def _ragged(every: Iterator[tuple[int, list[str | None]]], width: int) -> Iterator[Row]:
    """Blank cells at the end of a row are none of it, unless they stand below a name."""
    for number, cells in every:
        while len(cells) > width and not cells[-1]:
            cells.pop()
        yield number, [cell or "" for cell in cells]


def _chosen(path: Path) -> Sheet:
    return _inspected(path, Stamp.of(path))[0]


@lru_cache(maxsize=4)
def _inspected(path: Path, _: Stamp) -> tuple[Sheet, ...]:
    """The sheet to read, found safe to be read, and the others with anything in them.

    Looked at once as long as the file is the same.
    """
    with package(path) as opened:
        try:
            found = list(_sheets(opened))
        except ExpatError as error:
            raise UnreadableError(path.name, CUT, AGAIN) from error
    filled = [sheet for sheet in found if sheet.scan.cells]
    if not filled:
        raise UnreadableError(path.name, "has no visible sheet with anything in it", AGAIN)
    largest = max(filled, key=lambda sheet: sheet.scan.cells)
    _check(path, largest)
    others = [sheet for sheet in filled if sheet is not largest]
    _check_rows(path, largest, others)
    return largest, *others


def _check_rows(path: Path, chosen: Sheet, others: Sequence[Sheet]) -> None:
    """Refuses a workbook whose rows go on in another sheet, for only one is read."""
    if not others:
        return
    header = max(_head(path, chosen), key=len)
    more = [one for one in others if one.scan.memory <= MEMORY and _has_rows(path, one, header)]
    if more:
        names = [one.name for one in sorted([chosen, *more], key=lambda one: one.place)]
        raise UnreadableError(
            path.name,
            f"has rows in {len(names)} sheets ({', '.join(names)})",
            "save each sheet as a file of its own",
        )


def _has_rows(path: Path, other: Sheet, header: frozenset[str]) -> bool:
    """Whether rows stand below the names of a header, in whatever order."""
    return header in _head(path, other)[:-1]


def _head(path: Path, found: Sheet) -> list[frozenset[str]]:
    """What the first rows with anything in them say."""
    every = (
        frozenset(said.casefold() for value in values if (said := WRITE[type(value)](value)))
        for values in _open(path, found).iter_rows()
    )
    return list(islice(filter(None, every), HEAD_ROWS))


def _sheets(opened: Package) -> Iterator[Sheet]:
    parts = workbook_parts.visible(opened)
    lengths: list[int] = []
    try:
        if workbook_parts.TEXTS in opened.parts:
            lengths = workbook_scan.text_lengths(opened.blocks(workbook_parts.TEXTS))
        for name, place, part in parts:
            yield Sheet(name, place, workbook_scan.sheet(opened.blocks(part), lengths))
        workbook_parts.check_others(opened, {part for *_, part in parts})
    except ScanError as error:
        raise opened.refusal(error.reason, error.remedy) from error


def _check(path: Path, found: Sheet) -> None:
    scan = found.scan
    if scan.formulas:
        raise UnreadableError(
            path.name,
            f"has {scan.formulas:,} formulas in sheet {found.name}, the first in "
            f"{scan.first_formula}, and what they come to may be out of date",
            "copy the sheet and paste it as values, or export it again",
        )
    if scan.memory > MEMORY:
        raise UnreadableError(
            path.name,
            f"sheet {found.name} reaches to {scan.last} and would take "
            f"{scan.memory / 1e9:.1f} GB of memory, more than {MEMORY / 1e9:.1f}",
            "delete what stands far from the table, split it, or save the sheet as CSV",
        )


def _open(path: Path, chosen: Sheet) -> CalamineSheet:
    try:
        with CalamineWorkbook.from_path(path) as book:
            return book.get_sheet_by_index(chosen.place)
    except (CalamineError, OSError) as error:
        raise UnreadableError(path.name, f"{CUT} ({error})", AGAIN) from error


def _error(text: str | None) -> str | None:
    return text and UNREADABLE + text


def _number(value: float) -> str:
    if not abs(value) < EXACT:
        return f"{UNREADABLE}{value:.14E}"
    if value == int(value):
        return str(int(value))
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def _instant(value: datetime) -> str:
    return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"


WRITE: dict[type, Callable[[Any], str | None]] = {
    str: lambda value: value.strip() or None,
    float: _number,
    int: _number,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    datetime: _instant,
    time: lambda value: value.isoformat("seconds"),
    timedelta: _duration,
}
