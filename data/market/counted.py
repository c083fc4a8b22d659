"""Events that arrive counted: impressions, views and engagement by content, product and hour."""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import seconds_of_day
from data.market.chunk import Chunk
from data.market.content import LIVE, VIDEO
from data.market.taxonomy import Floats, Ints
from data.market.world import BOUGHT_VIEWS, World

FIRST_HOURS = np.array([0.26, 0.21, 0.17, 0.14, 0.12, 0.10])
# By kind of content: video, live; cards are not watched.
SECONDS_WATCHED = np.array([11.0, 95.0, 0.0])
BOUGHT = ("like", "follow")
VIEWS_PER_IMPRESSION = {VIDEO: 1.25, LIVE: 0.7}
# Per view of a video, per viewer of a live session.
ENGAGEMENT = {
    "like": {VIDEO: 0.042, LIVE: 0.11},
    "comment": {VIDEO: 0.004, LIVE: 0.05},
    "share": {VIDEO: 0.006, LIVE: 0.008},
    "follow": {VIDEO: 0.0025, LIVE: 0.012},
}


@dataclass(frozen=True)
class Counted:
    """Rows of one kind; `product` and `content` are -1 where none, `watch` seconds, NaN where not
    watched."""

    kind: str
    at: Ints
    product: Ints
    content: Ints
    n: Ints
    watch: Floats


def draw_counted(chunk: Chunk) -> list[Counted]:
    """All counted rows of some days."""
    rng, world = chunk.rng("counted"), chunk.world
    shown = _content_impressions(world, rng, chunk.days)
    found = [_organic_impressions(world, rng, chunk.days), _rows(world, rng, "impression", shown)]
    found += _views(world, rng, shown)
    return [rows for rows in found if len(rows.n)]


@dataclass(frozen=True)
class _Spread:
    """Counts of cells by hour: `n` and `hour` are cell × up to six hours; an hour of 24 or more is
    the next day's."""

    cell: Ints
    n: Ints
    hour: Ints


def _organic_impressions(world: World, rng: np.random.Generator, days: range) -> Counted:
    counts = world.organic.impressions[:, days.start : days.stop]
    product, offset = np.nonzero(counts)
    hour = seconds_of_day(rng, len(product)) // 3600 * 3600
    return Counted(
        "impression",
        world.calendar.at(offset + days.start, hour),
        product,
        np.full(len(product), -1),
        counts[product, offset].astype(np.int64),
        np.full(len(product), np.nan),
    )


def _content_impressions(world: World, rng: np.random.Generator, days: range) -> _Spread:
    """Impressions of content; fresh videos and lives fill several hours, all others one."""
    cells, contents = world.cells, world.contents
    span = np.arange(*np.searchsorted(cells.day, [days.start, days.stop]))
    total = rng.poisson(cells.impressions[span])
    span, total = span[total > 0], total[total > 0]
    content = cells.content[span]
    kind, start = contents.kind[content], contents.second[content] // 3600
    spreads = (kind == LIVE) | ((kind == VIDEO) & (cells.age[span] == 0))
    one_hour = seconds_of_day(rng, len(span)) // 3600
    hours = np.where(spreads[:, None], start[:, None] + np.arange(6), one_hour[:, None])
    last = np.where(kind == LIVE, start + (contents.length[content] - 1) // 60, 23)
    parts = np.zeros((len(span), 6), np.int64)
    parts[~spreads, 0] = total[~spreads]
    parts[spreads] = rng.multinomial(total[spreads], FIRST_HOURS)
    late = hours > last[:, None]
    room = np.clip(last - start, 0, 5)
    parts[np.arange(len(span)), np.where(spreads, room, 0)] += (parts * late).sum(axis=1)
    parts[late] = 0
    return _Spread(span, parts, hours)


def _rows(world: World, rng: np.random.Generator, kind: str, spread: _Spread) -> Counted:
    """Rows of one kind. A live session's views belong to no product, nor does engagement."""
    row, column = np.nonzero(spread.n)
    cell, hour, n = spread.cell[row], spread.hour[row, column], spread.n[row, column]
    content = world.cells.content[cell]
    form, watch = world.contents.kind[content], np.full(len(row), np.nan)
    if kind == "view":
        watch = np.round(n * SECONDS_WATCHED[form] * rng.gamma(8.0, 1 / 8.0, len(row)), 1)
    is_of_product = (kind == "impression") | ((kind == "view") & (form == VIDEO))
    product = np.where(is_of_product, world.cells.product[cell], -1)
    at = world.calendar.at(world.cells.day[cell] + hour // 24, hour % 24 * 3600)
    return Counted(kind, at, product, content, n, watch)


def _views(world: World, rng: np.random.Generator, shown: _Spread) -> list[Counted]:
    """Views and what viewers do; a live session's are counted once, not per product."""
    found = []
    content = world.cells.content[shown.cell]
    kind = world.contents.kind[content]
    is_inflated = world.population.creators.is_inflated[world.contents.creator[content]]
    for form in (VIDEO, LIVE):
        keep = (kind == form) & (world.cells.slot[shown.cell] == 0)
        cell, hour = shown.cell[keep], shown.hour[keep]
        usual = VIEWS_PER_IMPRESSION[form] * world.cells.slots[cell, None] * shown.n[keep]
        views = rng.poisson(usual)
        found.append(_rows(world, rng, "view", _Spread(cell, views, hour)))
        for name, rate in ENGAGEMENT.items():
            is_bought = is_inflated[keep] & (name in BOUGHT)
            usual = views.sum(axis=1) * rate[form] * np.where(is_bought, BOUGHT_VIEWS, 1.0)
            acts = rng.poisson(usual)[:, None]
            found.append(_rows(world, rng, name, _Spread(cell, acts, hour)))
    return found
