"""Files of costs and fees that people fill in: rows, numbered as a spreadsheet shows them."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

import pandas as pd

from data.edit_rows import FOR_PEOPLE, EditError, Problem
from data.formulas import ESCAPED
from data.scratch import scratch
from data.sources import workbook
from data.sources.chunk import Chunk, UnreadableError
from data.sources.files import LOCK
from data.sources.table_rows import is_unreadable, lost

DELIMITERS = ",;\t|"
HEADER_ROW = 1
WORKBOOKS = (".xlsx",)
TEXTS = (".csv", ".tsv", ".txt")
PREFIX = "tandem-entered-"
OF_TEMPLATES = {"Definitions", "Filters"}
"""Sheets that stand beside the table in every workbook of ours."""


def read_rows(name: str, content: bytes) -> pd.DataFrame:
    """The rows of a CSV or XLSX file, blank ones left out, indexed by their number in the file.

    Raises EditError naming the row that cannot be read.
    """
    if PurePath(name).name.startswith(LOCK):
        raise _unreadable("is only a mark that a workbook is open", "close that, and give it")
    ending = name.lower()[name.rfind(".") :]
    if ending in WORKBOOKS:
        frame = _of_workbook(name, content)
    elif ending in TEXTS:
        frame = _of_text(content)
    else:
        raise _unreadable("is neither CSV nor XLSX", "save it as one of the two")
    if frame.empty:
        raise _unreadable("has no row below its header", "fill in the template")
    return frame


def _of_workbook(name: str, content: bytes) -> pd.DataFrame:
    """As loads read workbooks: nothing but plain values, and all of them."""
    with scratch(PREFIX) as folder:
        path = folder / PurePath(name).name
        path.write_bytes(content)
        try:
            if others := set(workbook.unread(path)) - OF_TEMPLATES:
                reason = f"has more sheets, which would not be read ({', '.join(sorted(others))})"
                raise _unreadable(reason, "save the sheet as a workbook of its own")
            pieces = list(workbook.chunks(path))
        except UnreadableError as error:
            raise _unreadable(error.reason, error.remedy) from error
    problems = [problem for piece in pieces for problem in _problems(piece)]
    if problems:
        raise EditError(problems)
    frames = [piece.table.to_pandas().set_axis(piece.rows) for piece in pieces]
    return pd.concat(frames).astype(object)


def _problems(piece: Chunk) -> Iterator[Problem]:
    """Rows that are none, and cells whose value is lost."""
    for row in piece.broken:
        yield Problem(row.row, "columns", row.reason, row.remedy)
    for column in set(piece.table.column_names) - set(FOR_PEOPLE):
        for number, cell in zip(piece.rows, piece.table[column].to_pylist(), strict=True):
            if is_unreadable(cell):
                yield Problem(int(number), column, *lost(cell))


def _of_text(content: bytes) -> pd.DataFrame:
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable("is not UTF-8 text", "save it as CSV in UTF-8") from error
    head = written.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(written, newline=""), delimiter=max(DELIMITERS, key=head.count), strict=True
    )
    try:
        rows = dict(_numbered(reader))
    except csv.Error as error:
        reason = f"has quotes that do not pair up ({error})"
        raise EditError([Problem(reader.line_num, "quotes", reason, "mend them")]) from error
    header = [field.strip() for field in rows.pop(min(rows))] if rows else []
    problems = [
        Problem(number, "columns", f"has {len(row)} fields, the header {len(header)}", "mend it")
        for number, row in rows.items()
        if len(row) != len(header)
    ]
    if problems:
        raise EditError(problems)
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=header, dtype=object)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(reader, start=HEADER_ROW):
        if any(field.strip() for field in row):
            yield number, [f[1:] if f.startswith(ESCAPED) else f for f in row]


def _unreadable(reason: str, remedy: str) -> EditError:
    return EditError([Problem(None, "file", reason, remedy)])
