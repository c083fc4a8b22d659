"""A workbook of several sheets: rows are never left out without a word."""

from pathlib import Path
from typing import Any

import pytest

from data.sources import Report, inspect, workbook
from data.sources.chunk import UnreadableError
from data.sources.options import Options
from tests.order_files import ORDER, SAID
from tests.workbooks import written

HEADER = list(ORDER)


def orders(*numbers: int) -> list[list[str]]:
    return [list((ORDER | {"Order ID": f"57646075230342{n:04}"}).values()) for n in numbers]


def report(path: Path, **sheets: list[list[Any]]) -> Report:
    return inspect([written(path, sheets, Hidden=True)], Options("mine", **SAID)).report


@pytest.mark.parametrize(
    "june",
    [
        [HEADER, *orders(4)],
        [["Orders of June"], [], HEADER, *orders(4)],
        [[name.upper() for name in reversed(HEADER)], *(row[::-1] for row in orders(4))],
    ],
    ids=["alike", "below a title", "in another order"],
)
def test_rows_that_go_on_in_another_sheet_are_refused(
    tmp_path: Path, june: list[list[str]]
) -> None:
    refused = "a.xlsx: has rows in 2 sheets (June, May); save each sheet as a file of its own"
    found = report(tmp_path / "a.xlsx", Notes=[["a"]], June=june, May=[HEADER, *orders(1, 2, 3)])
    assert found.refused == refused
    with pytest.raises(UnreadableError, match="has rows in 2 sheets"):
        workbook.columns(tmp_path / "a.xlsx")


def test_sheets_of_another_kind_are_named(tmp_path: Path) -> None:
    notes = [["Column", "Meaning"], ["Order ID", "Number of the order"]]
    found = report(
        tmp_path / "a.xlsx",
        Notes=notes,
        May=[HEADER, *orders(1, 2, 3)],
        Empty=[],
        June=[HEADER],
        Hidden=[HEADER, *orders(4)],
    )
    assert (found.refused, found.files[0].used) == (None, 3)
    assert found.notes[0] == "a.xlsx: only its sheet with most cells is read, not Notes, June"
    assert not report(tmp_path / "b.xlsx", May=[HEADER, *orders(1)]).notes
