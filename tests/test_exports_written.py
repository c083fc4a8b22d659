"""How a file writes amounts and shares: told per currency and per column, else asked or refused."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.sources import RefusedError
from tests.order_files import CREDIT, ORDER, counts, dry_run, loaded, write
from tests.reports import asked, fate, load, told_of

PAID = "select payment, currency from order_lines order by order_id"


def rows(*amounts: str, **columns: tuple[str, ...]) -> list[dict[str, str]]:
    """An order per amount that was paid, nothing off."""
    none_off = {"SKU Seller Discount": "0", "Order Amount": "", "SKU Unit Original Price": ""}
    return [
        ORDER
        | none_off
        | {"Order ID": str(576460752303423001 + n), "SKU Subtotal After Discount": amount}
        | {name: values[n] for name, values in columns.items()}
        for n, amount in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("amounts", "codes"),
    [
        (("1.200", "15.250"), ("KWD", "KWD")),
        (("1.200", "5"), ("BHD", "USD")),
        (("1,200", "5"), ("BHD", "USD")),
    ],
)
def test_three_digits_are_asked_about_where_any_row_has_such_a_currency(
    tmp_path: Path, amounts: tuple[str, str], codes: tuple[str, str]
) -> None:
    path = write(tmp_path / "a.csv", rows(*amounts, Currency=codes))
    (question,) = dry_run(path, currency=None).questions
    assert question.name == "decimals"
    assert amounts[0] in [value for value, *_ in question.readings]


def test_they_are_asked_about_where_a_sign_or_a_header_tells_the_currency(tmp_path: Path) -> None:
    signed = write(tmp_path / "a.csv", rows("KWD 1.200", "KWD 15.250"))
    assert [one.name for one in dry_run(signed, currency=None).questions] == ["decimals"]
    header = {"SKU Subtotal After Discount": "SKU Subtotal After Discount (KWD)"}
    named = [{header.get(name, name): cell for name, cell in row.items()} for row in rows("1.200")]
    path = write(tmp_path / "b.csv", named)
    assert [one.name for one in dry_run(path, currency=None).questions] == ["decimals"]


def test_they_are_asked_about_where_the_markets_currency_has_them(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", rows("1.25", Currency=("KWD",)))
    loaded(tmp_path, first, currency=None)
    with pytest.raises(RefusedError) as refused:
        loaded(tmp_path, write(tmp_path / "b.csv", rows("1.200")), currency=None)
    assert [one.name for one in refused.value.report.questions] == ["decimals"]


def test_dinars_are_read_as_is_answered(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", rows("1.200", "15.250", Currency=("KWD", "KWD")))
    for decimals, paid in (("point", [1_200, 15_250]), ("comma", [1_200_000, 15_250_000])):
        _, market = loaded(tmp_path / decimals, path, currency=None, decimals=decimals)
        assert market.rows(PAID) == [(amount, "KWD") for amount in paid]


MIXED = [
    (("1.200", "12.50", "125.000"), {"Currency": ("IDR", "USD", "IDR")}, "IDR"),
    (("Rp1.200", "RM12.50", "Rp125.000"), {}, "IDR"),
    (("1,200", "12,50", "125,000"), {"Currency": ("VND", "EUR", "VND")}, "VND"),
    (("1.200", "12.50", "125.000"), {}, "USD"),
]


@pytest.mark.parametrize(("amounts", "columns", "code"), MIXED)
def test_what_may_be_thousands_never_becomes_a_thousandth(
    tmp_path: Path, amounts: tuple[str, ...], columns: dict[str, tuple[str, ...]], code: str
) -> None:
    """Only the second row tells what marks decimals: 12.50 of its currency."""
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", rows(*amounts, **columns)))
    assert counts(report) == (3, 1, 0, 2, 0)
    assert [row[0] for row in market.rows(PAID)] == [1_250]
    for problem, amount in zip(report.problems, (amounts[0], amounts[2]), strict=True):
        assert problem.reason == f"'{amount}' may be thousands or have three decimals in {code}"
        assert problem.remedy == "split the file by currency, or say --decimals of the file"


def test_who_says_what_marks_decimals_is_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", rows("1.200", "12.50"))
    _, market = loaded(tmp_path, path, decimals="point")
    assert market.rows(PAID) == [(120, "USD"), (1_250, "USD")]


def test_what_is_said_of_dinars_is_not_said_of_rupiah(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", rows("1.200", "125.000", Currency=("KWD", "IDR")))
    report, market = loaded(tmp_path, path, currency=None, decimals="point")
    assert market.rows(PAID) == [(1_200, "KWD")]
    assert [problem.row for problem in report.problems] == [3]


def test_an_interval_tells_of_the_currency_of_its_signs(tmp_path: Path) -> None:
    text = HEAD + "a,Rp1.5 - Rp2.5,1,1,,\nb,Rp1.200,1,1,,\nc,$1.200,1,1,,\n"
    rows, report, _ = load(tmp_path, {"a.csv": text}, currency="USD")
    assert told_of(rows, "b")["gmv"] == (-1, 120, -1, "IDR")
    assert report.problems[0].reason == "'$1.200' may be thousands or have three decimals in USD"


@settings(max_examples=12)
@given(
    amount=st.builds(
        "{}{}{:03d}".format, st.integers(1, 999), st.sampled_from(".,"), st.integers(0, 999)
    ),
    code=st.sampled_from(["USD", "IDR", "JPY", "EUR"]),
    others=st.lists(st.sampled_from(["12.50", "12,50", "7", "1.234,5", "1,234.5"]), max_size=3),
)
def test_three_digits_behind_the_only_mark_are_thousands_or_refused(
    tmp_path_factory: pytest.TempPathFactory, amount: str, code: str, others: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("thousands")
    codes = (code, *["USD"] * len(others))
    path = write(folder / "a.csv", rows(amount, *others, Currency=codes))
    report = dry_run(path, currency=None)
    if 2 in [problem.row for problem in report.problems] or report.refused:
        return
    _, market = loaded(folder, path, currency=None)
    whole = int(amount.replace(".", "").replace(",", ""))
    assert market.rows(PAID)[0] == (whole * (1 if code == "JPY" else 100), code)


HEAD = "Creator name,Creator-attributed GMV,Attributed orders,Video views,CTOR,CTR\n"


def test_a_count_is_never_read_as_a_thousandth(tmp_path: Path) -> None:
    rows, report, _ = load(tmp_path, {"a.csv": HEAD + "mei,12.50,1.200,7,,\nbala,1.00,2,1.2K,,\n"})
    assert fate(report) == (2, 1, 0, 1, 0)
    assert report.problems[0].reason.endswith("three decimals as a count")
    assert told_of(rows, "bala")["video_views"] == (1_150, -1, 1_250, "")


def shares(tmp_path: Path, *cells: str, **said: str) -> pd.DataFrame:
    """CTOR and CTR of creators a, b, ... by name."""
    text = HEAD + "".join(f"{chr(97 + n)},1.00,1,1,{cell}\n" for n, cell in enumerate(cells))
    rows, *_ = load(tmp_path, {"a.csv": text}, **said)
    wide = rows[rows["metric"].isin(["ctor", "ctr"])]
    return wide.pivot_table(index="entity_id", columns="metric", values="value")


def test_a_percent_sign_tells_nothing_of_another_column(tmp_path: Path) -> None:
    read = shares(tmp_path, "0.045,3.2%")
    assert read.loc["a"].to_dict() == {"ctor": 0.045, "ctr": 0.032}


def test_a_number_above_one_tells_of_its_column(tmp_path: Path) -> None:
    read = shares(tmp_path, "15%,0.5", "3%,12")
    assert read["ctor"].tolist() == [0.15, 0.03]
    assert read["ctr"].tolist() == [0.005, 0.12]


def test_a_column_below_one_beside_one_above_is_asked_about(tmp_path: Path) -> None:
    text = HEAD + "a,1.00,1,1,0.45,3.2\n"
    assert asked(tmp_path / "1", {"a.csv": text}) == {"rates"}
    read = shares(tmp_path / "2", "0.45,3.2", rates="percent")
    assert read.loc["a"].to_dict() == {"ctor": 0.0045, "ctr": 0.032}


@pytest.mark.parametrize("most", ["0.9", "1"])
def test_a_share_of_clicks_may_be_below_one_percent(tmp_path: Path, most: str) -> None:
    text = HEAD + f"a,1.00,1,1,0.15,\nb,1.00,1,1,{most},\n"
    assert asked(tmp_path / "1", {"a.csv": text}) == {"rates"}
    read = shares(tmp_path / "2", "0.15,", f"{most},", rates="percent")
    assert read["ctor"].tolist() == [0.0015, round(float(most) / 100, 9)]
    assert shares(tmp_path / "3", "0.15,", "0.2,")["ctor"].tolist() == [0.15, 0.2]


@pytest.mark.parametrize(("most", "is_asked"), [("0.5", False), ("1", True)])
def test_an_agreed_share_is_at_least_one_percent(tmp_path: Path, most: str, is_asked: bool) -> None:
    rows = [
        CREDIT | {"Order ID": f"57646075230342300{n}", "Standard commission rate": rate}
        for n, rate in enumerate(("0.15", most))
    ]
    report = dry_run(write(tmp_path / "a.csv", rows))
    assert [q.name for q in report.questions] == (["rates"] if is_asked else [])


def test_bare_numbers_beside_percent_signs_are_asked(tmp_path: Path) -> None:
    text = HEAD + "a,1.00,1,1,15%,\nb,1.00,1,1,0.15,\n"
    assert asked(tmp_path / "1", {"a.csv": text}) == {"rates"}
    assert asked(tmp_path / "2", {"a.csv": text.replace("0.15", "0")}) == set()
    both = ("15%,", "0.15,")
    assert shares(tmp_path / "3", *both, rates="fraction")["ctor"].tolist() == [0.15, 0.15]
    assert shares(tmp_path / "4", *both, rates="percent")["ctor"].tolist() == [0.15, 0.0015]


def test_the_question_shows_both_readings(tmp_path: Path) -> None:
    written = ("15%", "0.15", "1")
    rows = [
        CREDIT | {"Order ID": str(576460752303423001 + n), "Standard commission rate": rate}
        for n, rate in enumerate(written)
    ]
    (question,) = dry_run(write(tmp_path / "a.csv", rows)).questions
    assert question.readings == (("0.15", "0.15 %", "15 %"), ("1", "1 %", "100 %"))


def test_a_bare_number_below_the_rows_that_were_looked_at_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.sources.exports.opened.SAMPLE_ROWS", 2)
    rows = [
        CREDIT | {"Order ID": str(576460752303423001 + n), "Standard commission rate": rate}
        for n, rate in enumerate(["15%", "15%", "15%", "0.15", "15"])
    ]
    report = dry_run(write(tmp_path / "a.csv", rows))
    assert counts(report) == (5, 4, 0, 1, 0)
    assert report.problems[0].row == 5
    assert "--rates" in report.problems[0].remedy


def test_a_share_above_100_percent_is_refused_plainly(tmp_path: Path) -> None:
    _, report, _ = load(tmp_path, {"a.csv": HEAD + "a,1.00,1,1,150%,\nb,1.00,1,1,15%,\n"})
    assert "is no share from 0 % to 100 %" in report.problems[0].reason
