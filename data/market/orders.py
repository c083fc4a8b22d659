"""Order lines: what was bought after which click, what it cost, and what became of it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.market.calendar import MICROSECONDS
from data.market.clicks import Clicks
from data.market.content import LIVE
from data.market.rng import stream
from data.market.rows import Names, coded, instants
from data.market.taxonomy import Flags, Floats, Ints
from data.market.world import World

MINUTE, DAY = 60 * MICROSECONDS, 86_400 * MICROSECONDS
LONGEST_DELAY = 14 * DAY


@dataclass(frozen=True)
class Orders:
    """One entry per order: the index of its click and when it was placed."""

    click: Ints
    created: Ints
    is_direct: Flags


@dataclass(frozen=True)
class Lines:
    """One entry per order line; `click` is the index of the click that led there or -1, `order`
    that of its order. Shoppers who come back later are known by the order's click."""

    order: Ints
    click: Ints
    product: Ints
    variant: Ints
    quantity: Ints


def place(world: World, clicks: Clicks, days: range) -> Orders:
    """When the clicks that buy do so: within the hour, or up to a fortnight later."""
    rng = stream(world.seed, "orders", days.start)
    click = np.flatnonzero(clicks.buys)
    n = len(click)
    is_direct = (rng.random(n) < 0.76) | clicks.is_brushed[click]
    soon = (20 * MICROSECONDS + rng.exponential(6 * MINUTE, n)).astype(np.int64)
    later = (2 * 60 * MINUTE + rng.exponential(2.5 * DAY, n)).astype(np.int64)
    delay = np.where(is_direct, np.minimum(soon, 55 * MINUTE), np.minimum(later, LONGEST_DELAY))
    created = clicks.at[click] + delay
    keep = created < world.calendar.closes_at
    return Orders(click[keep], created[keep], is_direct[keep])


def fill(world: World, clicks: Clicks, orders: Orders, days: range) -> Lines:
    """What lies in each order: the product clicked, in one order of ten something else too."""
    rng = stream(world.seed, "baskets", days.start)
    n, products = len(orders.click), world.population.products
    product = clicks.product[orders.click]
    variant = _variant(rng, product)
    more = np.flatnonzero((rng.random(n) < 0.11) & ~clicks.is_brushed[orders.click])
    bounds = np.searchsorted(products.merchant, np.arange(products.merchant.max() + 2))
    shop = products.merchant[product[more]]
    size = bounds[shop + 1] - bounds[shop]
    other = bounds[shop] + (rng.random(len(more)) * size).astype(np.int64)
    is_other = (rng.random(len(more)) < 0.6) & (other != product[more])
    extra = np.where(is_other, other, product[more])
    extra_variant = np.where(is_other, _variant(rng, extra), (variant[more] + 1) % 4)
    order = np.concatenate([np.arange(n), more])
    return Lines(
        order=order,
        click=np.concatenate([orders.click, np.where(is_other, -1, orders.click[more])]),
        product=np.concatenate([product, extra]),
        variant=np.concatenate([variant, extra_variant]),
        quantity=rng.choice([1, 2, 3, 4], len(order), p=[0.89, 0.085, 0.018, 0.007]),
    )


def _variant(rng: np.random.Generator, product: Ints) -> Ints:
    """Products come in one to four variants."""
    return (rng.random(len(product)) * (1 + product * 7 % 4)).astype(np.int64)


@dataclass(frozen=True)
class Money:
    """Cents per line."""

    price: Ints
    payment: Ints
    platform: Ints
    seller: Ints


def charge(world: World, clicks: Clicks, orders: Orders, lines: Lines, days: range) -> Money:
    """List price less the day's discounts; a live's own coupons come on top."""
    rng = stream(world.seed, "payments", days.start)
    day = clicks.day[orders.click][lines.order]
    price = world.offers.price[lines.product, day].astype(np.int64)
    content = clicks.content[orders.click][lines.order]
    is_live = (content >= 0) & (world.contents.kind[content] == LIVE)
    coupon = np.where(is_live & (rng.random(len(day)) < 0.25), 0.1, 0.0)
    gross = price * lines.quantity
    seller = np.round(gross * np.minimum(world.offers.seller[lines.product, day] + coupon, 0.5))
    platform = np.round(gross * world.offers.platform[lines.product, day].astype(float))
    seller, platform = seller.astype(np.int64), platform.astype(np.int64)
    return Money(price, gross - seller - platform, platform, seller)


@dataclass(frozen=True)
class Fate:
    """What became of each line by the end of the data; instants are -1 where it did not happen."""

    status: Ints
    refund: Ints
    is_lost: Flags
    paid: Ints
    settled: Ints
    cancelled: Ints
    refunded: Ints
    recorded: Ints


STATUSES = pa.array(
    ["unpaid", "pending", "shipped", "completed", "settled", "cancelled", "refunded", "ineligible"]
)
UNPAID, PENDING, SHIPPED, COMPLETED, SETTLED, CANCELLED, REFUNDED, INELIGIBLE = range(8)


def befall(
    world: World, orders: Orders, lines: Lines, money: Money, is_brushed: Flags, days: range
) -> Fate:
    """Walks every line through payment, parcel, refund and settlement, up to the end."""
    rng = stream(world.seed, "fates", days.start)
    n, end = len(lines.order), world.calendar.closes_at
    created = orders.created[lines.order]
    order_luck = rng.random((3, len(orders.click)))[:, lines.order]
    paid = created + 5 * MICROSECONDS + _waits(rng, n, 0, 4 * MINUTE)
    shipped = paid + _waits(rng, n, DAY // 3, 2 * DAY)
    delivered = shipped + _waits(rng, n, 2 * DAY, 6 * DAY)
    cancelled = paid + _waits(rng, n, 10 * MINUTE, DAY // 3)
    refunded = delivered + (rng.gamma(2.2, 2.0, n) * DAY).astype(np.int64) + DAY // 2
    settled = delivered + _waits(rng, n, 9 * DAY, 15 * DAY)
    is_unpaid = (order_luck[0] < 0.024) & ~is_brushed
    cancels = ~is_unpaid & ((order_luck[1] < 0.034) | (is_brushed & (rng.random(n) < 0.6)))
    rate = world.population.products.refund_rate[lines.product]
    returns = (
        ~is_unpaid
        & ~cancels
        & ((rng.random(n) < 1.12 * rate) | (is_brushed & (rng.random(n) < 0.7)))
    )
    is_partial = returns & (rng.random(n) < 0.14) & ~is_brushed
    is_ineligible = ~is_unpaid & ((order_luck[2] < 0.006) | is_brushed)
    paid = np.where(is_unpaid | (paid >= end), -1, paid)
    cancelled = np.where(cancels & (paid >= 0) & (cancelled < end), cancelled, -1)
    goes_on = (paid >= 0) & (cancelled < 0) & ~cancels
    refunded = np.where(goes_on & returns & (refunded < end), refunded, -1)
    is_full = (refunded >= 0) & ~is_partial
    settled = np.where(goes_on & ~is_full & ~is_ineligible & (settled < end), settled, -1)
    has_shipped, has_come = goes_on & (shipped < end), goes_on & (delivered < end)
    status = np.select(
        [
            paid < 0,
            cancelled >= 0,
            is_full,
            has_come & is_ineligible,
            settled >= 0,
            has_come,
            has_shipped,
        ],
        [UNPAID, CANCELLED, REFUNDED, INELIGIBLE, SETTLED, COMPLETED, SHIPPED],
        PENDING,
    )
    share = np.where(is_partial, rng.choice([0.25, 0.4, 0.5], n), 1.0)
    refund = np.where(refunded >= 0, np.round(money.payment * share), 0).astype(np.int64)
    moments = np.array([
        created, paid, cancelled, refunded, settled,
        np.where(has_shipped, shipped, -1), np.where(has_come, delivered, -1),
    ])  # fmt: skip
    is_lost = (cancelled >= 0) | is_full | (status == INELIGIBLE)
    return Fate(status, refund, is_lost, paid, settled, cancelled, refunded, moments.max(axis=0))


def _waits(rng: np.random.Generator, n: int, low: int, high: int) -> Ints:
    return rng.integers(low, high, n)


def order_lines(
    world: World,
    names: Names,
    clicks: Clicks,
    orders: Orders,
    click_ids: Ints,
    first_order: int,
    days: range,
) -> pa.Table:
    """The rows of `order_lines`; `click_ids` are the numbers of the clicks' events."""
    lines = fill(world, clicks, orders, days)
    money = charge(world, clicks, orders, lines, days)
    origin = orders.click[lines.order]
    fate = befall(world, orders, lines, money, clicks.is_brushed[origin], days)
    rng = stream(world.seed, "attribution", days.start)
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


ATTRIBUTIONS = pa.array(["direct", "indirect"])
FIRST_ORDER = 576_000_000_000


def numbered_orders(numbers: Ints) -> pa.Array:
    return pa.array(FIRST_ORDER + numbers).cast(pa.string())


def _cents(amounts: Floats) -> pa.Array:
    """Whole cents; empty where there is no amount."""
    is_empty = np.isnan(amounts)
    return pa.array(np.round(np.where(is_empty, 0, amounts)).astype(np.int64), mask=is_empty)
