"""Affiliate orders, as shops (30 columns in the US, 31 in the UK) and partners export them.

A row per order line that is credited to a creator. Commission is the standard one, Shop Ads' and
the co-funded bonus together; what a report leaves empty is not known, never zero.
"""

from collections.abc import Collection, Iterator, Sequence

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
    "estimated_commission": "estimated_standard",
    "actual_commission": "actual_standard",
    "estimated_ads_commission": "estimated_ads",
    "actual_ads_commission": "actual_ads",
    "estimated_bonus_commission": "estimated_bonus",
    "actual_bonus_commission": "actual_bonus",
}
"""Columns and their fields. A report without the standard part tells of no commission at all."""
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
    rows = {name: frame[name] for name in (*KEY, *AS_REPORTED) if name in {*KEY, *told}}
    states = {
        "creator_id": frame["creator"],
        "currency": frame["currency"],
        "status": frame["status"],
        "refund": frame["payment"].where(frame["status"] == "refunded", 0),
        "recorded_at": frame["made_at"],
    }
    if "is_refunded" in told:
        states["is_returned"] = frame["is_refunded"] == "yes"
    return pd.DataFrame(rows | states | dict(_commissions(frame, told)))


def _commissions(frame: pd.DataFrame, told: Collection[str]) -> Iterator[tuple[str, pd.Series]]:
    for column, name in COMMISSIONS.items():
        if name in told and f"{name.split('_')[0]}_standard" in told:
            yield column, frame[name]


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
