"""Rollups follow every load: what is taken up piece by piece equals what is built at once."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data import lake
from data.rollups import ROLLUPS, altered_by
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import deals, tiny

SOLD = pd.Timestamp("2026-03-02 18:00")
CHANGES = {
    "market": {"time_zone": "Asia/Bangkok"},
    "products": {"currency": "EUR"},
    "product_costs": {"unit_cost": 999, "sample_cost": 1_999},
    "merchant_fees": {"platform_fee_rate": 0.5},
    "collaborations": {"sample_shipped_at": SOLD, "posted_at": SOLD},
    "events": {"event_at": SOLD, "n": 7},
    "order_lines": {"payment": 12_345, "paid_at": SOLD, "status": "completed"},
}


def rollups(warehouse: Warehouse) -> dict[str, list[str]]:
    """The rows of every rollup."""
    session = warehouse.session(Scope.everything())
    return {name: sorted(map(repr, session.rows(f"from {name}"))) for name in ROLLUPS}


def changed(table: str) -> pd.DataFrame:
    """Every row of a table with some of its columns changed."""
    return deals.tables()[table].assign(**CHANGES[table])


@pytest.mark.parametrize("table", CHANGES)
def test_a_load_of_one_table_alters_every_rollup_that_rests_on_it(
    tmp_path: Path, table: str
) -> None:
    store = tiny.build(Store(tmp_path / "tiny"), deals.tables())
    open_one = Warehouse.snapshot(store)
    before = rollups(open_one)
    with lake.load(store, source="a change") as load:
        load.add(table, changed(table))
    open_one.take_up()
    after = rollups(open_one)
    assert after == rollups(Warehouse.snapshot(store))
    assert {name for name in after if after[name] != before[name]} <= altered_by([table])
    assert after != before


def test_an_order_paid_later_converts_its_click(tmp_path: Path) -> None:
    """Click k1 led to two paid orders and counts once; k2 led to one that is unpaid at first.

    i2 is an impression, which no order can convert.
    """
    store = tiny.build(Store(tmp_path / "tiny"))
    open_one = Warehouse.snapshot(store)
    assert converted(open_one) == [(date(2026, 3, 1), "p1", "c1", "video", 1)]
    with lake.load(store, source="a change") as load:
        for order, click in (("o6", "k2"), ("o11", "i2")):
            paid = tiny.line(order, "p1", "d3", 9_900, click_id=click)
            load.add("order_lines", pd.DataFrame([paid]))
    open_one.take_up()
    assert converted(open_one) == [
        (date(2026, 3, 1), "p1", "c1", "video", 1),
        (date(2026, 3, 3), "p1", "c1", "video", 1),
    ]


def converted(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.session(Scope.everything()).rows(
        "select day, product_id, creator_id, channel, converted_clicks from daily "
        "where converted_clicks > 0 order by day"
    )


def test_orders_leave_traffic_alone() -> None:
    of_lines = {"same_products", "catalogue", "lines", "line_conflicts", "sales"}
    expected = {"converted", "daily", "content_products", "starts"}
    told = {"order_states", "order_refunds"}
    assert altered_by(["order_lines"]) == of_lines | expected | told
    told = {"affiliate_states", "affiliate_results", "order_refunds"}
    assert altered_by(["affiliate_lines"]) == of_lines | expected | told
    assert altered_by(["events"]) == expected | {"traffic", "creator_shoppers"}


def test_a_cost_leaves_traffic_alone() -> None:
    assert altered_by(["product_costs"]) == {"sales", "samples"}
    assert altered_by(["merchant_fees"]) == {"sales"}
    assert altered_by(["match_impressions", "quarantine"]) == set()
