"""Files that cannot be what they seem are refused plainly, before anything is asked of them."""

from datetime import date
from pathlib import Path

import pytest

from data.edit_files import read_rows
from data.edit_rows import EditError
from data.sources import Options, inspect
from tests.order_files import ORDER, SAID, dry_run, write


def test_a_header_alone_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(ORDER) + "\n")
    report = inspect([path], Options("mine")).report
    assert report.questions == ()
    assert report.refused == "a.csv: no row stands below the header; export it again"


def test_a_header_alone_beside_a_report_with_rows_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text(",".join(ORDER) + "\n")
    full = write(tmp_path / "full.csv", [ORDER])
    assert dry_run(tmp_path / "empty.csv", full).is_loadable


@pytest.mark.parametrize(
    ("zone", "last", "is_taken"),
    [
        ("Pacific/Kiritimati", "2027-01-02", True),
        ("Pacific/Kiritimati", "2027-01-03", False),
        ("America/New_York", "2027-01-01", True),
        ("America/New_York", "2027-01-02", False),
    ],
)
def test_a_window_ends_no_later_than_today(
    tmp_path: Path, zone: str, last: str, *, is_taken: bool
) -> None:
    path = write(tmp_path / "a.csv", [ORDER])
    days = {"first_day": date(2026, 5, 1), "last_day": date.fromisoformat(last)}
    report = inspect([path], Options("mine", **(SAID | {"time_zone": zone} | days))).report
    assert report.is_loadable == is_taken
    if not is_taken:
        assert str(report.refused).startswith(f"a.csv: --to {last} is after today, ")


def test_the_mark_of_an_open_workbook_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "~$a.xlsx").write_bytes(b"\x05Ann")
    full = write(tmp_path / "full.csv", [ORDER])
    told = "only marks that a.xlsx is open in a spreadsheet program; close that, leave this out"
    assert dry_run(tmp_path / "~$a.xlsx").left_alone == (("~$a.xlsx", told),)
    both = dry_run(tmp_path / "~$a.xlsx", full)
    assert both.is_loadable
    assert both.left_alone == (("~$a.xlsx", told),)
    with pytest.raises(EditError, match="only a mark that a workbook is open"):
        read_rows("~$a.xlsx", b"\x05Ann")
