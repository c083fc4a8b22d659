"""Affiliate orders, as shops (30 columns in the US, 31 in the UK) and partners export them.

A row per order line that is credited to a creator. Commission is the standard one, Shop Ads' and
the co-funded bonus together; what a report leaves empty is not known, never zero.
"""

from collections.abc import Iterator, Sequence

import pandas as pd

from data.sources.adapter import Part
from data.sources.exports.fields import (
    COUNT,
    FLAG,
    HANDLE,
    ID,
    INSTANT,
    MONEY,
    RATE,
    WORD,
    Export,
    Field,
    required,
    signed,
)
from data.sources.exports.opened import Opened
from data.sources.exports.order_parts import parts
from data.sources.exports.whole import Whole

ESTIMATED = ("estimated_standard", "estimated_ads", "estimated_bonus")
ACTUAL = ("actual_standard", "actual_ads", "actual_bonus")


def makes(reports: Sequence[Opened]) -> Iterator[Part]:
    """Affiliate lines, products, creators, shops, and the windows covered."""
    yield from parts(reports, "affiliate_lines", _lines, _products)


def _lines(one: Whole) -> pd.DataFrame:
    """Rows of the table affiliate_lines."""
    frame = one.frame
    is_refunded = (frame["is_refunded"] == "yes") | (frame["status"] == "refunded")
    is_refunded &= frame["status"] != "cancelled"
    return pd.DataFrame(
        {
            "merchant_id": frame["merchant_id"],
            "order_id": frame["order_id"],
            "sku_id": frame["sku_id"],
            "product_id": frame["product_id"],
            "title": frame["title"],
            "creator_id": frame["creator"],
            "content_id": frame["content_id"],
            "content_type": frame["content_type"],
            "quantity": frame["quantity"],
            "price": frame["price"],
            "payment": frame["payment"],
            "currency": frame["currency"],
            "status": frame["status"].mask(is_refunded, "refunded"),
            "refund": frame["payment"].where(is_refunded, 0),
            "commission_rate": frame["commission_rate"],
            "estimated_commission": _sum(frame, ESTIMATED),
            "actual_commission": _sum(frame, ACTUAL),
            "created_at": frame["created_at"],
            "paid_at": frame["paid_at"],
            "settled_at": frame["settled_at"],
            "recorded_at": frame["made_at"],
        }
    )


def _sum(frame: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """The parts that are told, added up; empty where none is."""
    return frame[list(names)].sum(axis=1, min_count=1).astype("Int64")


def _products(lines: pd.DataFrame) -> pd.DataFrame:
    newest = lines.sort_values("created_at").drop_duplicates("product_id", keep="last")
    title = newest["title"].astype(object)
    return pd.DataFrame(
        {
            "product_id": newest["product_id"],
            "merchant_id": newest["merchant_id"],
            "title": title.where(title.notna(), "Product " + newest["product_id"].astype(object)),
        }
    )


AFFILIATE_ORDERS = Export(
    "affiliate_orders",
    "Affiliate orders",
    (
        required("order_id", ID),
        required("product_id", ID),
        Field("title"),
        required("sku_id", ID),
        Field("price", MONEY),
        required("payment", MONEY),
        Field("currency"),
        required("quantity", COUNT),
        Field("is_refunded", FLAG),
        required("status", WORD, "status"),
        required("creator", HANDLE),
        Field("content_type", WORD, words="content"),
        Field("content_id", ID),
        Field("commission_rate", RATE),
        signed("estimated_standard"),
        signed("actual_standard"),
        signed("estimated_ads"),
        signed("actual_ads"),
        signed("estimated_bonus"),
        signed("actual_bonus"),
        required("created_at", INSTANT),
        Field("paid_at", INSTANT),
        Field("settled_at", INSTANT),
        Field("shop"),
    ),
    makes,
)
