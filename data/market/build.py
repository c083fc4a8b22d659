"""Builds a whole market: draws its days, then its events chunk by chunk into the lake."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from data import lake
from data.locks import shared
from data.manifests import UNDO, manifests, standing
from data.market.baskets import place
from data.market.behaviour import FIRST_EVENT, events
from data.market.catalogue import catalogue
from data.market.chunk import Chunk
from data.market.clicks import draw_clicks
from data.market.counted import draw_counted
from data.market.lives import live_minutes
from data.market.orders import order_lines
from data.market.partnerships import assignment_rows, collaboration_rows
from data.market.plan import Plan, small
from data.market.rows import Names
from data.market.shoppers import gather
from data.market.truth import truth_tables
from data.market.world import World, make_world
from data.store import Store

SOURCE = "simulated market"
Progress = Callable[[float], None]


class ForeignMarketError(ValueError):
    """A market that holds loaded data would be replaced by a simulated one."""


def build(store: Store, plan: Plan, seed: int, progress: Progress = lambda share: None) -> None:
    """Writes a market as one load, with its truth apart; `progress` hears the share done.

    The market is written beside the old one and takes its place at the end, so that an interrupted
    build changes nothing; what people made in `user/` stays. Raises ForeignMarketError.
    """
    foreign = {manifest.source for manifest in manifests(store)} - {SOURCE, UNDO}
    if foreign:
        raise ForeignMarketError(
            f"'{store.market}' holds data loaded from {foreign.pop()}; choose another --market"
        )
    beside = Store(store.root.with_name(f".{store.market}.building"))
    shutil.rmtree(beside.root, ignore_errors=True)
    try:
        _write(beside, plan, seed, progress)
        with shared(store.root):
            _replace(store, beside)
    finally:
        shutil.rmtree(beside.root, ignore_errors=True)


def small_market(store: Store, seed: int) -> None:
    """A market of 60 products, 40 creators, 8 shops and 120 days with every kind of row."""
    build(store, small(store.market), seed)


def is_built(store: Store) -> bool:
    """Whether a finished load lies in the market and was not undone."""
    return bool(standing(store))


def is_built_as(store: Store, plan: Plan, seed: int) -> bool:
    """Whether the market is the one that this plan and seed would give."""
    return any(manifest.files == plan.label(seed) for manifest in standing(store))


@dataclass
class _Numbers:
    """The next free numbers of events and orders."""

    event: int = 0
    order: int = 0


def _write(store: Store, plan: Plan, seed: int, progress: Progress) -> None:
    world = make_world(plan, seed)
    crowd = gather(world)
    names = Names.of(world, len(crowd))
    progress(0.1)
    with lake.load(store, SOURCE, files=plan.label(seed)) as load:
        for table, rows in catalogue(world, names).items():
            load.add(table, rows)
        load.add("collaborations", collaboration_rows(world, names))
        load.add("assignments", assignment_rows(world, names))
        load.add("live_minutes", live_minutes(world, names))
        _write_truth(store, world, names)
        numbers = _Numbers()
        for days in _stretches(world):
            _add(load, Chunk(world, names, crowd, days), numbers)
            progress(0.15 + 0.85 * (days.stop - world.calendar.opens) / plan.days)


def _add(load: lake.Load, chunk: Chunk, numbers: _Numbers) -> None:
    clicks = draw_clicks(chunk)
    orders = place(chunk, clicks)
    rows = events(chunk, clicks, orders, draw_counted(chunk), numbers.event)
    load.add("events", rows, has_new_keys=True)
    click_ids = FIRST_EVENT + numbers.event + np.arange(len(clicks))
    lines = order_lines(chunk, clicks, orders, click_ids, numbers.order)
    load.add("order_lines", lines, has_new_keys=True)
    numbers.event += rows.num_rows
    numbers.order += len(orders.click)


def _stretches(world: World) -> Iterator[range]:
    """Stretches of days that hold a bounded number of clicks; a month where that is less."""
    calendar, cells = world.calendar, world.cells
    expected = world.organic.clicks.sum(axis=0).astype(float)
    expected += np.bincount(cells.day, cells.clicks, calendar.closes)
    start, held = calendar.opens, 0.0
    for day in range(calendar.opens, calendar.closes):
        is_new_month = calendar.on(day).day == 1
        if day > start and (is_new_month or held + expected[day] > world.plan.chunk):
            yield range(start, day)
            start, held = day, 0.0
        held += expected[day]
    yield range(start, calendar.closes)


def _write_truth(store: Store, world: World, names: Names) -> None:
    store.truth.mkdir(parents=True, exist_ok=True)
    for name, frame in truth_tables(world, names).items():
        frame.to_parquet(store.truth / f"{name}.parquet", index=False)


def _replace(store: Store, beside: Store) -> None:
    """Manifests move last: until then the market counts as not built.

    The share in the folder keeps a load that starts meanwhile from sweeping what no manifest names.
    """
    shutil.rmtree(store.loads, ignore_errors=True)
    store.warehouse.unlink(missing_ok=True)
    moves = ((beside.lake, store.lake), (beside.truth, store.truth), (beside.loads, store.loads))
    for new, old in moves:
        shutil.rmtree(old, ignore_errors=True)
        new.rename(old)
