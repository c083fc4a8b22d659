"""A file of rows for an estimator: read with its own delimiter, checked column by column."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pandas as pd

DELIMITERS = ",;\t|"
TRUTHS = {"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}
REMEDIES = {
    re.compile(r"[+-]?[\d.\s]*\d,\d+"): "; decimals need a point",
    re.compile(r"\d+[-/.]\d+[-/.]\d+.*"): "; number the days or periods",
}
MOST_NAMED = 12
HEADER_ROWS = 2
"""A row's number in a spreadsheet beside its place in the table: the header is row 1."""


class TableError(ValueError):
    """A file that an estimator cannot take; names file, row, column and what would do."""


def read_table(path: Path) -> pd.DataFrame:
    """The rows of a CSV as text, empty cells empty. Raises TableError."""
    rows = _rows(path)
    if not rows:
        raise TableError(f"{path} is empty; a header and rows are needed")
    header = [name.strip() for name in rows[0]]
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise TableError(f"{path} has the column '{twice}' twice; rename one")
    if len(rows) == 1:
        raise TableError(f"{path} has a header and no rows")
    for index, row in enumerate(rows[1:]):
        if len(row) != len(header):
            raise TableError(
                f"{at(path, index)} has {len(row)} cells where the header has {len(header)}; a "
                "cell that holds the delimiter needs quotes"
            )
    return pd.DataFrame(rows[1:], columns=header, dtype="str")


def _rows(path: Path) -> list[list[str]]:
    """All rows but blank ones at the end."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path} cannot be read as CSV in UTF-8: {error}") from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise TableError(f"{path} line {reader.line_num} cannot be read as CSV: {error}") from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _delimiter(text: str) -> str:
    """The one that parts the header into the most cells."""
    first = re.split(r"[\r\n]", text, maxsplit=1)[:1]
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader(first, delimiter=mark), [])))


def at(path: Path, index: int) -> str:
    """Where a row of the table stands in its file."""
    return f"{path} row {index + HEADER_ROWS}"


def several(names: list[str]) -> str:
    """Names one after the other, not more than can be read."""
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def apart(path: Path, *names: str) -> None:
    """Raises TableError where one column is to be two things."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise TableError(
            f"{path}: the column '{twice}' is named for two things; each needs its own"
        )


def column(frame: pd.DataFrame, name: str, path: Path) -> pd.Series:
    """One column's text. Raises TableError, which names those there are."""
    if name not in frame:
        raise TableError(f"{path} has no column '{name}'; it has {several(list(frame.columns))}")
    return frame[name].str.strip()


def names(frame: pd.DataFrame, name: str, path: Path) -> pd.Series:
    """One column's text, which is nowhere empty. Raises TableError with the row."""
    text = column(frame, name, path)
    if (text == "").any():
        row = int(np.flatnonzero(text == "")[0])
        raise TableError(f"{at(path, row)}, column '{name}' is empty; name it or leave the row out")
    return text


def numbers(frame: pd.DataFrame, name: str, path: Path) -> pd.Series:
    """One column as numbers; true and false count 1 and 0. Raises TableError with the row."""
    text = column(frame, name, path)
    found = numeric(text)
    is_bad = ~np.isfinite(found)
    if is_bad.any():
        row = int(np.flatnonzero(is_bad)[0])
        raise TableError(f"{at(path, row)}, column '{name}' {_complaint(text.iloc[row])}")
    return found


def numeric(text: pd.Series) -> pd.Series:
    """Text as numbers, none where it is no number."""
    truths = text.str.lower().map(TRUTHS).astype(float)
    return truths.where(truths.notna(), pd.to_numeric(text, errors="coerce")).astype(float)


def _complaint(shown: str) -> str:
    if not shown:
        return "is empty; fill it or leave the row out"
    remedies = (remedy for form, remedy in REMEDIES.items() if form.fullmatch(shown))
    return f"says '{shown}', which is no number{next(remedies, '')}"


def flags(frame: pd.DataFrame, name: str, path: Path) -> pd.Series:
    """One column that is 0 or 1 in every row. Raises TableError with the row."""
    found = numbers(frame, name, path)
    is_bad = ~found.isin([0, 1])
    if is_bad.any():
        row = int(np.flatnonzero(is_bad)[0])
        raise TableError(f"{at(path, row)}, column '{name}' says {found[row]:g}; it must be 0 or 1")
    return found
