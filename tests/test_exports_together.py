"""Rows that are right only together: packages of a line, lines of an order that was refunded."""

from pathlib import Path

import pytest

from data.scope import Scope
from data.sources import Options, inspect
from data.store import Store
from data.warehouse import Warehouse
from tests.order_files import ORDER, SAID, after, counts, loaded, write

SECOND = {"SKU ID": "1729460752303423002", "SKU Subtotal After Discount": "30.00"}
REFUNDED = "select payment, refund, status from order_lines order by payment"
SOLD = "select sum(gmv), sum(cancelled), sum(refunded), sum(net_gmv), sum(net_units) from sales"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_package_that_was_cancelled_takes_no_other_with_it(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    rows = [
        ORDER | {"Package ID": "115000000000000001", "Order Status": "Canceled"},
        ORDER | {"Package ID": "115000000000000002", "SKU Subtotal After Discount": "7.00"},
    ]
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [rows[place] for place in order]))
    assert market.rows(REFUNDED) == [(2_700, 2_000, "completed")]
    assert market.rows(SOLD) == [(2_700, 0, 2_000, 700, 1)]


def test_a_line_waits_for_its_package_that_was_refused(tmp_path: Path) -> None:
    """Its other package alone would be told as the whole line; mended, both are loaded."""
    other = ORDER | {"Package ID": "115000000000000002", "SKU Subtotal After Discount": "10.00"}
    spoilt = other | {"SKU Subtotal After Discount": "a lot"}
    apart = ORDER | {"Order ID": "576460752303423002"}
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", [ORDER, spoilt, apart]))
    assert counts(report) == (3, 1, 0, 2, 0)
    assert "its line is not whole without row 3" in {p.row: p.reason for p in report.problems}[2]
    assert market.rows("select sum(payment) from order_lines") == [(2_000,)]
    market = after(tmp_path, [write(tmp_path / "mended.csv", [ORDER, other])])
    assert market.rows("select sum(payment) from order_lines") == [(5_000,)]


@pytest.mark.parametrize(
    ("packages", "payment"),
    [
        # Parts or two times of the line: nobody knows.
        (("1", "2"), None),
        # The second file knows all that the first does, or what was not yet packed.
        (("1", "12"), 1_500),
        (("0", "2"), 500),
    ],
)
def test_packages_of_a_line_in_two_files_never_replace_each_other(
    tmp_path: Path, packages: tuple[str, str], payment: int | None
) -> None:
    paid = {"0": "10.00", "1": "10.00", "2": "5.00"}
    apart = ORDER | {"Order ID": "576460752303423002", "SKU Subtotal After Discount": "1.00"}
    paths = []
    for place, numbers in enumerate(packages):
        rows = [
            ORDER
            | {"Package ID": n.strip("0"), "SKU Subtotal After Discount": paid[n]}
            | {"Paid Time": f"05/31/2026 18:0{6 + place}:00"}
            for n in numbers
        ]
        paths.append(write(tmp_path / f"{place}.csv", [*rows, apart]))
    report, market = loaded(tmp_path, *paths)
    payments = [line for (line,) in market.rows("select payment from order_lines order by 1")]
    assert payments == [100] + ([payment] if payment else [])
    assert sum(file.rejected for file in report.files) == (0 if payment else 2)


@pytest.mark.parametrize(("refund", "waits"), [("12.00", True), ("0", False)])
def test_an_order_that_was_refunded_waits_for_its_line_that_was_refused(
    tmp_path: Path, refund: str, waits: bool
) -> None:
    """12.00 would stand on the first line alone. An order without a refund need not wait."""
    first = ORDER | {"Order Refund Amount": refund}
    spoilt = first | SECOND | {"Quantity": "many"}
    apart = ORDER | {"Order ID": "576460752303423002", "SKU Subtotal After Discount": "1.00"}
    report, _ = loaded(tmp_path, write(tmp_path / "a.csv", [apart, first, spoilt]))
    assert counts(report) == ((3, 1, 0, 2, 0) if waits else (3, 2, 0, 1, 0))
    market = after(tmp_path, [write(tmp_path / "mended.csv", [first, first | SECOND])])
    refunds = [refund for _, refund, _ in market.rows(REFUNDED)]
    assert refunds == ([0, 480, 720] if waits else [0, 0, 0])


def test_a_spoilt_copy_of_a_row_keeps_no_other_waiting(tmp_path: Path) -> None:
    first = ORDER | {"Order Refund Amount": "12.00"}
    spoilt = first | {"Quantity": "many"}
    report, market = loaded(tmp_path, write(tmp_path / "a.csv", [first, spoilt, first | SECOND]))
    assert counts(report) == (3, 2, 0, 1, 0)
    assert [line[1] for line in market.rows(REFUNDED)] == [480, 720]


@pytest.mark.parametrize(
    ("held", "packages", "quantity", "payments"),
    [
        # Shipped in package 1, and now in package 2 alone: another part of it, or all of it?
        ("Shipped", "2", "1", [1_000]),
        # Not yet shipped, so it may have been packed anew, as the whole that it was.
        ("Pending", "2", "1", [1_000]),
        # But not with another quantity.
        ("Pending", "2", "3", [1_000]),
        # Package 1 is told again, beside another.
        ("Shipped", "12", "1", [2_000]),
    ],
)
def test_packages_told_later_never_take_the_place_of_others(
    tmp_path: Path, held: str, packages: str, quantity: str, payments: list[int]
) -> None:
    paid = {"SKU Subtotal After Discount": "10.00"}
    first = ORDER | paid | {"Order Status": held, "Package ID": "1"}
    later = [
        first | {"Package ID": n, "Quantity": quantity, "Order Status": "Completed"}
        for n in packages
    ]
    apart = ORDER | {"Order ID": "576460752303423002", "SKU ID": "1"}
    apart |= {"Created Time": "06/30/2026 10:00:00", "Paid Time": "06/30/2026 10:01:00"}
    store = Store(tmp_path / "mine")
    inspect([write(tmp_path / "may.csv", [first])], Options("mine", **SAID)).load_into(store)
    plan = inspect([write(tmp_path / "june.csv", [*later, apart])], Options("mine", **SAID))
    report = plan.load_into(store)
    is_told = packages == "12" or (held, quantity) == ("Pending", "1")
    assert report.files[0].rejected == (0 if is_told else 1)
    asked = "select payment, status from order_lines where order_id = $order"
    market = Warehouse.snapshot(store).session(Scope.everything())
    (line,) = market.rows(asked, order=ORDER["Order ID"])
    assert line == (payments[0], "completed" if is_told else held.lower())


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(("units", "is_whole"), [("1", False), ("4", True)])
def test_a_line_that_was_not_packed_is_not_one_of_its_packages(
    tmp_path: Path, units: str, is_whole: bool, at_once: bool
) -> None:
    """Four units to ship; then package 1 with one of them, or with all."""
    apart = ORDER | {"Order ID": "576460752303423002", "SKU Subtotal After Discount": "1.00"}
    waiting = ORDER | {"Quantity": "4", "Package ID": "", "Order Status": "To ship"}
    packed = ORDER | {"Quantity": units, "Paid Time": "05/31/2026 18:07:00"}
    one = write(tmp_path / "1.csv", [waiting, apart])
    two = write(tmp_path / "2.csv", [packed, apart])
    market = after(tmp_path, *([[one, two]] if at_once else [[one], [two]]))
    asked = "select quantity, status from order_lines where order_id = $order"
    told = [(4, "completed" if is_whole else "pending")]
    assert market.rows(asked, order=ORDER["Order ID"]) == ([] if at_once and not is_whole else told)
