"""Rows that people fill in, from a grid or a file: read one by one, every wrong cell named."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data import cells
from data.cells import CellError

FOR_PEOPLE = ("title", "creator", "currency", "status")
"""Columns that templates show beside the others; they are not read."""

SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+")
"""What a spreadsheet makes of a long id in a CSV: 1.72938E+18."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, and what to do about it."""

    row: int | None
    column: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = f"Row {self.row}, " if self.row is not None else "Column "
        return f"{where}{self.column}: {self.reason}; {self.remedy}"


class EditError(ValueError):
    """Rows cannot be saved; nothing was. `problems` has one entry per wrong cell."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Row:
    """One row being read; what cannot be read is noted and the reading goes on."""

    number: int
    values: Mapping[Hashable, Any]
    problems: list[Problem] = field(default_factory=list)

    def read(self, column: str, parse: Callable[..., Any], *arguments: Any) -> Any:
        """What `parse` makes of a cell, None where it raised CellError."""
        try:
            return parse(self.values.get(column), *arguments)
        except CellError as error:
            self.refuse(column, error.reason, error.remedy)
            return None

    def refuse(self, column: str, reason: str, remedy: str) -> None:
        self.problems.append(Problem(self.number, column, reason, remedy))


def read_all(
    rows: pd.DataFrame,
    read: Callable[[Row], Record | None],
    columns: tuple[str, ...],
    optional: tuple[str, ...] = (),
) -> dict[int, Record]:
    """Records by the number of their row; rows that were not filled in are left out.

    Raises EditError where a column is missing or unknown, or where any cell is wrong.
    """
    known = (*columns, *optional, *FOR_PEOPLE)
    unknown = [str(name) for name in rows.columns if name not in known]
    missing = [name for name in columns if name not in rows.columns]
    problems = [Problem(None, name, "is not known", "take it out") for name in unknown]
    problems += [Problem(None, name, "is missing", "start from the template") for name in missing]
    if problems:
        raise EditError(problems)
    found: dict[int, Record] = {}
    for row in _rows(rows):
        record = read(row)
        problems += row.problems
        if record is not None:
            found[row.number] = record
    if problems:
        raise EditError(problems)
    return found


def _rows(rows: pd.DataFrame) -> Iterator[Row]:
    for number, values in zip(rows.index, rows.to_dict("records"), strict=True):
        yield Row(int(number), values)


def one_of(value: Any, known: Mapping[str, Any], what: str) -> str:
    """An id that is known; raises CellError on any other."""
    name = cells.text(value)
    if name not in known and SHORTENED.fullmatch(name.upper()):
        raise CellError(f"'{name}' is an id cut short", "take the XLSX template, which keeps ids")
    if name not in known:
        raise CellError(f"'{name}' is no {what}", "check the id, or choose another shop")
    return name


def check_once(
    records: Mapping[int, Record], key: list[str], said_by: tuple[str, ...] = ()
) -> None:
    """Raises EditError where two rows are about the same thing; `said_by` names the columns of
    the file that say so, the key's own by default.
    """
    columns = said_by or tuple(key)
    first: dict[tuple[Any, ...], int] = {}
    problems = []
    for number, record in records.items():
        name = tuple(record[column] for column in key)
        if name in first:
            reason = f"says the same {' and '.join(columns)} as row {first[name]}"
            problems.append(Problem(number, columns[0], reason, "keep one of the two"))
        first.setdefault(name, number)
    if problems:
        raise EditError(problems)


def differs(record: Record, held: Record | None) -> bool:
    """Whether a record says anything that is not held already."""
    return held is None or any(held.get(name) != value for name, value in record.items())
