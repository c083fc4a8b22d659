"""All orders, as a shop's seller centre exports them: a row per SKU of an order (and package).

The subtotal after discount is what was paid for a line. The refund is told per order and repeated
on each of its rows; which lines it belongs to shows in the warehouse, where all of them are known.
The report names no product ids, so a title stands in for its product until another report tells,
and mostly no creators, so nobody is credited until the affiliate report tells.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from data.sources.adapter import Part
from data.sources.exports.fields import (
    BUYER,
    COUNT,
    HANDLE,
    ID,
    INSTANT,
    MONEY,
    WORD,
    Export,
    Field,
    required,
    signed,
)
from data.sources.exports.opened import Opened
from data.sources.exports.order_parts import parts
from data.sources.exports.packages import put_together
from data.sources.exports.whole import Whole
from data.sources.exports.words import normal

AS_REPORTED = {
    "buyer": "shopper_id",
    "creator": "creator_id",
    "price": "price",
    "platform_discount": "platform_discount",
    "seller_discount": "seller_discount",
    "order_amount": "order_amount",
    "order_refund": "order_refund",
    "returned": "returned_quantity",
    "packages": "packages",
    "paid_at": "paid_at",
    "cancelled_at": "cancelled_at",
}
"""Fields that a report may lack, and their columns: what it does not tell it does not erase."""
STAND_IN = "title:"


def makes(reports: Sequence[Opened]) -> Iterator[Part]:
    """Order lines, products, shops, creators where named, and the windows covered."""
    yield from parts(reports, "order_lines", _lines, _products)


def _lines(one: Whole) -> pd.DataFrame:
    """Rows of the table order_lines, and `category` besides; no column of what is not reported."""
    told = {"packages" if name == "package_id" else name for name in one.report.layout.places}
    frame = put_together(one.frame)
    is_cancelled = frame["is_cancelled"]
    is_back = (frame["status"] == "refunded") & (frame["order_refund"].fillna(0) == 0)
    status = frame["status"].mask(is_cancelled, "cancelled")
    if frame["paid_at"].notna().any():  # who never paid has nothing to cancel
        status = status.mask(is_cancelled & frame["paid_at"].isna(), "unpaid")
    title = frame["title"].astype(object)
    product = frame["product_id"].astype(object)
    rows = {
        "merchant_id": frame["merchant_id"],
        "order_id": frame["order_id"],
        "sku_id": frame["sku_id"],
        "product_id": product.where(product.notna(), _stand_ins(frame["merchant_id"], title)),
        "quantity": frame["quantity"],
        "is_quantity_implausible": frame["quantity"] == 0,
        "payment": frame["payment"],
        "currency": frame["currency"],
        "status": status,
        "refund": frame["payment"].where(is_back & ~is_cancelled, frame["given_back"]),
        "created_at": frame["created_at"],
        "title": title,
        "is_attribution_unstated": None if "creator" in told else True,
        "recorded_at": frame["made_at"],
    }
    told_of = {column: frame[name] for name, column in AS_REPORTED.items() if name in told}
    if "order_refund" in told_of:  # where nothing was refunded the cell may be empty
        told_of["order_refund"] = told_of["order_refund"].fillna(0)
    return pd.DataFrame(rows | told_of | {"category": frame["category"]})


def _stand_ins(shop: pd.Series, title: pd.Series) -> pd.Series:
    """An id per shop and title, for products that are known by nothing else."""
    bare = {text: normal(str(text)) for text in title.unique()}
    pairs = shop.astype(str) + "\n" + title.map(bare).astype(str)
    names = {
        pair: STAND_IN + hashlib.sha256(pair.encode()).hexdigest()[:16] for pair in pairs.unique()
    }
    return pairs.map(names)


def _products(lines: pd.DataFrame) -> pd.DataFrame:
    newest = lines.sort_values("created_at").drop_duplicates("product_id", keep="last")
    return pd.DataFrame(
        {
            "product_id": newest["product_id"],
            "merchant_id": newest["merchant_id"],
            "title": newest["title"],
            "category_path": newest["category"],
            "currency": newest["currency"],
        }
    )


ALL_ORDERS = Export(
    "all_orders",
    "All orders",
    (
        required("order_id", ID),
        required("status", WORD, "status"),
        Field("substatus"),
        Field("ending", WORD, words="ending"),
        required("sku_id", ID),
        Field("product_id", ID),
        required("title"),
        required("quantity", COUNT),
        Field("returned", COUNT),
        Field("price", MONEY),
        Field("before_discount", MONEY),
        signed("platform_discount"),
        signed("seller_discount"),
        required("payment", MONEY),
        Field("order_amount", MONEY),
        replace(signed("order_refund"), without="it tells no refunds"),
        Field("currency"),
        required("created_at", INSTANT),
        Field("paid_at", INSTANT, without="its orders count on the day they were placed"),
        Field("shipped_at", INSTANT),
        Field("delivered_at", INSTANT),
        Field("cancelled_at", INSTANT),
        Field("buyer", BUYER),
        Field("category"),
        Field("package_id", ID),
        Field("creator", HANDLE),
        Field("shop"),
        Field("made_at", INSTANT),
    ),
    makes,
)
