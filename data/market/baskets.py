"""Orders and what lies in them: when they are placed, which lines they hold, what is charged."""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import MICROSECONDS
from data.market.chunk import Chunk
from data.market.clicks import Clicks
from data.market.content import LIVE
from data.market.taxonomy import Flags, Ints

MINUTE, DAY = 60 * MICROSECONDS, 86_400 * MICROSECONDS
QUANTITIES, QUANTITY_SHARES = (1, 2, 3, 4), (0.89, 0.085, 0.018, 0.007)
SECOND_LINE, OTHER_PRODUCT = 0.11, 0.6
COUPON_SHARE, COUPON = 0.25, 0.1
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


def place(chunk: Chunk, clicks: Clicks) -> Orders:
    """When the clicks that buy do so: within the hour, or up to a fortnight later."""
    rng = chunk.rng("orders")
    click = np.flatnonzero(clicks.buys)
    n = len(click)
    is_direct = (rng.random(n) < 0.76) | clicks.is_brushed[click]
    soon = (20 * MICROSECONDS + rng.exponential(6 * MINUTE, n)).astype(np.int64)
    later = (2 * 60 * MINUTE + rng.exponential(2.5 * DAY, n)).astype(np.int64)
    delay = np.where(is_direct, np.minimum(soon, 55 * MINUTE), np.minimum(later, LONGEST_DELAY))
    created = clicks.at[click] + delay
    keep = created < chunk.world.calendar.closes_at
    return Orders(click[keep], created[keep], is_direct[keep])


def fill(chunk: Chunk, clicks: Clicks, orders: Orders) -> Lines:
    """What lies in each order: the product clicked, in one order of ten something else too."""
    rng = chunk.rng("baskets")
    n, products = len(orders.click), chunk.world.population.products
    product = clicks.product[orders.click]
    variant = _variant(rng, product)
    more = np.flatnonzero((rng.random(n) < SECOND_LINE) & ~clicks.is_brushed[orders.click])
    bounds = np.searchsorted(products.merchant, np.arange(products.merchant.max() + 2))
    shop = products.merchant[product[more]]
    size = bounds[shop + 1] - bounds[shop]
    other = bounds[shop] + (rng.random(len(more)) * size).astype(np.int64)
    is_other = (rng.random(len(more)) < OTHER_PRODUCT) & (other != product[more])
    extra = np.where(is_other, other, product[more])
    extra_variant = np.where(is_other, _variant(rng, extra), (variant[more] + 1) % 4)
    order = np.concatenate([np.arange(n), more])
    return Lines(
        order=order,
        click=np.concatenate([orders.click, np.where(is_other, -1, orders.click[more])]),
        product=np.concatenate([product, extra]),
        variant=np.concatenate([variant, extra_variant]),
        quantity=rng.choice(QUANTITIES, len(order), p=QUANTITY_SHARES),
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


def charge(chunk: Chunk, clicks: Clicks, orders: Orders, lines: Lines) -> Money:
    """List price less the day's discounts; a live's own coupons come on top."""
    rng, world = chunk.rng("payments"), chunk.world
    day = clicks.day[orders.click][lines.order]
    price = world.offers.price[lines.product, day].astype(np.int64)
    content = clicks.content[orders.click][lines.order]
    is_live = (content >= 0) & (world.contents.kind[content] == LIVE)
    coupon = np.where(is_live & (rng.random(len(day)) < COUPON_SHARE), COUPON, 0.0)
    gross = price * lines.quantity
    seller = np.round(gross * np.minimum(world.offers.seller[lines.product, day] + coupon, 0.5))
    platform = np.round(gross * world.offers.platform[lines.product, day].astype(float))
    seller, platform = seller.astype(np.int64), platform.astype(np.int64)
    return Money(price, gross - seller - platform, platform, seller)
