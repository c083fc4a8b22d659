"""CSV and TSV, row by row: a row that cannot be read is kept as broken, never skipped."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from data.sources import table_rows
from data.sources.chunk import Broken, Chunk, UnreadableError
from data.sources.table_rows import Row

DELIMITERS = (",", ";", "\t", "|")
WIDEST_FIELD = 1 << 20
FIRST_LINES = 50
LONGEST_LINE = 1 << 16
"""Lines, and characters of a line, that are looked at to tell the delimiter."""


def columns(path: Path) -> tuple[str, ...]:
    """The header's names, trimmed; raises UnreadableError where there is no usable header."""
    with _open(path) as file:
        return _header(path, _reader(path, file))


def chunks(path: Path) -> Iterator[Chunk]:
    """Rows as text columns, empty fields as null. Raises UnreadableError."""
    with _open(path) as file:
        reader = _reader(path, file)
        names = _header(path, reader)
        yield from table_rows.chunks(names, _numbered(path, reader, 2))


def rows(path: Path) -> Iterator[Row]:
    """Every row as it stands, from 1, whether or not row 1 is a header; one at a time.

    The delimiter is the one that most of the first lines agree on. Raises UnreadableError.
    """
    with _open(path) as file:
        yield from _as_they_stand(path, file, _agreed(path, file), 1)


def delimiter(path: Path) -> str:
    """The delimiter that most of the first lines agree on. Raises UnreadableError."""
    with _open(path) as file:
        return _agreed(path, file)


def rest(path: Path, file: BinaryIO, mark: str, first: int) -> Iterator[Row]:
    """Every row of UTF-8 text from where a file has been read to, numbered from `first`."""
    wrapped = TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline="")
    yield from _as_they_stand(path, wrapped, mark, first)


def _as_they_stand(path: Path, file: TextIO, mark: str, first: int) -> Iterator[Row]:
    for row, fields in _numbered(path, csv.reader(file, delimiter=mark, strict=True), first):
        bad = None if isinstance(fields, Broken) else table_rows.undecoded(row, fields)
        yield row, bad or fields


def _open(path: Path) -> TextIO:
    with path.open("rb") as raw:
        start = raw.read(4096)
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in start:
        raise UnreadableError(path.name, "is no text file", "save it as CSV in UTF-8")
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    return path.open(encoding=encoding, errors=errors, newline="")


def _reader(path: Path, file: TextIO) -> "Iterator[list[str]]":
    csv.field_size_limit(WIDEST_FIELD)
    try:
        first = file.readline()
        file.seek(0)
    except UnicodeError as error:
        raise _not_utf16(path) from error
    counts = Counter({mark: first.count(mark) for mark in DELIMITERS})
    mark, count = counts.most_common(1)[0]
    return csv.reader(file, delimiter=mark if count else ",", strict=True)


def _agreed(path: Path, file: TextIO) -> str:
    """The delimiter by which the first lines have most fields, counting lines that agree."""
    csv.field_size_limit(WIDEST_FIELD)
    try:
        first = [file.readline(LONGEST_LINE) for _ in range(FIRST_LINES)]
        file.seek(0)
    except UnicodeError as error:
        raise _not_utf16(path) from error
    return max(DELIMITERS, key=lambda mark: _agreement(first, mark))


def _agreement(lines: list[str], mark: str) -> int:
    """How many separators stand in the lines of one width; a tab behind each id makes few."""
    widths = Counter(len(fields) for fields in _lenient(lines, mark))
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _lenient(lines: list[str], mark: str) -> Iterator[list[str]]:
    try:
        yield from islice(csv.reader(lines, delimiter=mark), FIRST_LINES)
    except csv.Error:
        return


def _header(path: Path, reader: Iterator[list[str]]) -> tuple[str, ...]:
    try:
        fields = next(reader, [])
    except (csv.Error, UnicodeError) as error:
        raise UnreadableError(path.name, f"row 1 is no header ({error})", "export it again") from (
            error
        )
    if table_rows.undecoded(1, fields):
        raise UnreadableError(path.name, "row 1 is not UTF-8 text", "save it as CSV in UTF-8")
    return table_rows.header(path.name, fields)


def _numbered(path: Path, reader: Iterator[list[str]], first: int) -> Iterator[Row]:
    """The rows from number `first` on; blank ones are counted and left out."""
    row = first - 1
    while True:
        row += 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except UnicodeError as error:
            raise _not_utf16(path) from error
        except csv.Error as error:
            if "unexpected end" in str(error) or "field limit" in str(error):
                raise UnreadableError(
                    path.name,
                    f"row {row} opens a quote that never closes, so the rest cannot be told apart",
                    "the file may be cut: export it again, or close the quote",
                ) from error
            remedy = "double the quotes inside the field, or take them out"
            yield row, Broken(row, f"the quotes do not pair up ({error})", remedy, {})
            continue
        if fields:
            yield row, fields


def _not_utf16(path: Path) -> UnreadableError:
    return UnreadableError(path.name, "is cut in the middle of a character", "export it again")
