"""What only all lines of an order, or all reports of a line, tell together: worked out by hand."""

from datetime import datetime
from pathlib import Path

import pytest

from data.sources import RefusedError
from data.sources.options import Answer
from tests.order_files import CREDIT, ORDER, after, dry_run, in_order, loaded, write

SECOND = {"SKU ID": "1729460752303423002", "SKU Subtotal After Discount": "30.00"}
REFUNDED = "select payment, refund, status from order_lines order by payment"
SOLD = "select sum(gmv), sum(cancelled), sum(refunded), sum(net_gmv), sum(net_units) from sales"


@pytest.mark.parametrize("at_once", [True, False])
def test_an_orders_refund_counts_once_though_its_lines_stand_in_two_files(
    tmp_path: Path, at_once: bool
) -> None:
    """20.00 + 30.00 paid, 25.00 refunded, nothing sent back: 10.00 and 15.00."""
    first = ORDER | {"Order Refund Amount": "25.00"}
    one = write(tmp_path / "1.csv", [first])
    two = write(tmp_path / "2.csv", [first | SECOND])
    market = after(tmp_path, [one, two]) if at_once else after(tmp_path, [one], [two])
    assert market.rows(REFUNDED) == [(2_000, 1_000, "completed"), (3_000, 1_500, "completed")]


@pytest.mark.parametrize(
    ("first", "second", "refunds"),
    [
        # The cancelled line was paid, so the refund is its own.
        ({"Order Status": "Canceled"}, {}, [0, 0]),
        # 22.00 for the line of 20.00 that came back: tax of 2.00 is nobody's payment.
        ({"Sku Quantity of return": "1"}, {}, [2_000, 0]),
        # 15.00 came back; of the 7.00 more 4.00 may be tax and shipping, 3.00 are the line's.
        ({}, {"Quantity": "2", "Sku Quantity of return": "1"}, [0, 1_800]),
        # Nothing came back: by what the lines cost, to the cent.
        ({}, {}, [880, 1_320]),
    ],
)
def test_an_orders_refund_goes_first_to_what_came_back(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], refunds: list[int]
) -> None:
    """22.00 refunded on an order of 20.00 + 30.00 and 4.00 tax and shipping."""
    both = ORDER | {"Order Refund Amount": "22.00", "Order Amount": "54.00"}
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [both | first, both | SECOND | second]))
    assert [refund for _, refund, _ in market.rows(REFUNDED)] == refunds


def test_units_sent_back_are_no_net_units(tmp_path: Path) -> None:
    row = ORDER | {"Quantity": "3", "Sku Quantity of return": "1", "Order Refund Amount": "6.67"}
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [row]))
    assert market.rows(SOLD) == [(2_000, 0, 667, 1_333, 2)]


def test_an_order_that_was_never_paid_is_no_sale_when_it_is_cancelled(tmp_path: Path) -> None:
    unpaid = {"Order ID": "576460752303423009", "Paid Time": ""}
    may = write(tmp_path / "may.csv", [ORDER, ORDER | unpaid | {"Order Status": "Unpaid"}])
    june = [ORDER | {"Created Time": "05/30/2026 10:00:00"}, ORDER | unpaid]
    june[1] |= {"Order Status": "Canceled", "Cancelled Time": "06/02/2026 09:00:00"}
    june[0] |= {"Cancelled Time": ""}
    told = write(tmp_path / "june.csv", june)
    market = after(tmp_path, [may], [told])
    assert market.rows("select sum(gmv), sum(cancelled) from sales") == [(2_000, 0)]


@pytest.mark.parametrize("places", [(0, 1), (1, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_what_a_newer_report_lacks_stays_as_it_was_told(
    tmp_path: Path, places: tuple[int, int], at_once: bool
) -> None:
    """June's report has neither payment times nor buyers; its status counts, and May's times do."""
    gone = ("Paid Time", "Buyer Username", "Order Refund Amount")
    june = {name: cell for name, cell in ORDER.items() if name not in gone}
    june |= {"Order Status": "Shipped", "Created Time": "05/31/2026 18:05:00"}
    written = [
        write(tmp_path / "may.csv", [ORDER | {"Order Status": "Pending"}]),
        write(tmp_path / "june.csv", [june]),
    ]
    made = (
        Answer("as_of", "may.csv", datetime(2026, 6, 1)),
        Answer("as_of", "june.csv", datetime(2026, 7, 1)),
    )
    market = after(tmp_path, *in_order(written, places, at_once=at_once), answers=made)
    ((status, paid, buyer),) = market.rows("select status, paid_at, shopper_id from order_lines")
    assert (status, f"{paid:%d %H:%M}", buyer[:6]) == ("shipped", "31 22:06", "buyer-")


@pytest.mark.parametrize("places", [(0, 1), (1, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_what_a_newer_affiliate_report_lacks_stays_as_it_was_told(
    tmp_path: Path, places: tuple[int, int], at_once: bool
) -> None:
    """July's report knows neither returns nor Shop Ads: 2.80 settled now, and 0.40 as before."""
    gone = {"Fully returned or refunded", *(h for h in CREDIT if "Shop Ads" in h)}
    july = {name: cell for name, cell in CREDIT.items() if name not in gone}
    written = [
        write(tmp_path / "june.csv", [CREDIT | {"Fully returned or refunded": "Yes"}]),
        write(tmp_path / "july.csv", [july | {"Actual Commission Payment": "2.80"}]),
    ]
    made = (
        Answer("as_of", "june.csv", datetime(2026, 7, 1)),
        Answer("as_of", "july.csv", datetime(2026, 8, 1)),
    )
    market = after(tmp_path, *in_order(written, places, at_once=at_once), answers=made)
    asked = "select status, refund, estimated_commission, actual_commission from order_lines"
    assert market.rows(asked) == [("refunded", 2_000, 350, 320)]


def test_a_return_that_is_taken_back_is_asked_about(tmp_path: Path) -> None:
    june = write(tmp_path / "june.csv", [CREDIT | {"Fully returned or refunded": "Yes"}])
    july = write(tmp_path / "july.csv", [CREDIT | {"Time Commission Paid": "07/01/2026 09:00:00"}])
    assert [q.name for q in dry_run(june, july).questions] == ["as_of"]
    after(tmp_path, [june])
    with pytest.raises(RefusedError, match="--as-of"):
        after(tmp_path, [july])


def test_reports_of_one_time_that_pay_otherwise_are_asked_about(tmp_path: Path) -> None:
    one = write(tmp_path / "1.csv", [ORDER])
    two = write(tmp_path / "2.csv", [ORDER | {"SKU Subtotal After Discount": "21.00"}])
    assert [q.name for q in dry_run(one, two).questions] == ["as_of"]
    after(tmp_path, [one])
    with pytest.raises(RefusedError, match="--as-of"):
        after(tmp_path, [two])


def test_a_bonus_paid_before_the_rest_is_not_the_commission(tmp_path: Path) -> None:
    """3.00 and 0.50 expected; only the ads' 0.40 are settled, so 3.50 are still the estimate."""
    row = CREDIT | {"Order Status": "Completed", "Actual Commission Payment": ""}
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [row]))
    asked = "select commission, commission_still_estimated from sales"
    assert market.rows(asked) == [(350, 350)]
    settled = write(tmp_path / "b.csv", [CREDIT | {"Actual Shop Ads commission payment": ""}])
    _, market = loaded(tmp_path / "settled", settled)
    assert market.rows(asked) == [(290, 0)]


def test_commission_that_is_taken_back_is_below_0(tmp_path: Path) -> None:
    """2.90 paid and 3.40 of the ads' part taken back: 0.50 less than nothing."""
    row = CREDIT | {"Actual Shop Ads commission payment": "-3.40"}
    _, market = loaded(tmp_path, write(tmp_path / "a.csv", [row]))
    assert market.rows("select actual_commission from order_lines") == [(-50,)]
    assert market.rows("select commission from sales") == [(-50,)]


@pytest.mark.parametrize("word", ["Yes", "No"])
def test_a_line_that_the_affiliate_report_calls_refunded_takes_the_order_s_refund(
    tmp_path: Path, word: str
) -> None:
    """20.00 of 20.00 + 30.00 came back; which line it was only the affiliate report tells."""
    first = ORDER | {"Order Refund Amount": "20.00"}
    orders = write(tmp_path / "orders.csv", [first, first | SECOND])
    credit = write(tmp_path / "credit.csv", [CREDIT | {"Fully returned or refunded": word}])
    _, market = loaded(tmp_path, orders, credit)
    refunds = [refund for _, refund, _ in market.rows(REFUNDED)]
    assert refunds == ([2_000, 0] if word == "Yes" else [800, 1_200])


def test_what_an_older_report_tells_is_no_newer_for_being_loaded_with_a_newer_one(
    tmp_path: Path,
) -> None:
    """June tells no refund, August has no column for it; July, loaded last, has all refunded."""
    august = {h: cell for h, cell in ORDER.items() if h != "Order Refund Amount"}
    june = write(tmp_path / "june.csv", [ORDER])
    late = write(tmp_path / "august.csv", [august])
    july = write(tmp_path / "july.csv", [ORDER | {"Order Refund Amount": "20.00"}])
    months = {"june": 6, "july": 7, "august": 8}
    made = tuple(Answer("as_of", f"{n}.csv", datetime(2026, m, 1)) for n, m in months.items())
    for loads in ([[june, late], [july]], [[june], [late], [july]], [[june, late, july]]):
        folder = tmp_path / str(len(loads)) / str(len(loads[0]))
        assert after(folder, *loads, answers=made).rows(REFUNDED) == [(2_000, 2_000, "refunded")]
