"""Single clicks drawn from the counts by day: when, by whom, on what, and which of them buy."""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import MICROSECONDS, seconds_of_day
from data.market.chunk import Chunk
from data.market.content import LIVE, VIDEO
from data.market.shoppers import creator_shoppers, organic_shoppers
from data.market.taxonomy import Flags, Ints
from data.market.world import World

PIN_MINUTES = 10


@dataclass(frozen=True)
class Clicks:
    """One entry per click; `creator`, `content`, `collaboration` are -1 where organic. `buys` marks
    the clicks that lead to an order, `is_brushed` those that were staged."""

    product: Ints
    creator: Ints
    content: Ints
    collaboration: Ints
    day: Ints
    at: Ints
    shopper: Ints
    buys: Flags
    is_brushed: Flags

    def __len__(self) -> int:
        return len(self.product)


def draw_clicks(chunk: Chunk) -> Clicks:
    """All clicks of some days, in no particular order."""
    rng = chunk.rng("clicks")
    parts = [_organic(chunk, rng), _carried(chunk, rng), _brushed(chunk, rng)]
    names = Clicks.__dataclass_fields__
    return Clicks(**{n: np.concatenate([getattr(part, n) for part in parts]) for n in names})


def _organic(chunk: Chunk, rng: np.random.Generator) -> Clicks:
    world, days = chunk.world, chunk.days
    counts = world.organic.clicks[:, days.start : days.stop]
    product, offset = np.nonzero(counts)
    counts = counts[product, offset]
    product, day = np.repeat(product, counts), np.repeat(offset + days.start, counts)
    n = len(product)
    nobody = np.full(n, -1)
    return Clicks(
        product=product,
        creator=nobody,
        content=nobody,
        collaboration=nobody,
        day=day,
        at=world.calendar.at(day, seconds_of_day(rng, n)) + _fraction(rng, n),
        shopper=organic_shoppers(rng, chunk.crowd, world.population, product),
        buys=rng.random(n, np.float32) < world.organic.conversion[product, day],
        is_brushed=np.zeros(n, bool),
    )


def _carried(chunk: Chunk, rng: np.random.Generator) -> Clicks:
    world, days, cells = chunk.world, chunk.days, chunk.world.cells
    span = np.arange(*np.searchsorted(cells.day, [days.start, days.stop]))
    cell = np.repeat(span, rng.poisson(cells.clicks[span]))
    collaboration, content = cells.collaboration[cell], cells.content[cell]
    creator = world.deals.creator[collaboration]
    buys = rng.random(len(cell)) < cells.orders[cell] / cells.clicks[cell]
    return Clicks(
        product=cells.product[cell],
        creator=creator,
        content=content,
        collaboration=collaboration,
        day=cells.day[cell],
        at=_instants(world, rng, cell),
        shopper=creator_shoppers(rng, chunk.crowd, world.population, creator),
        buys=buys,
        is_brushed=np.zeros(len(cell), bool),
    )


def _brushed(chunk: Chunk, rng: np.random.Generator) -> Clicks:
    """Staged orders: a handful of shoppers buys a product again and again within a day."""
    world, days = chunk.world, chunk.days
    jobs = np.flatnonzero((world.brushing.day >= days.start) & (world.brushing.day < days.stop))
    job = np.repeat(jobs, world.brushing.orders[jobs])
    n, brushing = len(job), world.brushing
    ring = rng.integers(0, len(chunk.crowd) - 6, len(world.brushing.day))
    day = brushing.day[job]
    at = world.calendar.at(day, 32_400 + rng.integers(0, 28_000, n)) + _fraction(rng, n)
    return Clicks(
        product=brushing.product[job],
        creator=brushing.creator[job],
        content=brushing.content[job],
        collaboration=brushing.collaboration[job],
        day=day,
        at=at,
        shopper=ring[job] + rng.integers(0, 5, n),
        buys=np.ones(n, bool),
        is_brushed=np.ones(n, bool),
    )


def _instants(world: World, rng: np.random.Generator, cell: Ints) -> Ints:
    """Soon after a video is out, while the product is pinned in a live, else by the hour."""
    cells, contents = world.cells, world.contents
    content, n = cells.content[cell], len(cell)
    second = seconds_of_day(rng, n)
    is_fresh = (contents.kind[content] == VIDEO) & (cells.age[cell] == 0)
    since = contents.second[content]
    soon = since + ((86_400 - since) * rng.random(n) ** 1.7).astype(np.int64)
    at = world.calendar.at(cells.day[cell], np.where(is_fresh, soon, second))
    live = np.flatnonzero(contents.kind[content] == LIVE)
    minutes = _live_minutes(world, rng, cell[live])
    at[live] = contents.starts_at[content[live]] + (minutes * 60 * MICROSECONDS).astype(np.int64)
    return at + _fraction(rng, n)


def _live_minutes(world: World, rng: np.random.Generator, cell: Ints) -> Ints:
    """Minutes into the session: mostly within the product's turn, some in the session's bursts."""
    cells, contents = world.cells, world.contents
    content, n = cells.content[cell], len(cell)
    length = contents.length[content]
    when = length * rng.beta(1.6, 1.5, n)
    turn = cells.slots[cell] * PIN_MINUTES
    pinned = np.floor(when / turn) * turn + cells.slot[cell] * PIN_MINUTES
    pinned = np.where(pinned + PIN_MINUTES > length, pinned - turn, pinned)
    pinned = np.where(pinned < 0, when, pinned + PIN_MINUTES * rng.random(n))
    which = rng.integers(0, 3, n)
    burst = burst_minutes(content, length)[np.arange(n), which] + rng.exponential(2.5, n)
    minutes = np.where(rng.random(n) < 0.3, burst, pinned)
    return np.minimum(minutes, length - 0.5)


def burst_minutes(content: Ints, length: Ints) -> Ints:
    """The three minutes of a session in which viewers pour in, told by its number."""
    spread = (content[:, None] * np.array([37, 101, 173]) % 89) / 89
    return (np.array([0.12, 0.4, 0.7]) + 0.2 * spread) * length[:, None]


def _fraction(rng: np.random.Generator, n: int) -> Ints:
    return rng.integers(0, MICROSECONDS, n)
