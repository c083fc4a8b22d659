"""Google Analytics 4: ecommerce events as exported from BigQuery (JSON lines, JSON array, Parquet).

Parameters may stand beside the event, in `ecommerce`, or in `event_params`. `price` is what a unit
costs after its `discount`; amounts are in major units of the event's currency. The shop is the
item's or the event's affiliation, else --merchant; a currency that no event names is --currency. An
event has no id of its own, so equal records are one event told twice. Tax and shipping are no GMV.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from data.money import is_currency
from data.sources import behaviour
from data.sources.adapter import Adapter, Part, Shape, Source
from data.sources.shopping import Act, Item, RecordError, count, money, text

KINDS = {
    "view_item_list": "impression",
    "view_item": "view",
    "select_item": "click",
    "add_to_cart": "add_to_cart",
    "purchase": "order",
    "refund": "refund",
}
KEPT = ("event_name", "event_timestamp", "currency", "transaction_id", "ecommerce", "items")
EARLIEST, LATEST = datetime(2000, 1, 1), datetime(2100, 1, 1)


def parts(source: Source) -> Iterator[Part]:
    """Events, order lines, products, merchants."""
    return behaviour.parts(source, act, kept)


def kept(record: Mapping[str, Any]) -> dict[str, Any]:
    """What quarantine may keep of a record: nothing about the person."""
    return {name: record[name] for name in KEPT if name in record}


def act(record: Mapping[str, Any], source: Source) -> Act | None:
    """A record as an act; None if it is no ecommerce event. Raises RecordError."""
    kind = KINDS.get(text(record.get("event_name")) or "")
    if kind is None:
        return None
    said = _parameters(record)
    currency = _currency(text(said.get("currency")) or source.options.currency, kind)
    order_id = text(said.get("transaction_id"))
    if kind in ("order", "refund") and order_id is None:
        raise RecordError("transaction_id", "names no order", "export it with transaction_id")
    shop = text(said.get("affiliation")) or source.options.merchant
    rows = said.get("items") or []
    if not isinstance(rows, list) or not (rows or kind == "refund"):
        raise RecordError("items", "names no product", "export the event with its items")
    return Act(
        _digest(record),
        kind,
        _instant(record.get("event_timestamp")),
        behaviour.hashed(
            text(record.get("user_id")) or text(record.get("user_pseudo_id")),
            source.options.market,
        ),
        tuple(_item(row, shop, currency, is_sold=kind == "order") for row in rows),
        currency,
        order_id,
    )


def _parameters(record: Mapping[str, Any]) -> dict[str, Any]:
    listed = record.get("event_params")
    said: dict[str, Any] = {}
    for entry in listed if isinstance(listed, list) else []:
        values = entry.get("value") if isinstance(entry, dict) else None
        if isinstance(values, dict):
            said[entry.get("key")] = next((v for v in values.values() if v is not None), None)
    for group in (listed, record.get("ecommerce"), record):
        if isinstance(group, dict):
            said |= {name: value for name, value in group.items() if value is not None}
    return said


def _currency(code: str | None, kind: str) -> str | None:
    if code is not None and not is_currency(code):
        raise RecordError("currency", f"'{code}' is no ISO currency", "give a code such as USD")
    if code is None and kind == "order":
        raise RecordError("currency", "names no currency", "give --currency")
    return code


def _instant(value: Any) -> datetime:
    digits = text(value) or ""
    if digits.isascii() and digits.isdigit() and len(digits) == 16:
        seconds, micros = divmod(int(digits), 1_000_000)
        at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros, tzinfo=None)
        if EARLIEST <= at < LATEST:
            return at
    raise RecordError(
        "event_timestamp", f"'{value}' is no time in microseconds since 1970", "give 16 digits"
    )


def _item(row: Any, shop: str | None, currency: str | None, *, is_sold: bool) -> Item:
    said = row if isinstance(row, dict) else {}
    product = text(said.get("item_id"))
    if product is None:
        raise RecordError("item_id", "an item has no item_id", "export item_id")
    merchant = text(said.get("affiliation")) or shop
    if merchant is None:
        raise RecordError("affiliation", "names no shop", "give --merchant")
    price = money(said.get("price"), currency, "price")
    if is_sold and price is None:
        raise RecordError("price", f"item '{product}' has no price", "export the price")
    variant = text(said.get("item_variant"))
    levels = [text(said.get(f"item_category{level}")) for level in ("", 2, 3, 4, 5)]
    return Item(
        product,
        f"{product}|{variant}" if variant else product,
        merchant,
        text(said.get("item_name")),
        text(said.get("item_brand")),
        " > ".join(level for level in levels if level) or None,
        price,
        money(said.get("discount"), currency, "discount") or 0,
        count(said.get("quantity"), "quantity"),
    )


def _digest(record: Mapping[str, Any]) -> str:
    told = json.dumps(record, sort_keys=True, default=str).encode()
    return blake2b(told, digest_size=12).hexdigest()


GA4 = Adapter(
    "ga4",
    "Google Analytics 4 events",
    (
        Shape(
            "events",
            frozenset({"event_name", "event_timestamp"}),
            unused=behaviour.OTHER_EVENTS,
        ),
    ),
    parts,
)
