"""Cells whose value a spreadsheet has lost: refused, and told in words that say what to do."""

from pathlib import Path

import typer
from typer.testing import CliRunner

from data import lake, quarantine
from data.lake import Rejected
from data.sources import Options, Report, inspect
from data.sources.lost_cells import in_words
from data.sources.table_rows import UNREADABLE
from data.store import Store
from tests.order_files import CREDIT, ORDER, SAID, write
from tests.workbooks import written

CUT = "'5.76e+17' is a number cell, which has lost digits in a spreadsheet"


def loaded(folder: Path, rows: list[dict[str, object]]) -> Report:
    """The report of loading rows as a workbook into the market `mine`."""
    cells = [list(rows[0]), *(list(row.values()) for row in rows)]
    path = written(folder / "a.xlsx", {"Orders": cells})
    return inspect([path], Options("mine", **SAID)).load_into(Store(folder / "mine"))


def test_an_id_that_is_a_number_says_so_in_report_and_quarantine(tmp_path: Path) -> None:
    report = loaded(tmp_path, [dict(ORDER), ORDER | {"Order ID": 576460752303423002}])
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.reason) == (3, "Order ID", CUT)
    assert problem.remedy.startswith("format the column as text")
    kept = quarantine.quarantine(Store(tmp_path / "mine"))
    assert kept["reason"].tolist() == [CUT]
    assert UNREADABLE not in str(report.as_json()) + kept.to_json()


def test_an_error_is_no_handle(tmp_path: Path) -> None:
    """Read as text it would be a creator of its own."""
    spoilt = CREDIT | {"Creator Username": f"{UNREADABLE}#N/A"}
    report = inspect([write(tmp_path / "a.csv", [spoilt])], Options("mine", **SAID)).report
    assert [problem.reason for problem in report.problems] == [
        "'#N/A' is an error of a spreadsheet"
    ]


def test_an_id_of_our_own_tables_is_refused_too(tmp_path: Path) -> None:
    """It was loaded under the mark's own text."""
    cells = [["creator_id", "handle"], [576460752303423001, "glow"], ["c2", "other"]]
    path = written(tmp_path / "creators.xlsx", {"Creators": cells})
    report = inspect([path], Options("mine", time_zone="UTC", currency="USD")).report
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.reason) == (2, "creator_id", CUT)
    assert {table.table: table.rows for table in report.tables}["creators"] == 1


def test_rows_without_such_cells_stay_as_they_are() -> None:
    row = Rejected("a.csv", 1, "id", "'x' cannot be read", "mend it", {"id": "x", "n": 1})
    assert in_words([row]) == [row]


def test_quarantine_shows_no_nan(tmp_path: Path) -> None:
    spoilt = ORDER | {"Order ID": "", "Quantity": "many"}
    loaded(tmp_path, [dict(ORDER), spoilt])
    store = Store(tmp_path / "mine")
    whole = Rejected("b.csv", None, None, "repeats the header", "take the row out", {"id": "x"})
    with lake.load(store, "by hand") as load:
        load.reject([whole])
    command = typer.Typer()
    command.command()(quarantine.main)
    env = {"TANDEM_STORE": str(tmp_path), "COLUMNS": "300"}
    shown = CliRunner().invoke(command, ["--market", "mine"], env=env).stdout
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.splitlines()]
    rows = [line for line in lines if line]
    assert rows[0][:4] == ["2", "b.csv", "", ""]
    assert rows[1][:3] == ["1", "a.xlsx", "3"]
