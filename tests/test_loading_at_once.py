"""Loads at the same time: of equal ones one commits, and none is lost or mixed up."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data import lake
from data.locks import alone_in
from data.sources import Options, Plan, RefusedError, inspect
from data.store import Store
from tests.small_sources import CONTRACT, write


def plan(folder: Path, meanwhile: Callable[[], object] = lambda: None, zone: str = "UTC") -> Plan:
    """The small files; `meanwhile` is done once, while they are being read."""
    todo = [meanwhile]

    def read(file: str, rows: int) -> None:
        if todo:
            todo.pop()()

    options = Options("own", time_zone=zone, currency="EUR")
    return inspect([write(folder, CONTRACT)], options, read)


def segments(store: Store) -> set[Path]:
    return set(store.lake.rglob("*.parquet"))


def named(store: Store) -> set[Path]:
    return {store.lake / s.path for load in lake.manifests(store) for s in load.segments}


def test_files_loaded_meanwhile_by_another_are_loaded_already(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    first = plan(tmp_path / "files")
    report = plan(tmp_path / "files", lambda: first.load_into(store)).load_into(store)
    assert report.already == 1
    assert [load.number for load in lake.manifests(store)] == [1]
    assert segments(store) == named(store)


def test_a_market_made_meanwhile_with_another_time_zone_refuses_the_load(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    first = plan(tmp_path / "files", zone="Asia/Tokyo")
    late = plan(tmp_path / "files", lambda: first.load_into(store))
    with pytest.raises(RefusedError, match="has time_zone Asia/Tokyo, this source UTC"):
        late.load_into(store)
    assert segments(store) == named(store)


def test_equal_loads_that_wait_for_each_other_commit_once(tmp_path: Path) -> None:
    """Both have written their rows and wait to commit when the lock is let go."""
    store = Store(tmp_path / "own")
    plans = [plan(tmp_path / "files"), plan(tmp_path / "files")]
    with ThreadPoolExecutor(2) as pool:
        with alone_in(store.loads):
            waiting = [pool.submit(each.load_into, store) for each in plans]
            deadline = time.monotonic() + 60
            while len(list(store.lake.rglob("market/*/*.parquet"))) < 2:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            time.sleep(0.2)
            assert not any(load.done() for load in waiting)
        reports = [load.result(60) for load in waiting]
    assert sorted(report.already or 0 for report in reports) == [0, 1]
    assert segments(store) == named(store)
