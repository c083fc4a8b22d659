"""Purchases and refunds gathered from events, settled into order lines at the end."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from data.lake import Rejected
from data.money import split
from data.sources.adapter import Part
from data.sources.shopping import Act, Item

LastClick = Callable[[str | None, str, datetime], str | None]
Shops = tuple[str, ...]


@dataclass
class Told:
    """An act as a row of a file told it."""

    file: str
    row: int
    act: Act
    record: dict[str, Any]

    def rejected(self, column: str | None, reason: str, remedy: str) -> Rejected:
        return Rejected(self.file, self.row, column, reason, remedy, self.record)


@dataclass
class Purchases:
    """Orders by id and shops; one that is told twice alike counts once."""

    orders: dict[tuple[str, Shops], Told] = field(default_factory=dict)
    refunds: list[Told] = field(default_factory=list)
    lines: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    fates: dict[str, Counter[str]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, told: Told) -> None:
        act = told.act
        if act.kind == "refund":
            self.refunds.append(told)
            return
        key = (str(act.order_id), tuple(sorted({item.merchant_id for item in act.items})))
        earlier = self.orders.setdefault(key, told)
        if earlier is told:
            self._fate(told, "used")
        elif (earlier.act.items, earlier.act.discount) == (act.items, act.discount):
            self._fate(told, "repeated")
        else:
            reason = f"order '{act.order_id}' stands otherwise in row {earlier.row}"
            self.rejected.append(told.rejected("order_id", reason, "keep the row that is right"))

    def acts(self) -> list[Act]:
        """The purchases that count."""
        return [told.act for told in self.orders.values()]

    def settled(self, last_click: LastClick) -> Iterator[Part]:
        """Order lines with their clicks and refunds, and what became of every row."""
        for told in self.orders.values():
            self._add_lines(told.act, last_click)
        for told in sorted(self.refunds, key=lambda told: told.act.at):
            problem = self._refund(told.act)
            if problem:
                self.rejected.append(told.rejected(*problem))
            else:
                self._fate(told, "used")
        for file, fates in self.fates.items():
            yield Part(file, used=fates["used"], repeated=fates["repeated"])
        for file in dict.fromkeys(row.file for row in self.rejected):
            yield Part(file, rejected=[row for row in self.rejected if row.file == file])
        if self.lines:
            yield Part("", {"order_lines": _frame(list(self.lines.values()))})

    def _fate(self, told: Told, fate: str) -> None:
        self.fates.setdefault(told.file, Counter())[fate] += 1

    def _add_lines(self, act: Act, last_click: LastClick) -> None:
        worths = [(item.price or 0) * item.quantity for item in act.items]
        shares = split(act.discount, worths)
        for item, worth, share in zip(act.items, worths, shares, strict=True):
            key = (item.merchant_id, str(act.order_id), item.sku_id)
            line = _line(act, item, worth - share, share + item.discount * item.quantity)
            line["click_id"] = last_click(act.shopper_id, item.product_id, act.at)
            self.lines[key] = _joined(self.lines[key], line) if key in self.lines else line

    def _refund(self, act: Act) -> tuple[str, str, str] | None:
        """Books a refund on its lines; else column, reason and remedy of the problem."""
        shops = {item.merchant_id for item in act.items}
        lines = [
            line
            for (shop, order, _), line in self.lines.items()
            if order == act.order_id and (not shops or shop in shops)
        ]
        if not lines:
            reason = f"order '{act.order_id}' is not in these files"
            return ("order_id", reason, "load the refund together with its order")
        booked = _bookings(act, lines)
        for line, amount in booked:
            if amount is None or line["refund"] + amount > line["payment"]:
                return ("items", "refunds more than was bought", "check products and quantities")
        for line, amount in booked:
            _book(line, amount or 0, act.at)
        return None


def _line(act: Act, item: Item, payment: int, discount: int) -> dict[str, Any]:
    return {
        "merchant_id": item.merchant_id,
        "order_id": act.order_id,
        "sku_id": item.sku_id,
        "product_id": item.product_id,
        "shopper_id": act.shopper_id,
        "quantity": item.quantity,
        "is_quantity_implausible": False,
        "price": None if item.price is None else item.price + item.discount,
        "payment": payment,
        "platform_discount": 0,
        "seller_discount": discount,
        "currency": act.currency,
        "status": "completed",
        "refund": 0,
        "created_at": act.at,
        "paid_at": act.at,
        "refunded_at": None,
        "recorded_at": act.at,
    }


def _joined(line: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """One line for two items of the same SKU in one order."""
    sums = {n: line[n] + other[n] for n in ("quantity", "payment", "seller_discount")}
    return {**line, **sums, "price": line["price"] if line["price"] == other["price"] else None}


def _bookings(act: Act, lines: list[dict[str, Any]]) -> list[tuple[dict[str, Any], int | None]]:
    """Amounts to refund per line: all that is left, or the share of the units that came back."""
    if not act.items:
        return [(line, line["payment"] - line["refund"]) for line in lines]
    by_sku = {(line["merchant_id"], line["sku_id"]): line for line in lines}
    wanted: Counter[tuple[str, str]] = Counter()
    for item in act.items:
        wanted[item.merchant_id, item.sku_id] += item.quantity
    if not set(wanted) <= set(by_sku):
        return [(lines[0], None)]
    return [(by_sku[key], _share(by_sku[key], units)) for key, units in wanted.items()]


def _share(line: dict[str, Any], units: int) -> int | None:
    if units > line["quantity"]:
        return None
    if units == line["quantity"]:
        return int(line["payment"])
    return int(split(line["payment"], [units, line["quantity"] - units])[0])


def _book(line: dict[str, Any], amount: int, at: datetime) -> None:
    line["refund"] += amount
    line["refunded_at"] = line["recorded_at"] = at
    if line["refund"] == line["payment"]:
        line["status"] = "refunded"


def _frame(lines: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(lines)
    frame["price"] = frame["price"].astype("Int64")
    frame["refunded_at"] = pd.to_datetime(frame["refunded_at"])
    return frame
