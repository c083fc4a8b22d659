"""An act of a shopper in the words of this house, whatever the file's words were."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from data.contract.columns import MOST_COUNT, MOST_MONEY
from data.money import MoneyError, to_minor


class RecordError(ValueError):
    """A record cannot become an act; says field, reason and remedy."""

    def __init__(self, column: str | None, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.column, self.reason, self.remedy = column, reason, remedy


@dataclass(frozen=True)
class Item:
    """A product in an act; `price` is what a unit costs now, `discount` what was taken off it."""

    product_id: str
    sku_id: str
    merchant_id: str
    title: str | None = None
    brand: str | None = None
    category_path: str | None = None
    price: int | None = None
    discount: int = 0
    quantity: int = 1

    def description(self, currency: str | None) -> dict[str, Any]:
        """The product as the act shows it, its price before discount."""
        return {
            "product_id": self.product_id,
            "merchant_id": self.merchant_id,
            "title": self.title,
            "brand": self.brand,
            "category_path": self.category_path,
            "price": None if self.price is None else self.price + self.discount,
            "currency": None if self.price is None else currency,
        }


@dataclass(frozen=True)
class Act:
    """What a shopper did at an instant (UTC); `discount` is taken off a whole order."""

    act_id: str
    kind: str
    at: datetime
    shopper_id: str | None
    items: tuple[Item, ...]
    currency: str | None = None
    order_id: str | None = None
    discount: int = 0

    def __post_init__(self) -> None:
        """Items of one SKU become one line, so it is their sum that must be an amount."""
        worth = sum(((item.price or 0) + item.discount) * item.quantity for item in self.items)
        if worth > MOST_MONEY or sum(item.quantity for item in self.items) > MOST_COUNT:
            raise RecordError("price", "price times quantity is too large", "check both")

    @property
    def is_order(self) -> bool:
        """Whether it makes or changes order lines."""
        return self.kind in ("order", "refund")

    def events(self) -> Iterator[tuple[str, Item]]:
        """One event per product, with an id that is the same on every load."""
        for place, item in enumerate(self.items):
            yield f"{self.act_id}|{place}", item


def text(value: Any) -> str | None:
    """A trimmed text; GA4's "(not set)" and blanks are none."""
    if value is None or isinstance(value, dict | list | bool):
        return None
    said = str(value).strip()
    return None if said in ("", "(not set)") else said


def money(value: Any, currency: str | None, column: str) -> int | None:
    """Major units in minor units, exactly. Raises RecordError below 0 or with too many decimals."""
    if value is None or currency is None:
        return None
    try:
        minor = to_minor(Decimal(str(value)), currency) if not isinstance(value, bool) else -1
    except (MoneyError, ArithmeticError) as error:
        raise RecordError(column, str(error), f"give an amount in {currency}") from error
    if minor < 0:
        raise RecordError(column, f"'{value}' is no amount of 0 or more", f"give {currency}")
    return minor


def count(value: Any, column: str) -> int:
    """A whole number from 1; none given means 1. Raises RecordError."""
    if value is None:
        return 1
    try:
        number = Decimal(str(value))
        is_count = number == number.to_integral_value() and 1 <= number <= MOST_COUNT
    except ArithmeticError:
        is_count = False
    if isinstance(value, bool) or not is_count:
        raise RecordError(column, f"'{value}' is no count from 1", "give a whole number")
    return int(number)
