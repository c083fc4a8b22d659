"""Order reports with the traps that are known of them: rows, rejects and sums to the cent."""

from pathlib import Path

import pytest

from tests.order_files import ORDER, counts, dry_run, loaded, write

OTHER = ORDER | {"Order ID": "576460752303423002"}
LINE = (
    "select order_id, payment, refund, status, quantity, currency, "
    "strftime(created_at, '%Y-%m-%d %H:%M') from order_lines order by order_id, sku_id"
)


def test_a_plain_report_loads_as_it_stands(tmp_path: Path) -> None:
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", [ORDER, OTHER]))
    assert counts(report) == (2, 2, 0, 0, 0)
    assert "All orders" in str(report.why)
    assert market.rows(LINE)[0] == (
        "576460752303423001",
        2_000,
        0,
        "completed",
        1,
        "USD",
        "2026-05-31 22:05",
    )
    assert market.rows("select distinct title, category_path from products") == [
        ("Night serum", "Beauty")
    ]


def test_definitions_preamble_totals_and_repeated_headers_are_no_rows(tmp_path: Path) -> None:
    words = ["Platform unique order ID."] + ["What this column means."] * (len(ORDER) - 1)
    total = {**dict.fromkeys(ORDER, ""), "Order ID": "Total", "SKU Subtotal After Discount": "40"}
    again = {name: name for name in ORDER}
    path = write(
        tmp_path / "a.csv",
        [ORDER, again, OTHER, total],
        above=[["Orders of glow"], ["Exported for 2026-05"]],
        below=[words],
        encoding="utf-8-sig",
    )
    report, market = loaded(tmp_path, path)
    assert counts(report) == (5, 2, 0, 0, 3)
    assert market.rows("select sum(gmv) from sales") == [(4_000,)]


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8"), ("\t", "utf-8-sig"), (",", "utf-16"), ("|", "utf-8")],
)
def test_separators_and_encodings_change_nothing(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    tabbed = ORDER | {"Order ID": ORDER["Order ID"] + ("\t" if delimiter != "\t" else "")}
    path = write(tmp_path / "a.csv", [tabbed, OTHER], delimiter=delimiter, encoding=encoding)
    report, market = loaded(tmp_path, path)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert [row[0] for row in market.rows(LINE)] == ["576460752303423001", "576460752303423002"]


AMOUNTS = [
    ("$1,200.50", "USD", 120_050),
    ("US$ 1200.5", "USD", 120_050),
    ("RM1,200.50", "MYR", 120_050),
    ("Rp 25.000", "IDR", 2_500_000),
    ("25.000", "IDR", 2_500_000),
    ("1.234,50 €", "EUR", 123_450),
    ("1 234,50", "EUR", 123_450),
    ("¥1,200", "JPY", 1_200),
]


@pytest.mark.parametrize(("written", "currency", "minor"), AMOUNTS)
def test_amounts_are_read_as_people_write_them(
    tmp_path: Path, written: str, currency: str, minor: int
) -> None:
    row = ORDER | dict.fromkeys((n for n in ORDER if "SKU " in n and "Disc" in n), "0")
    row |= {"SKU Subtotal After Discount": written, "SKU Unit Original Price": written}
    row |= {"Order Amount": written}
    path = write(tmp_path / "a.csv", [row])
    report, market = loaded(tmp_path, path, currency=currency)
    assert counts(report) == (1, 1, 0, 0, 0)
    assert market.rows("select payment, price, currency from order_lines") == [
        (minor, minor, currency)
    ]


BAD = [
    ("Order ID", "5.76461E+17", "has lost digits"),
    ("Order ID", "", "is empty"),
    ("Order Status", "Teleported", "is no known status"),
    ("Quantity", "two", "is no count"),
    ("Quantity", "-1", "is no count"),
    ("SKU Subtotal After Discount", "20.0051", "is no amount"),
    ("SKU Subtotal After Discount", "-20.00", "is below 0"),
    ("SKU Subtotal After Discount", "$20.00", "is in another currency"),
    ("SKU Subtotal After Discount", "#REF!", "is no amount"),
    ("Created Time", "31/31/2026 18:05:00", "is no time"),
    ("Created Time", "yesterday", "is no time"),
]


@pytest.mark.parametrize(("column", "value", "reason"), BAD)
def test_what_cannot_be_read_is_kept_with_its_reason(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    ringgit = {"SKU Seller Discount": "RM5.00"} if value.startswith("$") else {}
    report = dry_run(write(tmp_path / "a.csv", [OTHER, ORDER | ringgit | {column: value}]))
    assert counts(report) == (2, 1, 0, 1, 0)
    (problem,) = report.problems
    assert (problem.file, problem.row, problem.column) == ("a.csv", 3, column)
    assert reason in problem.reason
    assert problem.remedy


def test_a_day_that_may_be_a_month_is_asked_with_both_readings(tmp_path: Path) -> None:
    days = ("03/04/2026 10:00", "05/06/2026 10:00", "07/08/2026 10:00", "09/10/2026 10:00")
    rows = [ORDER | {"Order ID": f"57646075230342300{n}"} for n in range(4)]
    rows = [row | {"Created Time": at, "Paid Time": at} for row, at in zip(rows, days, strict=True)]
    path = write(tmp_path / "a.csv", rows)
    (question,) = dry_run(path).questions
    assert (question.name, question.files) == ("dates", ("a.csv",))
    assert question.readings == (
        ("03/04/2026 10:00", "2026-04-03", "2026-03-04"),
        ("05/06/2026 10:00", "2026-06-05", "2026-05-06"),
        ("07/08/2026 10:00", "2026-08-07", "2026-07-08"),
    )
    for answer, first in (("day-first", "2026-04-03 14:00"), ("month-first", "2026-03-04 15:00")):
        _, market = loaded(tmp_path / answer, path, dates=answer)
        assert market.rows(LINE)[0][-1] == first


def test_one_day_above_twelve_tells_for_the_whole_file(tmp_path: Path) -> None:
    early = OTHER | {"Created Time": "04/03/2026 18:05", "Paid Time": "04/03/2026 18:05"}
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [early, ORDER]))
    assert market.rows(LINE)[1][-1] == "2026-04-03 22:05"


def test_halves_of_the_day_and_clock_changes(tmp_path: Path) -> None:
    """02:30 on 8 March 2026 was skipped in New York; 01:30 on 1 November comes twice."""
    at = {
        "1": ("05/31/2026 12:05:00 AM", "2026-05-31 04:05"),
        "2": ("05/31/2026 12:05:00 PM", "2026-05-31 16:05"),
        "3": ("03/08/2026 02:30:00 AM", "2026-03-08 07:00"),
        "4": ("11/01/2026 01:30:00 AM", "2026-11-01 05:30"),
    }
    rows = [
        ORDER | {"Order ID": f"5764607523034230{n}0", "Created Time": written, "Paid Time": ""}
        for n, (written, _) in at.items()
    ]
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", rows))
    assert [row[-1] for row in market.rows(LINE)] == [utc for _, utc in at.values()]


def test_what_is_not_in_the_file_is_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [ORDER])
    report = dry_run(path, time_zone=None, currency=None, merchant=None)
    asked = {question.name for question in report.questions}
    assert asked == {"merchant", "time_zone", "currency"}
    assert [question.name for question in dry_run(path, currency=None).questions] == ["currency"]


def test_several_shops_stand_in_one_file_and_one_shop_in_several(tmp_path: Path) -> None:
    both = write(tmp_path / "both.csv", [ORDER | {"Shop Name": "a"}, OTHER | {"Shop Name": "b"}])
    report, market = loaded(tmp_path / "1", both, merchant=None)
    assert not report.questions
    assert market.rows("select merchant_id from order_lines order by 1") == [("a",), ("b",)]


def test_a_line_in_two_packages_is_added_up(tmp_path: Path) -> None:
    half = {
        "Quantity": "1",
        "SKU Subtotal After Discount": "10.00",
        "SKU Seller Discount": "2.50",
    }
    rows = [ORDER | half, ORDER | half | {"Package ID": "115000000000000002"}]
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", rows))
    assert counts(report) == (2, 2, 0, 0, 0)
    assert market.rows("select quantity, payment, seller_discount from order_lines") == [
        (2, 2_000, 500)
    ]


def test_a_row_twice_alike_counts_once_and_a_contradiction_is_kept_apart(tmp_path: Path) -> None:
    other = ORDER | {"SKU Subtotal After Discount": "19.00"}
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", [ORDER, ORDER, other]))
    assert counts(report) == (3, 1, 1, 1, 0)
    assert "stands with other values in row 2" in report.problems[0].reason
    assert market.rows("select sum(gmv) from sales") == [(2_000,)]


def test_an_orders_refund_goes_to_the_lines_that_came_back(tmp_path: Path) -> None:
    """12.00 of an order of 20 + 30: repeated on both rows, but only one unit of the second line
    came back; what is more than that line cost would go to the others.
    """
    first = ORDER | {"Order Refund Amount": "12.00"}
    second = first | {
        "SKU ID": "1729460752303423002",
        "SKU Subtotal After Discount": "30.00",
        "Quantity": "2",
        "Sku Quantity of return": "1",
    }
    _, market = loaded(tmp_path / "1", write(tmp_path / "a.csv", [first, second]))
    assert market.rows("select payment, refund, status from order_lines order by payment") == [
        (2_000, 0, "completed"),
        (3_000, 1_200, "completed"),
    ]
    whole = [row | {"Order Refund Amount": "54.00"} for row in (first, second)]
    _, market = loaded(tmp_path / "2", write(tmp_path / "b.csv", whole))
    assert market.rows("select payment, refund, status from order_lines order by payment") == [
        (2_000, 2_000, "refunded"),
        (3_000, 3_000, "refunded"),
    ]


def test_indonesian_headers_and_words(tmp_path: Path) -> None:
    row = {
        "ID Pesanan": "576460752303423001",
        "Status Pesanan": "Selesai",
        "ID SKU": "1729460752303423001",
        "Nama Produk": "Serum malam",
        "Jumlah": "2",
        "Subtotal SKU Setelah Diskon": "Rp 50.000",
        "Waktu Dibuat": "31/05/2026 18:05:00",
        "Handle Kreator": "@Glow.Queen",
    }
    path = write(tmp_path / "pesanan.csv", [row])
    report, market = loaded(tmp_path, path, currency=None, time_zone="Asia/Jakarta")
    assert counts(report) == (1, 1, 0, 0, 0)
    assert "Indonesian" in str(report.why)
    assert market.rows("select payment, currency, status, creator_id from order_lines") == [
        (5_000_000, "IDR", "completed", "glow.queen")
    ]
