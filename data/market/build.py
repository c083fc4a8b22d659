"""Builds a whole market: draws its days, then its events chunk by chunk into the lake."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from data import lake
from data.market import truth
from data.market.behaviour import FIRST_EVENT, events
from data.market.catalogue import catalogue
from data.market.clicks import draw_clicks
from data.market.counted import draw_counted
from data.market.lives import live_minutes
from data.market.orders import order_lines, place
from data.market.partnerships import assignment_rows, collaboration_rows
from data.market.plan import Plan, small
from data.market.rows import Names
from data.market.shoppers import Crowd, gather
from data.market.world import World, make_world
from data.store import Store

SOURCE = "simulated market"
Progress = Callable[[float], None]


@dataclass
class Numbers:
    """The next free numbers of events and orders."""

    event: int = 0
    order: int = 0


def build(store: Store, plan: Plan, seed: int, progress: Progress = lambda share: None) -> None:
    """Writes a market as one load, with its truth apart; `progress` hears the share done.

    What an interrupted build left behind goes first. Memory is bounded by `plan.chunk`.
    """
    for folder in (store.lake, store.loads, store.truth):
        shutil.rmtree(folder, ignore_errors=True)
    store.warehouse.unlink(missing_ok=True)
    world = make_world(plan, seed)
    names = _names(world)
    crowd = gather(seed, world.population, plan.shoppers)
    progress(0.1)
    with lake.load(store, SOURCE, files=(f"seed {seed}",)) as load:
        for table, rows in catalogue(world, names).items():
            load.add(table, rows)
        load.add("collaborations", collaboration_rows(world, names))
        load.add("assignments", assignment_rows(world, names))
        load.add("live_minutes", live_minutes(world, names))
        _write_truth(store, world, names)
        numbers = Numbers()
        for days in _chunks(world):
            _add_days(load, world, names, crowd, days, numbers)
            done = (days.stop - world.calendar.opens) / plan.days
            progress(0.15 + 0.85 * done)


def small_market(store: Store, seed: int) -> None:
    """A market of 60 products, 40 creators, 8 shops and 120 days with every kind of row."""
    build(store, small(store.market), seed)


def is_built(store: Store) -> bool:
    """Whether a finished load lies in the market."""
    return bool(lake.manifests(store))


def _add_days(
    load: lake.Load, world: World, names: Names, crowd: Crowd, days: range, numbers: Numbers
) -> None:
    clicks = draw_clicks(world, crowd, days)
    orders = place(world, clicks, days)
    rows = events(world, names, clicks, orders, draw_counted(world, days), numbers.event, days)
    load.add("events", rows)
    click_ids = FIRST_EVENT + numbers.event + np.arange(len(clicks))
    load.add(
        "order_lines", order_lines(world, names, clicks, orders, click_ids, numbers.order, days)
    )
    numbers.event += rows.num_rows
    numbers.order += len(orders.click)


def _chunks(world: World) -> Iterator[range]:
    """Stretches of days that hold a bounded number of clicks; a month where that is less."""
    calendar, cells = world.calendar, world.cells
    expected = world.organic.clicks.sum(axis=0).astype(float)
    expected += np.bincount(cells.day, cells.clicks, calendar.closes)[: calendar.closes]
    start, held = calendar.opens, 0.0
    for day in range(calendar.opens, calendar.closes):
        is_new_month = calendar.on(day).day == 1
        if day > start and (is_new_month or held + expected[day] > world.plan.chunk):
            yield range(start, day)
            start, held = day, 0.0
        held += expected[day]
    yield range(start, calendar.closes)


def _names(world: World) -> Names:
    size = world.plan.size
    crowd = gather(world.seed, world.population, world.plan.shoppers)
    return Names(size.products, size.creators, size.merchants, len(world.contents), len(crowd))


def _write_truth(store: Store, world: World, names: Names) -> None:
    store.truth.mkdir(parents=True, exist_ok=True)
    frames = {
        "effects": truth.started_effects(world, names),
        "pairs": truth.pair_effects(world, names),
        "staged_orders": truth.staged_orders(world, names),
        "bought_engagement": truth.bought_engagement(world, names),
    }
    for name, frame in frames.items():
        frame.to_parquet(store.truth / f"{name}.parquet", index=False)
