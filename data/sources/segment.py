"""Segment's ecommerce track calls (spec v2), one JSON object per line or in one array.

`price` is what a unit costs, and a `discount` of the order comes off the sum of its products, in
proportion to their worth. The shop is the order's affiliation, else --merchant; a currency that no
call names is --currency. A call is told by its messageId. Tax and shipping are no GMV.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from data.money import is_currency
from data.sources import behaviour
from data.sources.adapter import Adapter, Part, Shape, Source
from data.sources.shopping import Act, Item, RecordError, count, money, text

KINDS = {
    "product list viewed": "impression",
    "product viewed": "view",
    "product clicked": "click",
    "product added": "add_to_cart",
    "order completed": "order",
    "order refunded": "refund",
}
LISTED = ("impression", "order", "refund")
KEPT = ("event", "messageId", "timestamp", "properties")
PERSONAL = ("email", "phone", "name", "first_name", "last_name", "address")


def parts(source: Source) -> Iterator[Part]:
    """Events, order lines, products, merchants."""
    return behaviour.parts(source, act, kept)


def kept(record: Mapping[str, Any]) -> dict[str, Any]:
    """What quarantine may keep of a record: nothing about the person."""
    found = {name: record[name] for name in KEPT if name in record}
    said = found.get("properties")
    if isinstance(said, dict):
        listed = said.get("products") is not None
        hidden = PERSONAL if listed else tuple(name for name in PERSONAL if name != "name")
        found["properties"] = {name: said[name] for name in said if name not in hidden}
    return found


def act(record: Mapping[str, Any], source: Source) -> Act | None:
    """A call as an act; None if it is no ecommerce event. Raises RecordError."""
    kind = KINDS.get((text(record.get("event")) or "").lower())
    if kind is None or record.get("type") != "track":
        return None
    message, said = text(record.get("messageId")), record.get("properties")
    if message is None or not isinstance(said, dict):
        column = "messageId" if message is None else "properties"
        raise RecordError(column, "is missing", "export whole track calls")
    currency = _currency(text(said.get("currency")) or source.options.currency, kind)
    order_id = text(said.get("order_id"))
    if kind in ("order", "refund") and order_id is None:
        raise RecordError("order_id", "names no order", "export it with order_id")
    items = _items(said, kind, currency, source.options.merchant)
    return Act(
        message,
        kind,
        _instant(record),
        behaviour.hashed(
            text(record.get("userId")) or text(record.get("anonymousId")), source.options.market
        ),
        items,
        currency,
        order_id,
        _discount(said, currency, items) if kind == "order" else 0,
    )


def _currency(code: str | None, kind: str) -> str | None:
    if code is not None and not is_currency(code):
        raise RecordError("currency", f"'{code}' is no ISO currency", "give a code such as USD")
    if code is None and kind == "order":
        raise RecordError("currency", "names no currency", "give --currency")
    return code


def _instant(record: Mapping[str, Any]) -> datetime:
    said = next((record[n] for n in ("timestamp", "originalTimestamp") if record.get(n)), None)
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError as error:
        raise RecordError("timestamp", f"'{said}' is no instant", "give ISO 8601") from error
    if at.tzinfo is None:
        raise RecordError("timestamp", f"'{said}' has no offset", "end it in Z or +hh:mm")
    return at.astimezone(UTC).replace(tzinfo=None)


def _items(
    said: Mapping[str, Any], kind: str, currency: str | None, merchant: str | None
) -> tuple[Item, ...]:
    rows = said.get("products") if kind in LISTED else [said]
    if not rows and kind == "refund":
        return ()
    if not isinstance(rows, list) or not rows:
        raise RecordError("products", "names no product", "export the products")
    shop = text(said.get("affiliation")) or merchant
    return tuple(_item(row, shop, currency, is_sold=kind == "order") for row in rows)


def _item(row: Any, shop: str | None, currency: str | None, *, is_sold: bool) -> Item:
    said = row if isinstance(row, dict) else {}
    sku = text(said.get("sku"))
    product = text(said.get("product_id")) or sku
    if product is None:
        raise RecordError("product_id", "a product has no product_id", "export product_id")
    merchant = text(said.get("affiliation")) or shop
    if merchant is None:
        raise RecordError("affiliation", "names no shop", "give --merchant")
    price = money(said.get("price"), currency, "price")
    if is_sold and price is None:
        raise RecordError("price", f"product '{product}' has no price", "export the price")
    return Item(
        product,
        sku or "|".join(filter(None, (product, text(said.get("variant"))))),
        merchant,
        text(said.get("name")),
        text(said.get("brand")),
        text(said.get("category")),
        price,
        quantity=count(said.get("quantity"), "quantity"),
    )


def _discount(said: Mapping[str, Any], currency: str | None, items: tuple[Item, ...]) -> int:
    discount = money(said.get("discount"), currency, "discount") or 0
    if discount > sum((item.price or 0) * item.quantity for item in items):
        raise RecordError("discount", "is more than the products cost", "check the order")
    return discount


SEGMENT = Adapter(
    "segment",
    "Segment's ecommerce track calls",
    (Shape("events", frozenset({"type", "event", "properties"}), unused=behaviour.OTHER_EVENTS),),
    parts,
)
