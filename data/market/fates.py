"""What becomes of an order line: paid, shipped, cancelled, returned, settled by the data's end."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.market.baskets import DAY, MINUTE, Lines, Money, Orders
from data.market.calendar import MICROSECONDS
from data.market.chunk import Chunk
from data.market.taxonomy import Flags, Floats, Ints

UNPAID_SHARE, CANCELLED_SHARE, INELIGIBLE_SHARE = 0.024, 0.034, 0.006
PARTIAL_SHARE, PARTS = 0.14, (0.25, 0.4, 0.5)
# Of a payment that is returned this much goes back on average, partial refunds included.
RETURNED_PART = 1 - PARTIAL_SHARE * (1 - float(np.mean(PARTS)))
STATUSES = pa.array(
    ["unpaid", "pending", "shipped", "completed", "settled", "cancelled", "refunded", "ineligible"]
)
UNPAID, PENDING, SHIPPED, COMPLETED, SETTLED, CANCELLED, REFUNDED, INELIGIBLE = range(8)


@dataclass(frozen=True)
class Fate:
    """What became of each line by the end of the data; instants are -1 where it did not happen.
    `is_lost` marks lines that will never earn a commission."""

    status: Ints
    refund: Ints
    is_lost: Flags
    paid: Ints
    settled: Ints
    cancelled: Ints
    refunded: Ints
    recorded: Ints


@dataclass(frozen=True)
class _Plan:
    """What will happen to each line, and when, were the data to go on for ever."""

    is_unpaid: Flags
    cancels: Flags
    returns: Flags
    is_partial: Flags
    is_ineligible: Flags
    created: Ints
    paid: Ints
    cancelled: Ints
    shipped: Ints
    delivered: Ints
    refunded: Ints
    settled: Ints


def befall(chunk: Chunk, orders: Orders, lines: Lines, money: Money, is_brushed: Flags) -> Fate:
    """Walks every line through payment, parcel, refund and settlement, up to the end."""
    rng, end = chunk.rng("fates"), chunk.world.calendar.closes_at
    rate = chunk.world.population.products.refund_rate[lines.product] / RETURNED_PART
    plan = _plan(rng, orders, lines, rate, is_brushed)

    def known(happens: Flags, at: Ints) -> Ints:
        return np.where(happens & (at < end), at, -1)

    paid = known(~plan.is_unpaid, plan.paid)
    cancelled = known((paid >= 0) & plan.cancels, plan.cancelled)
    goes_on = (paid >= 0) & ~plan.cancels
    shipped, delivered = known(goes_on, plan.shipped), known(goes_on, plan.delivered)
    refunded = known(goes_on & plan.returns, plan.refunded)
    is_full = (refunded >= 0) & ~plan.is_partial
    settled = known(goes_on & ~is_full & ~plan.is_ineligible, plan.settled)
    stages = [
        (paid < 0, UNPAID),
        (cancelled >= 0, CANCELLED),
        (is_full, REFUNDED),
        ((delivered >= 0) & plan.is_ineligible, INELIGIBLE),
        (settled >= 0, SETTLED),
        (delivered >= 0, COMPLETED),
        (shipped >= 0, SHIPPED),
    ]
    status = np.select([reached for reached, _ in stages], [code for _, code in stages], PENDING)
    part = np.where(plan.is_partial, rng.choice(PARTS, len(paid)), 1.0)
    moments = np.array([plan.created, paid, cancelled, shipped, delivered, refunded, settled])
    return Fate(
        status=status,
        refund=np.where(refunded >= 0, np.round(money.payment * part), 0).astype(np.int64),
        is_lost=(cancelled >= 0) | is_full | (status == INELIGIBLE),
        paid=paid,
        settled=settled,
        cancelled=cancelled,
        refunded=refunded,
        recorded=moments.max(axis=0),
    )


def _plan(
    rng: np.random.Generator, orders: Orders, lines: Lines, rate: Floats, is_brushed: Flags
) -> _Plan:
    """Payment, parcel and cancellation go by order, returns by line; staged orders come back."""
    n, many = len(lines.order), len(orders.click)
    luck = rng.random((3, many))[:, lines.order]
    created = orders.created[lines.order]
    paid = created + _waits(rng, many, 5 * MICROSECONDS, 4 * MINUTE)[lines.order]
    cancelled = paid + _waits(rng, many, 10 * MINUTE, DAY // 3)[lines.order]
    shipped = paid + _waits(rng, many, DAY // 3, 2 * DAY)[lines.order]
    delivered = shipped + _waits(rng, many, 2 * DAY, 6 * DAY)[lines.order]
    is_unpaid = (luck[0] < UNPAID_SHARE) & ~is_brushed
    returns = (rng.random(n) < rate) | (is_brushed & (rng.random(n) < 0.7))
    return _Plan(
        is_unpaid=is_unpaid,
        cancels=~is_unpaid & ((luck[1] < CANCELLED_SHARE) | (is_brushed & (luck[1] < 0.6))),
        returns=returns,
        is_partial=returns & (rng.random(n) < PARTIAL_SHARE) & ~is_brushed,
        is_ineligible=~is_unpaid & ((luck[2] < INELIGIBLE_SHARE) | is_brushed),
        created=created,
        paid=paid,
        cancelled=cancelled,
        shipped=shipped,
        delivered=delivered,
        refunded=delivered + DAY // 2 + (rng.gamma(2.2, 2.0, n) * DAY).astype(np.int64),
        settled=delivered + _waits(rng, many, 9 * DAY, 15 * DAY)[lines.order],
    )


def _waits(rng: np.random.Generator, n: int, low: int, high: int) -> Ints:
    return rng.integers(low, high, n)
