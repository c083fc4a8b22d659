"""Times that no export can tell of, years that stand who knows where, days that were swapped."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources import Report
from data.sources.exports import clock
from data.sources.exports.spans import days_between
from tests.order_files import ORDER, counts, dry_run, loaded, write
from tests.workbooks import written as workbook

CREATED = "select strftime(created_at, '%Y-%m-%d %H:%M') from order_lines order by order_id"


def row_of(n: int, at: str) -> dict[str, str]:
    return {"Order ID": str(576460752303423001 + n), "Created Time": at, "Paid Time": ""}


def rows(*times: str, **said: str) -> list[dict[str, str]]:
    """An order per creation time, in UTC."""
    return [ORDER | row_of(n, at) | said for n, at in enumerate(times)]


def tried(tmp_path: Path, *times: str, **said: str) -> Report:
    return dry_run(write(tmp_path / "a.csv", rows(*times)), time_zone="UTC", **said)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2026-06-02 23:59:59", None),
        ("2026-06-03 00:00:00", "is in the future"),
        ("2062-05-31 10:00:00", "is in the future"),
        ("2015-01-01 00:00:00", None),
        ("2014-12-31 23:59:59", "is before 2015"),
        ("1970-01-01 00:00:00", "is before 2015"),
    ],
)
def test_times_are_between_2015_and_tomorrow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, reason: str | None
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 1, 18))
    report = tried(tmp_path, "2026-05-31 10:00:00", written)
    assert counts(report) == (2, 2 if reason is None else 1, 0, 0 if reason is None else 1, 0)
    for problem in report.problems:
        assert (problem.row, problem.column) == (3, "Created Time")
        assert str(reason) in problem.reason
        assert "--dates" in problem.remedy


def test_one_time_to_come_does_not_make_a_report_the_newest(tmp_path: Path) -> None:
    """The June report refunds the order: it counts, though May's had a typo in another row."""
    may = [ORDER, ORDER | {"Order ID": "576460752303423002", "Paid Time": "05/31/2062 18:06:00"}]
    june = [ORDER | {"Order Refund Amount": "20.00", "Cancelled Time": "06/02/2026 10:00:00"}]
    loaded(tmp_path, write(tmp_path / "may.csv", may))
    _, market = loaded(tmp_path, write(tmp_path / "june.csv", june))
    assert market.rows("select payment, refund from order_lines") == [(2_000, 2_000)]


@pytest.mark.parametrize(
    "times", [("26-05-31 10:00:00", "26-05-30 10:00:00"), ("25/05/26 10:00", "20/05/26 10:00")]
)
def test_a_short_year_that_may_stand_first_is_refused(
    tmp_path: Path, times: tuple[str, str]
) -> None:
    report = tried(tmp_path, *times)
    assert report.refused
    assert {problem.reason.split("' ")[1] for problem in report.problems} == {
        "may stand first or last"
    }
    assert {problem.remedy for problem in report.problems} == {"write the year with four digits"}


def test_a_short_year_that_cannot_stand_first_stands_last(tmp_path: Path) -> None:
    """With the year first, 03/05/26 would be of 2003, before anybody sold in videos."""
    path = write(tmp_path / "a.csv", rows("25/05/26 10:00", "03/05/26 10:00"))
    report, market = loaded(tmp_path, path, time_zone="UTC")
    assert counts(report) == (2, 2, 0, 0, 0)
    assert market.rows(CREATED) == [("2026-05-25 10:00",), ("2026-05-03 10:00",)]


def test_who_says_that_the_day_stands_first_says_that_the_year_does_not(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", rows("25-05-26 10:00", "20-05-26 10:00"))
    _, market = loaded(tmp_path, path, time_zone="UTC", dates="day-first")
    assert market.rows(CREATED) == [("2026-05-25 10:00",), ("2026-05-20 10:00",)]


def test_a_short_year_far_down_still_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.sources.exports.opened.SAMPLE_ROWS", 2)
    report = tried(tmp_path, *["25/05/26 10:00"] * 4, "31/12/25 10:00")
    assert counts(report) == (5, 5, 0, 0, 0)


SWAPPED = ("2026-03-05 10:00:00", "25/05/2026 10:00:00")


@settings(max_examples=20)
@given(
    at=st.lists(st.sampled_from(SWAPPED), min_size=2, max_size=8).filter(lambda x: len(set(x)) > 1)
)
def test_days_that_a_spreadsheet_swapped_refuse_the_file(
    at: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    report = tried(tmp_path_factory.mktemp("swapped"), *at)
    assert report.refused
    assert "year first in row" in report.refused
    assert "day or month first in row" in report.refused
    assert "Created Time" in report.refused
    assert "do not save it from a spreadsheet" in report.refused


@pytest.mark.parametrize("amount", ["20.00", "20"])
def test_they_refuse_it_below_the_rows_that_were_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, amount: str
) -> None:
    """Two rows at a time: either the first tell how amounts are written, or all are looked at."""
    monkeypatch.setattr("data.sources.exports.opened.SAMPLE_ROWS", 2)
    times = [*["25/05/2026 10:00:00"] * 5, "2026-03-05 10:00:00"]
    said = {name: amount if "." in cell else cell for name, cell in ORDER.items()}
    path = write(tmp_path / "a.csv", [said | row_of(n, at) for n, at in enumerate(times)])
    report = dry_run(path, time_zone="UTC")
    assert "day or month first in row 2 and year first in row 7" in report.refused


def test_they_refuse_a_workbook_where_such_cells_are_dates(tmp_path: Path) -> None:
    header = list(ORDER)
    cells: list[list[object]] = [list(row.values()) for row in rows(*SWAPPED)]
    cells[0][header.index("Created Time")] = datetime(2026, 3, 5, 10)
    path = workbook(tmp_path / "a.xlsx", {"Orders": [header, *cells]})
    assert "year first in row 2" in dry_run(path, time_zone="UTC").refused


def test_columns_may_each_be_written_in_their_own_way(tmp_path: Path) -> None:
    report = dry_run(
        write(tmp_path / "a.csv", rows("05/25/2026 10:00", **{"Paid Time": "2026-05-25 11:00"})),
        time_zone="UTC",
    )
    assert counts(report) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize("said", ["25/05/26 - 31/05/26", "2062-05-01 ~ 2062-05-31"])
def test_no_window_is_of_a_year_without_exports(said: str) -> None:
    assert days_between(said) is None
    assert days_between("2026-05-25 ~ 2026-05-31") == (date(2026, 5, 25), date(2026, 5, 31))
