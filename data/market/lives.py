"""Live sessions by the minute: viewers, pins, offers and broken rules."""

import numpy as np
import pyarrow as pa

from data.market.calendar import MICROSECONDS
from data.market.clicks import PIN_MINUTES, burst_minutes
from data.market.content import LIVE
from data.market.rows import Names, coded, instants
from data.market.taxonomy import Flags, Floats, Ints, vocabulary
from data.market.world import World


def live_minutes(world: World, names: Names) -> pa.Table:
    """A row per minute of the sessions of the last `plan.live_minute_days` days."""
    contents, calendar = world.contents, world.calendar
    first = calendar.closes - world.plan.live_minute_days
    recent = (contents.kind == LIVE) & (contents.day >= first)
    session = np.flatnonzero(recent)
    content = np.repeat(session, contents.length[session])
    start = np.repeat(
        np.cumsum(contents.length[session]) - contents.length[session], contents.length[session]
    )
    minute = np.arange(len(content)) - start
    at = contents.starts_at[content] + minute * 60 * MICROSECONDS
    rng = world.rng("live minutes")
    pinned = _pinned(world, content, minute)
    keep = pa.array(at < calendar.closes_at)
    offers, rules = vocabulary()["offers"], vocabulary()["violations"]
    burst = _nearness(content, contents.length[content], minute)
    says = (rng.random(len(content)) < 0.02) | (burst > 0.8) & (rng.random(len(content)) < 0.35)
    breaks = rng.random(len(content)) < 0.0015
    shop = np.where(pinned >= 0, world.population.products.merchant[pinned], -1)
    return pa.table({
        "content_id": coded(content, names.content),
        "minute_at": instants(at),
        "viewers": _viewers(world, rng, content, minute, burst),
        "pinned_product_id": coded(pinned, names.product),
        "merchant_id": coded(shop, names.merchant),
        "promotion": coded(_some(rng, says, len(offers)), pa.array(offers)),
        "violation": coded(_some(rng, breaks, len(rules)), pa.array(rules)),
    }).filter(keep)  # fmt: skip


def _some(rng: np.random.Generator, where: Flags, many: int) -> Ints:
    return np.where(where, rng.integers(0, many, len(where)), -1)


def _pinned(world: World, content: Ints, minute: Ints) -> Ints:
    """The product whose turn it is; products take turns of ten minutes."""
    cells = world.cells
    live = np.flatnonzero(world.contents.kind[cells.content] == LIVE)
    key = cells.content[live] * 100 + cells.slot[live]
    order = np.argsort(key)
    slots = np.zeros(len(world.contents), np.int64)
    slots[cells.content[live]] = cells.slots[live]
    turn = minute // PIN_MINUTES % np.maximum(slots[content], 1)
    found = np.searchsorted(key[order], content * 100 + turn)
    return np.where(slots[content] > 0, cells.product[live][order][found], -1)


def _nearness(content: Ints, length: Ints, minute: Ints) -> Floats:
    """How close a minute is to the last burst, 1 at the burst itself, fading within minutes."""
    since = minute[:, None] - burst_minutes(content, length)
    near = np.where(since >= -0.5, np.exp(-np.maximum(since, 0) / 6.0), 0.0)
    return near.max(axis=1)


def _viewers(
    world: World, rng: np.random.Generator, content: Ints, minute: Ints, burst: Floats
) -> Ints:
    """Viewers present: a rise, a long plateau, bursts, a fade."""
    contents = world.contents
    done = minute / np.maximum(contents.length[content], 1)
    shape = np.minimum(done / 0.15, 1.0) * np.minimum((1.05 - done) / 0.2, 1.0)
    crowd = 45 * world.population.creators.reach[contents.creator[content]] ** 0.85
    usual = crowd * contents.virality[content] * shape * (0.7 + 1.1 * burst)
    return rng.poisson(usual * rng.gamma(60.0, 1 / 60.0, len(usual)) + 1.5)
