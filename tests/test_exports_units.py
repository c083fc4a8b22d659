"""A currency that a header names: what it is of, and what contradicts it."""

from pathlib import Path

from tests.reports import fate, load, told_of

UNIT = "Creator name,Creator-attributed GMV (RM),Attributed orders,Currency\n"


def test_rows_in_another_currency_than_the_header_names_are_refused(tmp_path: Path) -> None:
    text = UNIT + "mei,12.50,1,MYR\nbala,3.00,1,USD\nsara,,1,USD\n"
    rows, report, _ = load(tmp_path, {"a.csv": text}, currency=None)
    assert fate(report) == (3, 1, 0, 2, 0)
    assert told_of(rows, "mei")["gmv"] == (-1, 1_250, -1, "MYR")
    reasons = {problem.row: problem.reason for problem in report.problems}
    assert reasons[3] == "the header gives RM, the row is in USD"


def test_an_option_does_not_overrule_the_header(tmp_path: Path) -> None:
    text = UNIT.replace(",Currency", "") + "mei,12.50,1\n"
    rows, *_ = load(tmp_path / "1", {"a.csv": text}, currency=None)
    assert told_of(rows, "mei")["gmv"] == (-1, 1_250, -1, "MYR")
    report = load(tmp_path / "2", {"a.csv": text + "bala,RM1.00,1\n"}, currency="USD")[1]
    assert [problem.reason for problem in report.problems] == [
        "the header gives RM, the row is in USD"
    ]


def test_a_shared_sign_in_the_header_fits_each_of_its_currencies(tmp_path: Path) -> None:
    text = UNIT.replace("RM", "$").replace(",Currency", "") + "mei,12.50,1\n"
    rows, *_ = load(tmp_path, {"a.csv": text}, currency="SGD")
    assert told_of(rows, "mei")["gmv"] == (-1, 1_250, -1, "SGD")
