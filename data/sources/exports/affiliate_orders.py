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
    balance,
    required,
)
from data.sources.exports.opened import Opened
from data.sources.exports.order_parts import parts
from data.sources.exports.order_rows import KEY
from data.sources.exports.whole import Whole

COMMISSIONS = {
    "estimated_commission": ("estimated_standard", "estimated_ads", "estimated_bonus"),
    "actual_commission": ("actual_standard", "actual_ads", "actual_bonus"),
}
AS_REPORTED = (
    *("product_id", "title", "content_id", "content_type", "quantity", "price", "payment"),
    *("commission_rate", "created_at", "paid_at", "settled_at"),
)
"""Fields that are columns as they stand; what a report lacks it does not erase."""


def makes(reports: Sequence[Opened]) -> Iterator[Part]:
    """Affiliate lines, products, creators, shops, and the windows covered."""
    yield from parts(reports, "affiliate_lines", _lines, _products)


def _lines(one: Whole) -> pd.DataFrame:
    """Rows of the table affiliate_lines; no column of what is not reported."""
    frame, told = one.frame, one.report.layout.places.keys()
    is_refunded = (frame["is_refunded"] == "yes") | (frame["status"] == "refunded")
    is_refunded &= frame["status"] != "cancelled"
    rows = {name: frame[name] for name in (*KEY, *AS_REPORTED) if name in {*KEY, *told}}
    sums = {
        column: frame[list(names)].sum(axis=1, min_count=1).astype("Int64")
        for column, names in COMMISSIONS.items()
        if names[0] in told  # the others alone are not the whole
    }
    states = {
        "currency": frame["currency"],
        "status": frame["status"].mask(is_refunded, "refunded"),
        "refund": frame["payment"].where(is_refunded, 0),
        "recorded_at": frame["made_at"],
    }
    if "actual_commission" in sums:
        actual = sums["actual_commission"]
        sums["actual_commission"] = actual.mask(_is_open(frame) & (actual != 0))
    creator = {"creator_id": frame["creator"]}
    return pd.DataFrame(rows | creator | sums | states)


def _is_open(frame: pd.DataFrame) -> pd.Series:
    """Lines of which a part of the commission is expected and not settled: no sum is the actual."""
    is_open = pd.Series(False, frame.index)
    for estimated, actual in zip(*COMMISSIONS.values(), strict=True):
        is_open |= (frame[estimated].fillna(0) != 0) & (frame[actual].fillna(0) == 0)
    return is_open & (frame["status"] != "settled")


def _products(lines: pd.DataFrame) -> pd.DataFrame:
    newest = lines.sort_values("created_at").drop_duplicates("product_id", keep="last")
    title = newest["title"].astype(object) if "title" in newest else pd.Series(None, newest.index)
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
        balance("estimated_standard"),
        balance("actual_standard"),
        balance("estimated_ads"),
        balance("actual_ads"),
        balance("estimated_bonus"),
        balance("actual_bonus"),
        required("created_at", INSTANT),
        Field("paid_at", INSTANT),
        Field("settled_at", INSTANT),
        Field("shop"),
        Field("made_at", INSTANT),
    ),
    makes,
)
