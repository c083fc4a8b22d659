"""Files of costs and fees that people fill in: rows, numbered as a spreadsheet shows them."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from data.edit_rows import EditError, Problem
from data.formulas import ESCAPED

DELIMITERS = ",;\t|"
HEADER_ROW = 1
WORKBOOKS = (".xlsx",)
TEXTS = (".csv", ".tsv", ".txt")


def read_rows(name: str, content: bytes) -> pd.DataFrame:
    """The rows of a CSV or XLSX file, blank ones left out, indexed by their number in the file.

    Raises EditError naming the row that cannot be read.
    """
    ending = name.lower()[name.rfind(".") :]
    if ending in WORKBOOKS:
        frame = _of_workbook(content)
    elif ending in TEXTS:
        frame = _of_text(content)
    else:
        raise _unreadable("is neither CSV nor XLSX", "save it as one of the two")
    if frame.empty:
        raise _unreadable("has no row below its header", "fill in the template")
    return frame


def _of_workbook(content: bytes) -> pd.DataFrame:
    try:
        frame = pd.read_excel(io.BytesIO(content), dtype=object, engine="openpyxl")
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, InvalidFileException) as error:
        raise _unreadable(f"is no workbook ({error})", "save it as XLSX again") from error
    frame.columns = [str(column).strip() for column in frame.columns]
    return frame.set_axis(frame.index + HEADER_ROW + 1).dropna(how="all")


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
