"""CSV and TSV, row by row: a row that cannot be read is kept as broken, never skipped."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sources.chunk import CHUNK_ROWS, Broken, Chunk, UnreadableError

DELIMITERS = (",", ";", "\t", "|")
WIDEST_FIELD = 1 << 20
SMUGGLED = re.compile("[\udc80-\udcff]")


def columns(path: Path) -> tuple[str, ...]:
    """The header's names, trimmed; raises UnreadableError where there is no usable header."""
    with _open(path) as file:
        return _header(path, _reader(path, file))


def chunks(path: Path) -> Iterator[Chunk]:
    """Rows as text columns, empty fields as null. Raises UnreadableError."""
    with _open(path) as file:
        reader = _reader(path, file)
        header = _header(path, reader)
        good: list[list[str]] = []
        rows: list[int] = []
        broken: list[Broken] = []
        for row, fields in _numbered(path, reader):
            problem = fields if isinstance(fields, Broken) else _problem(row, fields, header)
            if isinstance(problem, Broken):
                broken.append(problem)
            elif isinstance(fields, list):
                good.append(fields[: len(header)])
                rows.append(row)
            if len(good) + len(broken) >= CHUNK_ROWS:
                yield _chunk(header, good, rows, broken)
                good, rows, broken = [], [], []
        yield _chunk(header, good, rows, broken)


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


def _header(path: Path, reader: Iterator[list[str]]) -> tuple[str, ...]:
    try:
        fields = _trimmed(next(reader, []))
    except (csv.Error, UnicodeError) as error:
        raise UnreadableError(path.name, f"row 1 is no header ({error})", "export it again") from (
            error
        )
    while fields and not fields[-1]:
        fields.pop()
    repeated = [name for name, count in Counter(fields).items() if count > 1]
    if any(map(_is_undecoded, fields)):
        raise UnreadableError(path.name, "row 1 is not UTF-8 text", "save it as CSV in UTF-8")
    if not fields or "" in fields:
        raise UnreadableError(
            path.name, "row 1 is no header: a column has no name", "put the column names in row 1"
        )
    if repeated:
        raise UnreadableError(
            path.name, f"row 1 names column {repeated[0]} twice", "rename or remove one of them"
        )
    return tuple(fields)


def _numbered(path: Path, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | Broken]]:
    row = 1
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


def _problem(row: int, fields: list[str], header: tuple[str, ...]) -> Broken | None:
    if len(fields) < len(header) or any(_trimmed(fields[len(header) :])):
        reason = f"has {len(fields)} fields where the header has {len(header)}"
        return Broken(row, reason, "the row is cut or a separator is unquoted", _raw(fields))
    if fields[0].strip() == header[0] and _trimmed(fields[: len(header)]) == list(header):
        return Broken(row, "repeats the header", "take the row out", _raw(fields))
    if _is_undecoded("".join(fields)):
        return Broken(row, "is not UTF-8 text", "save the file as CSV in UTF-8", _raw(fields))
    return None


def _trimmed(fields: list[str]) -> list[str]:
    return [field.strip() for field in fields]


def _is_undecoded(field: str) -> bool:
    """Whether bytes that are no UTF-8 were smuggled into the text as lone surrogates."""
    return not field.isascii() and SMUGGLED.search(field) is not None


def _raw(fields: list[str]) -> dict[str, str]:
    """The fields as they stood, by place; bytes that are no text are written as \\xNN."""
    clean = [
        f.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for f in fields
    ]
    return {str(place): field for place, field in enumerate(clean, 1)}


def _chunk(
    header: tuple[str, ...], good: list[list[str]], rows: list[int], broken: list[Broken]
) -> Chunk:
    cells = zip(*good, strict=True) if good else [()] * len(header)
    arrays = [_filled(pa.array(column, pa.string())) for column in cells]
    return Chunk(pa.Table.from_arrays(arrays, names=list(header)), np.array(rows, "int64"), broken)


def _filled(cells: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def _not_utf16(path: Path) -> UnreadableError:
    return UnreadableError(path.name, "is cut in the middle of a character", "export it again")
