"""Rows of the table `events`: counted rows, single clicks, carts and orders, all with ids."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.contract import EVENT_KINDS
from data.market.calendar import MICROSECONDS
from data.market.chunk import Chunk
from data.market.clicks import Clicks
from data.market.counted import Counted
from data.market.orders import Orders
from data.market.rows import coded, instants
from data.market.taxonomy import Floats, Ints
from data.market.world import World

FIRST_EVENT = 10_000_000_000
KIND = {name: code for code, name in enumerate(EVENT_KINDS)}


@dataclass(frozen=True)
class _Rows:
    kind: str
    at: Ints
    product: Ints
    creator: Ints
    content: Ints
    shopper: Ints
    n: Ints
    watch: Floats


def events(
    chunk: Chunk, clicks: Clicks, orders: Orders, counted: list[Counted], first: int
) -> pa.Table:
    """The rows; clicks come first, so that the k-th click has the event number `first` + k."""
    world, names = chunk.world, chunk.names
    parts = [
        _single("click", clicks, np.arange(len(clicks)), clicks.at),
        _carts(chunk, clicks, orders),
        _single("order", clicks, orders.click, orders.created),
        *(_counted(world, rows) for rows in counted),
    ]
    kind = np.repeat([KIND[part.kind] for part in parts], [len(part.at) for part in parts])
    at, product, creator, content, shopper, n, watch = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("at", "product", "creator", "content", "shopper", "n", "watch")
    )
    return pa.table({
        "event_id": pa.array(FIRST_EVENT + first + np.arange(len(at))).cast(pa.string()),
        "event_at": instants(at),
        "kind": coded(kind, pa.array(EVENT_KINDS)),
        "shopper_id": coded(shopper, names.shopper),
        "creator_id": coded(creator, names.creator),
        "merchant_id": coded(_or_none(world.population.products.merchant, product), names.merchant),
        "product_id": coded(product, names.product),
        "content_id": coded(content, names.content),
        "content_type": coded(_or_none(world.contents.kind, content), names.content_type),
        "n": n,
        "watch_seconds": pa.array(watch, from_pandas=True),
    })  # fmt: skip


def _single(kind: str, clicks: Clicks, which: Ints, at: Ints) -> _Rows:
    n = len(which)
    return _Rows(
        kind,
        at,
        clicks.product[which],
        clicks.creator[which],
        clicks.content[which],
        clicks.shopper[which],
        np.ones(n, np.int64),
        np.full(n, np.nan),
    )


def _carts(chunk: Chunk, clicks: Clicks, orders: Orders) -> _Rows:
    """Most buyers fill a cart first, and a few of those who do not buy."""
    rng = chunk.rng("carts")
    through = rng.random(len(orders.click)) < 0.8
    delay = np.minimum(orders.created - clicks.at[orders.click], 1_800 * MICROSECONDS)
    buyers = clicks.at[orders.click] + (delay * rng.uniform(0.2, 0.8, len(delay))).astype(np.int64)
    idle = np.flatnonzero(~clicks.buys & (rng.random(len(clicks)) < 0.055))
    lookers = clicks.at[idle] + rng.integers(5, 240, len(idle)) * MICROSECONDS
    which = np.concatenate([orders.click[through], idle])
    at = np.concatenate([buyers[through], lookers])
    keep = at < chunk.world.calendar.closes_at
    return _single("add_to_cart", clicks, which[keep], at[keep])


def _counted(world: World, rows: Counted) -> _Rows:
    creator = _or_none(world.contents.creator, rows.content)
    nobody = np.full(len(rows.n), -1)
    return _Rows(
        rows.kind, rows.at, rows.product, creator, rows.content, nobody, rows.n, rows.watch
    )


def _or_none(values: Ints, index: Ints) -> Ints:
    """Values by index, -1 where the index is -1."""
    return np.where(index >= 0, values[index], -1)
