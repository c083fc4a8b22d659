"""All orders, as a shop's seller centre exports them: a row per SKU of an order (and package).

The subtotal after discount is what was paid for a line. The refund is told per order and repeated
on each of its rows: it belongs to the lines of which units came back, else to all, by what they
cost. The report names no product ids, so a title stands in for its product until another report
tells, and mostly no creators, so nobody is credited until the affiliate report tells.
"""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from data.money import split
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
from data.sources.exports.order_rows import KEY
from data.sources.exports.whole import Whole
from data.sources.exports.words import normal

SUMS = (
    *("quantity", "returned", "payment", "before_discount"),
    *("platform_discount", "seller_discount"),
)
STAND_IN = "title:"


def makes(reports: Sequence[Opened]) -> Iterator[Part]:
    """Order lines, products, shops, creators where named, and the windows covered."""
    yield from parts(reports, "order_lines", _lines, _products)


def _lines(one: Whole) -> pd.DataFrame:
    """Rows of the table order_lines, and `category` besides."""
    frame = _whole(one.frame)
    refund = _refunds(frame)
    is_cancelled = (frame["status"] == "cancelled") | (frame["ending"] == "cancel")
    is_refunded = (refund >= frame["payment"]) & (refund > 0)
    is_refunded |= (frame["status"] == "refunded") & (refund == 0)
    status = frame["status"].mask(is_refunded, "refunded").mask(is_cancelled, "cancelled")
    title = frame["title"].astype(object)
    product = frame["product_id"].astype(object)
    stand_in = _stand_ins(frame["merchant_id"], title)
    names_creators = "creator" in one.report.layout.places
    return pd.DataFrame(
        {
            "merchant_id": frame["merchant_id"],
            "order_id": frame["order_id"],
            "sku_id": frame["sku_id"],
            "product_id": product.where(product.notna(), stand_in),
            "shopper_id": frame["buyer"],
            "creator_id": frame["creator"],
            "quantity": frame["quantity"],
            "is_quantity_implausible": frame["quantity"] == 0,
            "price": frame["price"],
            "payment": frame["payment"],
            "platform_discount": frame["platform_discount"].fillna(0),
            "seller_discount": frame["seller_discount"].fillna(0),
            "currency": frame["currency"],
            "status": status,
            "refund": refund.mask(is_cancelled, 0).mask(is_refunded, frame["payment"]),
            "created_at": frame["created_at"],
            "paid_at": frame["paid_at"],
            "cancelled_at": frame["cancelled_at"],
            "title": title,
            "is_attribution_unstated": None if names_creators else True,
            "recorded_at": frame["made_at"],
            "category": frame["category"],
        }
    )


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per order line: its packages added up."""
    parts = frame.duplicated(KEY, keep=False)
    if not parts.any():
        return frame
    split_up = frame[parts].groupby(KEY, sort=False)
    whole = split_up.first()
    whole[list(SUMS)] = split_up[list(SUMS)].sum(min_count=1)
    return pd.concat([frame[~parts], whole.reset_index()], ignore_index=True)


def _refunds(frame: pd.DataFrame) -> pd.Series:
    """What each line's buyer got back of what was paid for it, in minor units."""
    refund = np.zeros(len(frame), dtype="int64")
    of_order = frame["order_refund"].fillna(0).to_numpy("int64")
    orders: dict[tuple[str, str], list[int]] = {}
    told = np.flatnonzero(of_order)
    shop, order = (frame[name].to_numpy(object)[told] for name in ("merchant_id", "order_id"))
    for *key, place in zip(shop, order, told.tolist(), strict=True):
        orders.setdefault(tuple(key), []).append(place)
    payment = frame["payment"].to_numpy("int64")
    units = frame["returned"].fillna(0) / frame["quantity"].replace(0, 1)
    of_returned = (payment * units.to_numpy("float64")).round().astype("int64")
    for lines in orders.values():
        paid, returned = payment[lines].tolist(), of_returned[lines].tolist()
        amount = min(int(of_order[lines].max()), sum(paid))
        refund[lines] = _shared(amount, paid, returned)
    return pd.Series(refund, frame.index)


def _shared(amount: int, paid: list[int], weights: list[int]) -> list[int]:
    """An order's refund by line, each at most what was paid for it; first by what came back."""
    given = [0] * len(paid)
    for wanted in (weights, paid):
        left = [most - part for most, part in zip(paid, given, strict=True)]
        room = [min(weight, rest) for weight, rest in zip(wanted, left, strict=True)]
        rest = amount - sum(given)
        if rest <= 0 or not any(room):
            continue
        if wanted is weights and sum(1 for weight in room if weight) == 1:
            room = [rest_of if weight else 0 for weight, rest_of in zip(room, left, strict=True)]
        shares = split(min(rest, sum(room)), room)
        given = [part + share for part, share in zip(given, shares, strict=True)]
    return given


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
        signed("order_refund"),
        Field("currency"),
        required("created_at", INSTANT),
        Field("paid_at", INSTANT),
        Field("shipped_at", INSTANT),
        Field("delivered_at", INSTANT),
        Field("cancelled_at", INSTANT),
        Field("buyer", BUYER),
        Field("category"),
        Field("package_id", ID),
        Field("creator", HANDLE),
        Field("shop"),
    ),
    makes,
)
