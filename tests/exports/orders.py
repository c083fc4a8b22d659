"""All orders and Affiliate orders of a shop, from the order lines of a market."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from data.money import exponent
from data.sources.exports.words import word
from tests.exports.traps import DATES, Traps

IN_ORDERS = {"settled": "completed", "ineligible": "completed", "refunded": "completed"}
SIGNS = {"USD": "$", "MYR": "RM", "IDR": "Rp ", "GBP": "£"}
BUYER = "buyer of "
"""Begins every buyer's name, phone and address that a file is filled with."""


def all_orders(lines: pd.DataFrame, zone: str, traps: Traps) -> pd.DataFrame:
    """A text column per field of the format, a row per line (two where it is in two packages).

    `lines` are rows of order_lines with `title` and `category`; refunds are told per order.
    """
    write = _Writer(lines, zone, traps)
    of_order = lines.groupby("order_id")["refund"].transform("sum")
    returned = np.where(lines["refund"] > 0, np.maximum(lines["quantity"], 1), 0)
    status = lines["status"].replace(IN_ORDERS)
    rows = pd.DataFrame(
        {
            "order_id": write.ids("order_id"),
            "status": write.words("status", status),
            "ending": write.words("ending", _ending(lines)),
            "sku_id": write.ids("sku_id"),
            "title": lines["title"].to_numpy(),
            "quantity": lines["quantity"].astype(str).to_numpy(),
            "returned": returned.astype(str),
            "price": write.money(lines["price"]),
            "platform_discount": write.money(lines["platform_discount"]),
            "seller_discount": write.money(lines["seller_discount"]),
            "payment": write.money(lines["payment"]),
            "order_refund": write.money(of_order),
            "created_at": write.times("created_at"),
            "paid_at": write.times("paid_at"),
            "cancelled_at": write.times("cancelled_at"),
            "buyer": [f"{BUYER}{name}" for name in lines["shopper_id"]],
            "category": lines["category"].to_numpy(),
            "package_id": [f"1150{n:015d}" for n in range(len(lines))],
        }
    )
    return _in_packages(rows, lines, write) if traps.has_packages else rows


def affiliate_orders(lines: pd.DataFrame, zone: str, traps: Traps) -> pd.DataFrame:
    """The lines that are credited to a creator; `lines` have `handle` besides."""
    credited = lines[lines["creator_id"].notna()]
    write = _Writer(credited, zone, traps)
    is_back = (credited["refund"] >= credited["payment"]) & (credited["refund"] > 0)
    status = credited["status"].replace({"refunded": "completed"})
    return pd.DataFrame(
        {
            "order_id": write.ids("order_id"),
            "product_id": write.ids("product_id"),
            "title": credited["title"].to_numpy(),
            "sku_id": write.ids("sku_id"),
            "price": write.money(credited["price"]),
            "payment": write.money(credited["payment"]),
            "currency": credited["currency"].to_numpy(),
            "quantity": credited["quantity"].astype(str).to_numpy(),
            "is_refunded": write.words("flag", is_back.map({True: "yes", False: "no"})),
            "status": write.words("status", status),
            "creator": [_handle(name, traps) for name in credited["handle"]],
            "content_type": write.words("content", credited["content_type"]),
            "content_id": write.ids("content_id"),
            "commission_rate": write.shares(credited["commission_rate"]),
            "estimated_standard": write.money(credited["estimated_commission"]),
            "actual_standard": write.money(credited["actual_commission"]),
            "created_at": write.times("created_at"),
            "settled_at": write.times("settled_at"),
        }
    )


class _Writer:
    """Values as a file with these traps writes them."""

    def __init__(self, lines: pd.DataFrame, zone: str, traps: Traps) -> None:
        self.lines, self.zone, self.traps = lines, zone, traps

    def ids(self, name: str) -> list[str]:
        tab = "\t" if self.traps.has_tabs and self.traps.form == "csv" else ""
        return ["" if pd.isna(value) else f"{value}{tab}" for value in self.lines[name]]

    def times(self, name: str) -> list[str]:
        local = self.lines[name].dt.tz_localize("UTC").dt.tz_convert(self.zone)
        return list(local.dt.strftime(DATES[self.traps.dates]).fillna(""))

    def money(self, minor: pd.Series) -> list[str]:
        return [
            "" if pd.isna(value) else self._amount(int(value), code)
            for value, code in zip(minor, self.lines["currency"], strict=True)
        ]

    def shares(self, share: pd.Series) -> list[str]:
        as_said: Callable[[float], str] = (
            (lambda value: f"{value:.4f}")
            if self.traps.has_fractions
            else (lambda value: f"{100 * value:.2f}%")
        )
        return ["" if pd.isna(value) else as_said(float(value)) for value in share]

    def words(self, kind: str, meant: pd.Series) -> list[str]:
        language = self.traps.language
        return ["" if pd.isna(value) else word(kind, value, language) for value in meant]

    def _amount(self, minor: int, code: str) -> str:
        digits = exponent(code)
        text = f"{minor / 10**digits:,.{digits}f}"
        if self.traps.has_decimal_comma:
            text = text.translate(str.maketrans(",.", ".,"))
        return SIGNS.get(code, "") + text if self.traps.has_signs else text


def _ending(lines: pd.DataFrame) -> pd.Series:
    ending = pd.Series(None, lines.index, dtype=object)
    return ending.mask(lines["refund"] > 0, "refund").mask(lines["status"] == "cancelled", "cancel")


def _in_packages(rows: pd.DataFrame, lines: pd.DataFrame, write: _Writer) -> pd.DataFrame:
    """Every line of two units or more in two packages, its money shared between them."""
    many = (lines["quantity"] >= 2).to_numpy()
    half = rows[many].copy()
    for name in ("payment", "platform_discount", "seller_discount"):
        first = lines[name] // 2
        rows.loc[many, name] = np.array(write.money(first))[many]
        half[name] = np.array(write.money(lines[name] - first))[many]
    units = lines["quantity"] // 2
    rows.loc[many, "quantity"] = units.astype(str).to_numpy()[many]
    half["quantity"] = (lines["quantity"] - units).astype(str).to_numpy()[many]
    back = rows["returned"].astype(int).to_numpy() > 0
    rows.loc[many, "returned"] = np.where(back[many], rows.loc[many, "quantity"], "0")
    half["returned"] = np.where(back[many], half["quantity"], "0")
    half["package_id"] = [f"1160{n:015d}" for n in range(len(half))]
    return pd.concat([rows, half])


def _handle(name: str, traps: Traps) -> str:
    return f"@{name.upper()} " if traps.has_odd_handles else name
