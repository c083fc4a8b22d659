"""From rows of text to chunks of a table: what CSV files and workbooks have in common."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.formulas import bare
from data.sources.chunk import CHUNK_ROWS, Broken, Chunk, UnreadableError

UNREADABLE = "#UNREADABLE "
"""Begins the text of a cell whose value is lost: an error such as #N/A, a number cut by rounding.

Blank cells are none of these. A reader of ids, amounts or days must reject what begins so.
"""

CUT = "the row is cut or a separator is unquoted"
SMUGGLED = re.compile("[\udc80-\udcff]")

Row = tuple[int, list[str] | Broken]


def is_unreadable(text: str | None) -> bool:
    """Whether a cell's text only stands for a value that is lost."""
    return text is not None and text.startswith(UNREADABLE)


def lost(text: str) -> tuple[str, str]:
    """What became of a cell whose value is lost, and what to do about it."""
    value = text.removeprefix(UNREADABLE)
    if value.startswith("#"):
        return f"'{value}' is an error of a spreadsheet", "clear the cell, or write its value"
    reason = f"'{float(value):.3g}' is a number cell, which has lost digits in a spreadsheet"
    return reason, "format the column as text, and export it or type it in again"


def header(file: str, fields: list[str]) -> tuple[str, ...]:
    """The names in row 1, trimmed. Raises UnreadableError where they name no columns."""
    names = trimmed(fields)
    while names and not names[-1]:
        names.pop()
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if not names or "" in names:
        raise UnreadableError(
            file, "row 1 is no header: a column has no name", "put the column names in row 1"
        )
    if repeated:
        raise UnreadableError(
            file, f"row 1 names column {repeated[0]} twice", "rename or remove one of them"
        )
    return tuple(names)


def chunks(names: tuple[str, ...], rows: Iterable[Row], mend: str = CUT) -> Iterator[Chunk]:
    """Rows below the header as text columns, trimmed, empty fields as null.

    `mend` is the remedy for a row with more or fewer fields than there are names.
    """
    good: list[list[str]] = []
    numbers: list[int] = []
    broken: list[Broken] = []
    for row, fields in rows:
        problem = fields if isinstance(fields, Broken) else _problem(row, fields, names, mend)
        if isinstance(problem, Broken):
            broken.append(problem)
        elif isinstance(fields, list):
            good.append(fields[: len(names)])
            numbers.append(row)
        if len(good) + len(broken) >= CHUNK_ROWS:
            yield _chunk(names, good, numbers, broken)
            good, numbers, broken = [], [], []
    yield _chunk(names, good, numbers, broken)


def trimmed(fields: list[str]) -> list[str]:
    return [field.strip() for field in fields]


def raw(fields: list[str]) -> dict[str, str]:
    """The fields as they stood, by place; bytes that are no text are written as \\xNN."""
    clean = [
        f.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for f in fields
    ]
    return {str(place): field for place, field in enumerate(clean, 1)}


def undecoded(row: int, fields: list[str]) -> Broken | None:
    """The row as broken where bytes that are no UTF-8 were smuggled in as lone surrogates."""
    text = "".join(fields)
    if text.isascii() or not SMUGGLED.search(text):
        return None
    return Broken(row, "is not UTF-8 text", "save the file as CSV in UTF-8", raw(fields))


def _problem(row: int, fields: list[str], names: tuple[str, ...], mend: str) -> Broken | None:
    if len(fields) < len(names) or any(trimmed(fields[len(names) :])):
        reason = f"has {len(fields)} fields where the header has {len(names)}"
        return Broken(row, reason, mend, raw(fields))
    if fields[0].strip() == names[0] and trimmed(fields[: len(names)]) == list(names):
        return Broken(row, "repeats the header", "take the row out", raw(fields))
    return undecoded(row, fields)


def _chunk(
    names: tuple[str, ...], good: list[list[str]], rows: list[int], broken: list[Broken]
) -> Chunk:
    cells = zip(*good, strict=True) if good else [()] * len(names)
    arrays = [_filled(pa.array(column, pa.string())) for column in cells]
    return Chunk(pa.Table.from_arrays(arrays, names=list(names)), np.array(rows, "int64"), broken)


def _filled(cells: pa.Array) -> pa.Array:
    clean = bare(pc.utf8_trim_whitespace(cells))
    return pc.if_else(pc.equal(clean, ""), None, clean)
