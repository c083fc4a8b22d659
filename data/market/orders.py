"""Rows of `order_lines`: what was bought after which click, for how much, and what became of it."""

import numpy as np
import pyarrow as pa

from data.market.baskets import Orders, charge, fill
from data.market.chunk import Chunk
from data.market.clicks import Clicks
from data.market.fates import STATUSES, befall
from data.market.rows import coded, instants
from data.market.taxonomy import Floats, Ints

ATTRIBUTIONS = pa.array(["direct", "indirect"])
FIRST_ORDER = 576_000_000_000


def order_lines(
    chunk: Chunk, clicks: Clicks, orders: Orders, click_ids: Ints, first_order: int
) -> pa.Table:
    """The rows of `order_lines`; `click_ids` are the numbers of the clicks' events."""
    world, names, rng = chunk.world, chunk.names, chunk.rng("attribution")
    lines = fill(chunk, clicks, orders)
    money = charge(chunk, clicks, orders, lines)
    origin = orders.click[lines.order]
    fate = befall(chunk, orders, lines, money, clicks.is_brushed[origin])
    is_direct = orders.is_direct[lines.order]
    is_linked = lines.click >= 0
    collaboration = np.where(is_linked, clicks.collaboration[origin], -1)
    has_creator = collaboration >= 0
    content = np.where(is_linked, clicks.content[origin], -1)
    is_known = is_linked & (is_direct | (rng.random(len(origin)) < 0.5))
    rate = np.where(has_creator, world.deals.commission[collaboration], np.nan)
    estimated = _cents(rate * money.payment)
    actual = np.where(fate.is_lost, 0.0, rate * (money.payment - fate.refund))
    is_settled = fate.is_lost | (fate.settled >= 0)
    actual = _cents(np.where(has_creator & is_settled, actual, np.nan))
    product = lines.product
    sku = np.char.add(np.char.add(names.product_texts[product], "-"), lines.variant.astype("U1"))
    return pa.table({
        "merchant_id": coded(world.population.products.merchant[product], names.merchant),
        "order_id": numbered_orders(first_order + lines.order),
        "sku_id": pa.array(sku),
        "product_id": coded(product, names.product),
        "shopper_id": coded(clicks.shopper[origin], names.shopper),
        "creator_id": coded(np.where(is_linked, clicks.creator[origin], -1), names.creator),
        "content_id": coded(content, names.content),
        "content_type": coded(
            np.where(content >= 0, world.contents.kind[content], -1), names.content_type
        ),
        "attribution": coded(np.where(has_creator, np.where(is_direct, 0, 1), -1), ATTRIBUTIONS),
        "click_id": pa.array(click_ids[origin], mask=~is_known).cast(pa.string()),
        "quantity": lines.quantity,
        "is_quantity_implausible": np.zeros(len(product), bool),
        "price": money.price,
        "payment": money.payment,
        "platform_discount": money.platform,
        "seller_discount": money.seller,
        "currency": coded(np.zeros(len(product), int), pa.array([world.plan.currency])),
        "status": coded(fate.status, STATUSES),
        "refund": fate.refund,
        "commission_rate": pa.array(rate, from_pandas=True),
        "estimated_commission": estimated,
        "actual_commission": actual,
        "created_at": instants(orders.created[lines.order]),
        "paid_at": instants(fate.paid),
        "settled_at": instants(fate.settled),
        "cancelled_at": instants(fate.cancelled),
        "refunded_at": instants(fate.refunded),
        "recorded_at": instants(fate.recorded),
    })  # fmt: skip


def numbered_orders(numbers: Ints) -> pa.Array:
    return pa.array(FIRST_ORDER + numbers).cast(pa.string())


def _cents(amounts: Floats) -> pa.Array:
    """Whole cents; empty where there is no amount."""
    is_empty = np.isnan(amounts)
    return pa.array(np.round(np.where(is_empty, 0, amounts)).astype(np.int64), mask=is_empty)
