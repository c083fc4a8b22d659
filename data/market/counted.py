"""Events that arrive counted: impressions, views and engagement by content, product and hour."""

from dataclasses import dataclass

import numpy as np

from data.market.calendar import seconds_of_day
from data.market.content import LIVE, VIDEO
from data.market.rng import stream
from data.market.taxonomy import Floats, Ints
from data.market.world import BOUGHT_VIEWS, World

FIRST_HOURS = np.array([0.26, 0.21, 0.17, 0.14, 0.12, 0.10])
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


def draw_counted(world: World, days: range) -> list[Counted]:
    """All counted rows of some days."""
    rng = stream(world.seed, "counted", days.start)
    shown, by_hour, hours = _content_impressions(world, rng, days)
    found = [_organic_impressions(world, rng, days)]
    found.append(_rows(world, rng, "impression", shown, by_hour, hours))
    found += _views(world, rng, shown, by_hour, hours)
    return [rows for rows in found if len(rows.n)]


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


def _content_impressions(
    world: World, rng: np.random.Generator, days: range
) -> tuple[Ints, Ints, Ints]:
    """Cells, impressions per cell and hour, and the hours; fresh videos and lives fill several."""
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
    return span, parts, hours


def _rows(
    world: World,
    rng: np.random.Generator,
    kind: str,
    cell: Ints,
    by_hour: Ints,
    hours: Ints,
    has_product: bool = True,
) -> Counted:
    row, column = np.nonzero(by_hour)
    cells, contents = world.cells, world.contents
    content = cells.content[cell[row]]
    hour = hours[row, column]
    day = cells.day[cell[row]] + hour // 24
    n = by_hour[row, column]
    watch = np.full(len(row), np.nan)
    if kind == "view":
        usual = np.where(contents.kind[content] == LIVE, 95.0, 11.0)
        watch = np.round(n * usual * rng.gamma(8.0, 1 / 8.0, len(row)), 1)
    product = cells.product[cell[row]] if has_product else np.full(len(row), -1)
    return Counted(kind, world.calendar.at(day, hour % 24 * 3600), product, content, n, watch)


def _views(
    world: World, rng: np.random.Generator, cell: Ints, by_hour: Ints, hours: Ints
) -> list[Counted]:
    """Views and what viewers do; a live session's are counted once, not per product."""
    found = []
    kind = world.contents.kind[world.cells.content[cell]]
    inflated = world.population.creators.is_inflated[
        world.contents.creator[world.cells.content[cell]]
    ]
    for which in (VIDEO, LIVE):
        keep = (kind == which) & (world.cells.slot[cell] == 0)
        factor = VIEWS_PER_IMPRESSION[which] * (
            world.cells.slots[cell[keep]] if which == LIVE else 1
        )
        usual = np.broadcast_to(np.asarray(factor), keep.sum())[:, None] * by_hour[keep]
        views = rng.poisson(usual)
        found.append(_rows(world, rng, "view", cell[keep], views, hours[keep], which == VIDEO))
        for name, rate in ENGAGEMENT.items():
            bought = np.where(inflated[keep] & (name in ("like", "follow")), BOUGHT_VIEWS, 1.0)
            acts = rng.poisson(views.sum(axis=1) * rate[which] * bought)[:, None]
            found.append(_rows(world, rng, name, cell[keep], acts, hours[keep], False))
    return found
