"""Each check of the data finds the rows that it is about, and no others."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analytics.checks import CHECKS
from analytics.quality_checks import finding, findings, table_freshness
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from tests import tiny

Tables = dict[str, pd.DataFrame]

# What the rows of tests/tiny.py come to, counted by hand.
IN_TINY = {
    "implausible_quantities": 1,  # o10
    "sold_without_cost": 2,  # p2 and, in euros, p3
    "shops_without_fee": 1,  # b
    "credit_without_commission": 1,  # o7
    "credit_without_form": 1,  # o7
    "lines_without_payment_time": 2,  # o5 twice
    "lines_in_other_currencies": 1,  # o7
    "lines_without_attribution": 5,  # o2, o5 twice, o6, o10
    "live_without_end": 1,  # l1
    "products_without_price": 3,
}


def edit(tables: Tables, table: str, row: int, **values: object) -> None:
    """Changes cells of one row of a table."""
    for column, value in values.items():
        frame = tables[table]
        if column not in frame:
            frame[column] = None
        frame[column] = frame[column].astype(object)
        frame.at[row, column] = value


def more(tables: Tables, table: str, **values: object) -> None:
    """Adds a row to a table."""
    rows = [tables[table]] if table in tables else []
    tables[table] = pd.concat([*rows, pd.DataFrame([values])], ignore_index=True)


LATE = pd.Timestamp("2026-03-05 20:00")
EARLY = pd.Timestamp("2026-02-01 20:00")
VIDEO = {"creator_id": "c1", "content_type": "video", "started_at": pd.Timestamp("2026-02-20")}
POSTED_FIRST = {
    "collaboration_id": "k",
    "merchant_id": "a",
    "product_id": "p1",
    "creator_id": "c1",
    "accepted_at": LATE,
    "posted_at": EARLY,
    "recorded_at": LATE,
}

CREDITED = {
    "merchant_id": "a",
    "order_id": "o1",
    "sku_id": "p1",
    "product_id": "p1",
    "content_id": "v1",
    "creator_id": "c1",
    "quantity": 1,
    "payment": 2_000,
    "currency": "USD",
    "status": "completed",
    "refund": 0,
    "created_at": EARLY,
    "recorded_at": EARLY,
}

# One fault each, and the check that must find exactly one row more than before.
FAULTS: dict[str, Callable[[Tables], object]] = {
    "orders_before_their_click": lambda t: edit(
        t, "order_lines", 0, created_at=EARLY, paid_at=LATE
    ),
    "times_out_of_order": lambda t: edit(t, "order_lines", 1, paid_at=EARLY),
    "recorded_too_early": lambda t: edit(t, "order_lines", 1, recorded_at=EARLY),
    "refunds_above_payment": lambda t: edit(t, "order_lines", 2, refund=4_001),
    "implausible_quantities": lambda t: edit(t, "order_lines", 0, is_quantity_implausible=True),
    "lines_without_product": lambda t: edit(t, "order_lines", 1, product_id="p9"),
    "lines_of_unknown_creators": lambda t: edit(t, "order_lines", 0, creator_id="c9"),
    "clicks_not_found": lambda t: edit(t, "order_lines", 0, click_id="k9"),
    "collaborations_out_of_order": lambda t: more(t, "collaborations", **POSTED_FIRST),
    "events_of_unknown_content": lambda t: edit(t, "events", 0, content_id="v9"),
    "credit_without_commission": lambda t: edit(t, "order_lines", 2, estimated_commission=None),
    "credit_without_form": lambda t: edit(t, "order_lines", 0, content_type="photo"),
    "lines_without_payment_time": lambda t: edit(t, "order_lines", 1, paid_at=None),
    "traffic_without_product": lambda t: edit(t, "events", 1, product_id=None),
    "creators_without_followers": lambda t: edit(t, "creators", 0, followers=None),
    "products_without_category": lambda t: edit(t, "products", 2, category_path=None),
    "lines_in_other_currencies": lambda t: edit(t, "order_lines", 1, currency="EUR"),
    "lines_without_attribution": lambda t: edit(t, "order_lines", 0, creator_id=None),
    "live_without_end": lambda t: edit(t, "content", 0, content_type="live"),
    "attribution_unstated": lambda t: edit(t, "order_lines", 1, is_attribution_unstated=True),
    "reports_contradict": lambda t: more(t, "affiliate_lines", **{**CREDITED, "quantity": 2}),
    "order_of_two_shops": lambda t: more(
        t, "order_lines", **{**t["order_lines"].iloc[1], "merchant_id": "b"}
    ),
    "content_of_two_creators": lambda t: [
        more(t, "affiliate_lines", **{**CREDITED, "order_id": order, "creator_id": handle})
        for order, handle in (("o1", "c1"), ("x", "c9"))
    ],
}


def session(folder: Path, tables: Tables, scope: Scope | None = None) -> Session:
    store = tiny.build(Store(folder / "tiny"), tables)
    return Warehouse.snapshot(store).session(scope or Scope.everything())


def counts(asked: Session) -> dict[str, int]:
    found = findings(asked)
    return dict(zip(found["key"], found["failing"], strict=True))


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return session(tmp_path_factory.mktemp("data"), tiny.frames())


def test_the_checks_count_what_stands_in_the_rows(untouched: Session) -> None:
    assert {key: n for key, n in counts(untouched).items() if n} == IN_TINY


@pytest.mark.parametrize("key", FAULTS)
def test_a_planted_fault_is_found(tmp_path: Path, untouched: Session, key: str) -> None:
    tables = tiny.frames()
    FAULTS[key](tables)
    before = counts(untouched).get(key, 0)
    assert counts(session(tmp_path, tables))[key] == before + 1


def test_repeated_content_is_found_with_its_original(tmp_path: Path) -> None:
    tables = tiny.frames()
    more(tables, "content", content_id="v2", **VIDEO)
    found = finding(session(tmp_path, tables), "repeated_content")
    assert found.failing == 2
    assert sorted(found.rows["content_id"]) == ["v1", "v2"]


def test_a_day_without_rows_is_found(tmp_path: Path) -> None:
    """Rows of 2 March, Los Angeles, are taken out; the days about them stay."""
    tables = tiny.frames()
    day = slice("2026-03-02 08:00", "2026-03-03 07:59")
    for table, time in (("order_lines", "created_at"), ("events", "event_at")):
        rows = tables[table]
        tables[table] = rows[~rows[time].between(day.start, day.stop)].reset_index(drop=True)
    found = finding(session(tmp_path, tables), "days_without_rows")
    assert [day.date().isoformat() for day in found.rows["day"]] == ["2026-03-02"]
    assert found.checked == 3


def test_every_check_is_tried() -> None:
    tried = {*IN_TINY, *FAULTS, "repeated_content", "days_without_rows"}
    assert {check.key for check in CHECKS} == tried


def test_a_check_gives_the_worst_rows_first_and_counts_them_all(untouched: Session) -> None:
    found = finding(untouched, "lines_without_attribution", most=2)
    assert (found.failing, found.checked, len(found.rows)) == (5, 11, 2)
    assert found.rows["payment"].tolist() == [9_900, 2_000]


def test_freshness_counts_rows_and_local_days(untouched: Session) -> None:
    held = table_freshness(untouched).set_index("table")
    assert held["rows"].to_dict() == {
        **dict.fromkeys(held.index, 0),
        **{name: len(frame) for name, frame in tiny.frames().items() if name != "market"},
    }
    lines = held.loc["order_lines"]
    assert [str(lines[end].date()) for end in ("first_day", "last_day")] == [
        "2026-03-01",
        "2026-03-03",
    ]
    assert pd.isna(held.loc["products", "last_day"])


def test_a_merchant_learns_of_no_other_shop(tmp_path: Path) -> None:
    asked = session(tmp_path, tiny.frames(), Scope.of_merchants("b"))
    for check in CHECKS:
        rows = finding(asked, check.key).rows
        if "merchant_id" in rows:
            assert set(rows["merchant_id"]) <= {"b"}
