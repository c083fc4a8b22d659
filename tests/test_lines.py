"""What two reports tell of one order line, worked out by hand; the order of loads never matters."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny

AT = pd.Timestamp("2026-03-02 18:00")
KEY = {"merchant_id": "a", "order_id": "n1", "sku_id": "s1"}
ORDER = {
    **tiny.line("n1", "s1", "d2", 5_000),
    "product_id": "title:serum",
    "title": "Night serum",
    "price": 5_500,
    "seller_discount": 500,
    "is_attribution_unstated": True,
}
CREDIT = {
    **KEY,
    "product_id": "p9",
    "title": "Night serum",
    "creator_id": "c1",
    "content_id": "v1",
    "content_type": "video",
    "quantity": 1,
    "price": 5_500,
    "payment": 4_900,
    "currency": "USD",
    "status": "completed",
    "refund": 0,
    "commission_rate": 0.1,
    "estimated_commission": 490,
    "actual_commission": None,
    "created_at": AT,
    "recorded_at": AT,
}
PRODUCTS = [
    {
        "product_id": "title:serum",
        "merchant_id": "a",
        "title": "Night serum",
        "category_path": "Beauty",
    },
    {"product_id": "p9", "merchant_id": "a", "title": "Product p9"},
]
WINDOW = {"merchant_id": "a", "report": "affiliate_orders"}


def market(folder: Path, *loads: dict[str, list[dict[str, Any]]]) -> Session:
    """The tiny market without its orders, and these loads on top."""
    rows = {n: frame for n, frame in tiny.frames().items() if n not in ("order_lines", "events")}
    store = tiny.build(Store(folder / "tiny"), rows)
    for brought in loads:
        with lake.load(store, "an export") as load:
            for table, lines in brought.items():
                load.add(table, pd.DataFrame(lines))
    return Warehouse.snapshot(store).session(Scope.everything())


def orders(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    return {"order_lines": [ORDER | changes], "products": PRODUCTS[:1]}


def credit(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    return {"affiliate_lines": [CREDIT | changes], "products": PRODUCTS[1:]}


def sale(asked: Session) -> dict[str, Any]:
    (row,) = asked.frame("from sales where order_id = 'n1'").to_dict("records")
    return row


@pytest.mark.parametrize("loads", permutations([orders(), credit()]))
def test_orders_give_money_and_the_affiliate_report_gives_credit(tmp_path: Path, loads) -> None:
    asked = market(tmp_path, *loads)
    row = sale(asked)
    assert (row["gmv"], row["seller_discount"]) == (5_000, 500)
    assert (row["creator_id"], row["channel"], row["commission"]) == ("c1", "video", 490)
    assert row["product_id"] == "p9"
    (product,) = asked.rows(
        "select title, category_path, price from products "
        "where merchant_id = 'a' and product_id not in ('p1', 'p2')"
    )
    assert product == ("Night serum", "Beauty", 5_500)
    assert asked.rows("from line_conflicts") == []


def test_a_line_told_by_one_report_alone_counts_as_that_tells_it(tmp_path: Path) -> None:
    row = sale(market(tmp_path, credit(status="settled", actual_commission=450)))
    assert (row["gmv"], row["commission"], row["status"]) == (4_900, 450, "settled")


STATES = [
    ("completed", "settled", "settled", 0),
    ("completed", "ineligible", "ineligible", 0),
    ("shipped", "refunded", "refunded", 5_000),
    ("cancelled", "settled", "cancelled", 0),
    ("cancelled", "refunded", "cancelled", 0),
    ("pending", "shipped", "shipped", 0),
]


@pytest.mark.parametrize(("theirs", "credited", "status", "refunded"), STATES)
def test_the_furthest_state_counts(
    tmp_path: Path, theirs: str, credited: str, status: str, refunded: int
) -> None:
    back = 4_900 if credited == "refunded" else 0
    asked = market(tmp_path, orders(status=theirs), credit(status=credited, refund=back))
    row = sale(asked)
    assert (row["status"], row["refunded"]) == (status, refunded)


def test_a_partial_refund_stays_partial(tmp_path: Path) -> None:
    row = sale(market(tmp_path, orders(refund=1_234), credit(status="settled")))
    assert (row["refunded"], row["net_gmv"]) == (1_234, 3_766)


def test_contradictions_are_listed_and_never_averaged(tmp_path: Path) -> None:
    asked = market(
        tmp_path, orders(status="cancelled"), credit(quantity=3, price=5_600, status="completed")
    )
    found = asked.rows(
        "select field, in_orders, in_affiliate, counts from line_conflicts order by 1"
    )
    assert found == [
        ("price", "5500", "5600", "orders"),
        ("quantity", "1", "3", "orders"),
        ("status", "cancelled", "completed", "orders"),
    ]
    assert (sale(asked)["units"], sale(asked)["price"]) == (1, 5_500)


def test_whom_no_report_credits_is_organic_only_where_the_affiliate_report_reaches(
    tmp_path: Path,
) -> None:
    """The line was placed on 2 March in Los Angeles."""
    day, next_day = pd.Timestamp("2026-03-02").date(), pd.Timestamp("2026-03-03").date()
    assert sale(market(tmp_path / "1", orders()))["channel"] == "unattributed"
    covered = {"report_windows": [WINDOW | {"starts_on": day, "ends_on": day}]}
    assert sale(market(tmp_path / "2", orders(), covered))["channel"] == "organic"
    beside = {"report_windows": [WINDOW | {"starts_on": next_day, "ends_on": next_day}]}
    assert sale(market(tmp_path / "3", orders(), beside))["channel"] == "unattributed"
    other = {"report_windows": [WINDOW | {"merchant_id": "b", "starts_on": day, "ends_on": day}]}
    assert sale(market(tmp_path / "4", orders(), other))["channel"] == "unattributed"


def test_titles_that_share_a_sku_are_one_product(tmp_path: Path) -> None:
    """A product sold under three titles, told by orders alone; the newest title is shown."""
    told = [
        ("n1", "s1", "title:1", "Serum", "d1"),
        ("n2", "s1", "title:2", "Night serum", "d2"),
        ("n3", "s2", "title:2", "Night serum", "d2"),
        ("n4", "s2", "title:3", "Night serum, new", "d3"),
        ("n5", "s9", "title:9", "Balm", "d3"),
    ]
    lines = [
        {**tiny.line(order, sku, day, 100), "product_id": product, "title": title}
        for order, sku, product, title, day in told
    ]
    products = [
        {"product_id": product, "merchant_id": "a", "title": title}
        for _, _, product, title, _ in told
    ]
    once = pd.DataFrame(products).drop_duplicates("product_id").to_dict("records")
    asked = market(tmp_path, {"order_lines": lines, "products": once})
    assert asked.rows("select product_id, sum(gmv) from sales group by 1 order by 1") == [
        ("title:1", 400),
        ("title:9", 100),
    ]
    shown = asked.rows("select product_id, title from products where product_id like 'title:%'")
    assert sorted(shown) == [("title:1", "Night serum, new"), ("title:9", "Balm")]


@pytest.mark.parametrize("later_first", [False, True])
def test_a_later_report_replaces_status_refund_and_commission(
    tmp_path: Path, later_first: bool
) -> None:
    june = pd.Timestamp("2026-06-30")
    loads = [
        credit(status="pending"),
        credit(status="refunded", refund=4_900, estimated_commission=0, recorded_at=june),
    ]
    row = sale(market(tmp_path, *(reversed(loads) if later_first else loads)))
    assert (row["status"], row["refunded"], row["commission"]) == ("refunded", 4_900, 0)
