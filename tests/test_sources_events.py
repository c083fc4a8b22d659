"""GA4 and Segment event files: events, order lines and money by hand."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.quarantine import quarantine
from data.sources import Options, Report, inspect
from data.store import Store
from tests.small_sources import GA4, SEGMENT, loaded, write

SECOND = 1_000_000
NEW_YEAR = 1_767_225_600


def _load(folder: Path, **said: Any) -> tuple[Store, Report]:
    options = Options("web", time_zone="Europe/Berlin", **({"merchant": "M"} | said))
    store = Store(folder.parent / f"store-{folder.name}")
    return store, inspect([folder], options).load_into(store)


def _fates(report: Report) -> tuple[int, int, int, int, int]:
    (file,) = report.files
    return file.read, file.used, file.repeated, file.rejected, file.unused


def _jsonl(folder: Path, *records: dict[str, Any]) -> Path:
    text = "".join(json.dumps(record) + "\n" for record in records)
    return write(folder, {"events.jsonl": text})


def _ga4(name: str, second: int, user: str = "u", **said: Any) -> dict[str, Any]:
    at = (NEW_YEAR + second) * SECOND
    return {"event_name": name, "event_timestamp": at, "user_pseudo_id": user, **said}


def _sale(second: int, order: str = "T1", price: float = 10.0, **said: Any) -> dict[str, Any]:
    items = [{"item_id": "p1", "price": price}]
    return _ga4("purchase", second, transaction_id=order, items=items, currency="EUR", **said)


def test_ga4_events_and_money_by_hand(tmp_path: Path) -> None:
    store, report = _load(write(tmp_path / "ga4", GA4), currency="EUR")
    assert report.format == "ga4"
    assert _fates(report) == (7, 5, 1, 0, 1)
    kinds = loaded(store, "events")["kind"].value_counts().to_dict()
    assert kinds == {"impression": 2, "click": 1, "view": 1, "order": 2}
    lines = loaded(store, "order_lines").set_index("sku_id")
    assert lines["payment"].to_dict() == {"p1": 1299, "p2": 700}
    assert lines["seller_discount"].to_dict() == {"p1": 0, "p2": 100}
    assert lines["price"].to_dict() == {"p1": 1299, "p2": 400}
    assert lines["refund"].to_dict() == {"p1": 0, "p2": 350}
    assert set(lines["status"]) == {"completed"}
    assert report.tables[1].sums["payment"] == {"EUR": 1999}


def test_ga4_reads_the_nested_form_of_bigquery(tmp_path: Path) -> None:
    items = [{"item_id": "p1", "item_name": "Cap", "price": 19.99, "quantity": 3}]
    record = {
        "event_name": "purchase",
        "event_timestamp": str(NEW_YEAR * SECOND),
        "user_pseudo_id": "u",
        "event_params": [
            {"key": "currency", "value": {"string_value": "EUR", "int_value": None}},
            {"key": "affiliation", "value": {"string_value": "Shop A"}},
        ],
        "ecommerce": {"transaction_id": "T9", "purchase_revenue": 59.97},
        "items": items,
    }
    for name in ("lines", "array", "table"):
        folder = tmp_path / name
        folder.mkdir()
        if name == "table":
            pq.write_table(pa.Table.from_pylist([record]), folder / "events.parquet")
        else:
            content = json.dumps(record) if name == "lines" else json.dumps([record], indent=2)
            (folder / "events.json").write_text(content)
        store, _ = _load(folder, merchant=None, currency="EUR")
        (line,) = loaded(store, "order_lines").to_dict("records")
        assert (line["merchant_id"], line["order_id"], line["payment"]) == ("Shop A", "T9", 5997)
        assert line["created_at"] == pd.Timestamp("2026-01-01")


@pytest.mark.parametrize(
    ("days", "is_linked"), [(0.001, True), (13.999, True), (14.001, False), (-0.001, False)]
)
def test_the_click_of_an_order_is_the_last_within_14_days(
    tmp_path: Path, days: float, is_linked: bool
) -> None:
    at = 40 * 86_400
    clicks = [
        _ga4("select_item", at - int(days * 86_400), items=[{"item_id": "p1"}]),
        _ga4("select_item", at - 10, "somebody else", items=[{"item_id": "p1"}]),
        _ga4("select_item", at - 10, items=[{"item_id": "p2"}]),
        _ga4("select_item", at - 39 * 86_400, items=[{"item_id": "p1"}]),
    ]
    store, _ = _load(_jsonl(tmp_path / "ga4", _sale(at), *clicks), currency="EUR")
    (line,) = loaded(store, "order_lines").to_dict("records")
    events = loaded(store, "events").set_index("event_id")
    if is_linked:
        clicked = events.loc[line["click_id"]]
        assert (clicked["kind"], clicked["product_id"]) == ("click", "p1")
        assert clicked["event_at"] == line["created_at"] - pd.Timedelta(int(days * 86_400), "s")
    else:
        assert pd.isna(line["click_id"])


@pytest.mark.parametrize(
    ("record", "column", "reason"),
    [
        (_sale(1, price=-1), "price", "'-1' is no amount of 0 or more"),
        (_sale(1, price=1.005), "price", "'1.005' has more than the 2 decimals of EUR"),
        (_sale(1) | {"transaction_id": None}, "transaction_id", "names no order"),
        (_sale(1) | {"currency": "EURO"}, "currency", "'EURO' is no ISO currency"),
        (_sale(1) | {"event_timestamp": 1_767_225_600_000}, "event_timestamp", "'1767225600000'"),
        (_sale(1) | {"items": []}, "items", "names no product"),
        (_sale(1) | {"items": [{"price": 1}]}, "item_id", "an item has no item_id"),
        (_sale(1) | {"items": [{"item_id": "p"}]}, "price", "item 'p' has no price"),
        (_ga4("refund", 1, transaction_id="T7"), "order_id", "order 'T7' is not in these files"),
        (
            _ga4("refund", 1, transaction_id="T0", items=[{"item_id": "p1", "quantity": 2}]),
            "items",
            "refunds more than was bought",
        ),
        (_sale(1, "T0", 11.0), "order_id", "order 'T0' stands otherwise in row 1"),
    ],
)
def test_a_record_that_is_no_act_goes_to_quarantine(
    tmp_path: Path, record: dict[str, Any], column: str, reason: str
) -> None:
    store, report = _load(_jsonl(tmp_path / "ga4", _sale(0, "T0"), record), currency="EUR")
    assert _fates(report) == (2, 1, 0, 1, 0)
    (problem,) = report.problems
    assert (problem.row, problem.column) == (2, column)
    assert problem.reason.startswith(reason)
    assert report.tables[0].sums["payment"] == {"EUR": 1000}
    assert len(quarantine(store)) == 1


def test_without_a_shop_every_record_says_what_to_give(tmp_path: Path) -> None:
    folder = _jsonl(tmp_path / "ga4", _sale(0))
    options = Options("web", time_zone="UTC", currency="EUR")
    report = inspect([folder], options).report
    assert report.refused is not None
    assert report.problems[0].remedy == "give --merchant"


def test_segment_spreads_the_discount_of_an_order(tmp_path: Path) -> None:
    store, report = _load(write(tmp_path / "segment", SEGMENT), currency="USD")
    assert report.format == "segment"
    assert _fates(report) == (7, 6, 0, 0, 1)
    lines = loaded(store, "order_lines").set_index("sku_id")
    assert lines["payment"].to_dict() == {"p1-red": 1710, "p2-a": 540}
    assert lines["seller_discount"].to_dict() == {"p1-red": 190, "p2-a": 60}
    assert lines["refund"].to_dict() == {"p1-red": 0, "p2-a": 540}
    assert lines["status"].to_dict() == {"p1-red": "completed", "p2-a": "refunded"}
    assert lines["click_id"].dropna().to_dict() == {"p1-red": "m2|0"}
    assert set(lines["merchant_id"]) == {"Shop A"}


def test_nothing_of_a_person_is_stored(tmp_path: Path) -> None:
    bad = json.loads(SEGMENT["calls.jsonl"].splitlines()[5])
    bad["properties"] |= {"discount": 99, "email": "ann@example.org"}
    bad |= {"messageId": "m99", "context": {"ip": "192.0.2.7", "traits": {"email": "x@y.z"}}}
    calls = SEGMENT["calls.jsonl"] + json.dumps(bad) + "\n"
    store, report = _load(write(tmp_path / "segment", {"calls.jsonl": calls}), currency="USD")
    assert report.rejected == 1
    for path in store.root.rglob("*.parquet"):
        content = str(pd.read_parquet(path).to_dict())
        assert not any(planted in content for planted in ("example.org", "192.0.2.7", "x@y.z"))


def test_a_message_told_twice_counts_once_and_one_that_changed_is_rejected(tmp_path: Path) -> None:
    calls = SEGMENT["calls.jsonl"]
    viewed = calls.splitlines()[3]
    changed = viewed.replace("Cap", "Hat")
    text = calls + viewed + "\n" + changed + "\n"
    _, report = _load(write(tmp_path / "segment", {"calls.jsonl": text}), currency="USD")
    assert _fates(report) == (9, 6, 1, 1, 1)
    assert "row 4 of calls.jsonl" in report.problems[0].reason
