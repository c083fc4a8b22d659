"""Loads at the same time: of equal ones one commits, and none is lost or mixed up."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from data import lake
from data.check import ContractError
from data.locks import Share, alone_in
from data.sources import Options, Plan, RefusedError, inspect
from data.store import Store
from tests import tiny
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


def test_what_dead_loads_left_is_swept_by_the_next_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    plan(tmp_path / "files").load_into(store)
    litter = (
        store.lake / "events" / "2026-03" / "0-00000.parquet.part",
        store.lake / "products" / "all" / "0-00000.parquet",
        store.loads / "0.part",
    )
    for path in litter:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with lake.load(store, "by hand") as load:
        load.add("products", pd.DataFrame(tiny.PRODUCTS))
    assert not any(path.exists() for path in litter)
    assert segments(store) == named(store)
    assert len(lake.manifests(store)) == 2


def test_a_load_beside_a_running_one_sweeps_nothing_of_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    with lake.load(store, "by hand") as load:
        load.add("products", pd.DataFrame(tiny.PRODUCTS))
        written = segments(store)
        plan(tmp_path / "files").load_into(store)
        with pytest.raises(ContractError, match="repeat a key"):
            _load_twice_the_same(store)
        load.add("content", tiny.frames()["content"])
    assert written < segments(store)
    assert segments(store) == named(store)
    assert [load.source for load in lake.manifests(store)] == ["contract", "by hand"]


def _load_twice_the_same(store: Store) -> None:
    with lake.load(store, "refused") as load:
        load.add("creators", pd.DataFrame(tiny.CREATORS))
        load.add("creators", pd.DataFrame(tiny.CREATORS))


def test_a_refused_load_leaves_no_folder(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    bad = {"merchants.csv": "merchant_id,name\n,A\n"}
    options = Options("own", time_zone="UTC", currency="EUR")
    with pytest.raises(RefusedError, match="no row could be loaded"):
        inspect([write(tmp_path / "files", bad)], options).load_into(store)
    assert not store.root.exists()
    plan(tmp_path / "more").load_into(store)
    folders = set(store.root.rglob("*"))
    with pytest.raises(RefusedError):
        inspect([tmp_path / "files"], options).load_into(store)
    assert set(store.root.rglob("*")) == folders


def test_a_share_outlives_a_folder_that_was_tidied_away(tmp_path: Path) -> None:
    """Whoever waited for the lock of a folder that is gone makes it anew and shares that one."""
    folder = tmp_path / "own"
    first, second = Share(folder), Share(folder)
    first.take(lambda: None)
    with ThreadPoolExecutor(1) as pool:

        def tidy() -> None:
            waiting.append(pool.submit(second.take, lambda: None))
            time.sleep(0.2)
            assert not waiting[0].done()
            folder.rmdir()

        waiting: list[Future[None]] = []
        first.leave(tidy)
        waiting[0].result(60)
    assert folder.is_dir()
    alone: list[bool] = []
    Share(folder).take(lambda: alone.append(True))
    assert not alone, "the second one still has its share"
