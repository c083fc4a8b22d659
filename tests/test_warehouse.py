"""Loads enter whole or not at all; a warehouse is what its lake says, and has one owner."""

import multiprocessing
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data import lake
from data.check import ContractError
from data.contract import TABLES
from data.contract.told import TOLD
from data.definitions import SQL
from data.lake import QUARANTINE, Rejected
from data.rollups import ROLLUPS
from data.scope import Scope
from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import Session, Warehouse, WarehouseLockedError
from tests import tiny

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return tiny.build(Store(tmp_path / "tiny"))


@pytest.fixture
def warehouse(store: Store) -> Iterator[Warehouse]:
    opened = Warehouse.open(store)
    yield opened
    opened.close()


def gmv(session: Session) -> int:
    return int(session.rows("select coalesce(sum(gmv), 0) from sales where currency = 'USD'")[0][0])


def test_sessions_do_not_share_their_scope(warehouse: Warehouse) -> None:
    everything = warehouse.session(Scope.everything())
    birch = warehouse.session(Scope.of_merchants("b"))
    assert gmv(birch) == 0
    assert gmv(everything) == 15_775


def test_lineage_is_for_analysts(store: Store, warehouse: Warehouse) -> None:
    with lake.load(store, "a file") as load:
        load.reject([Rejected("orders.csv", 3, "price", "no number", "write 12.50", {"x": "=1"})])
    warehouse.take_up()
    merchant = warehouse.session(Scope.of_merchants("a"))
    analyst = warehouse.session(Scope.everything())
    for table, rows in (("loads", 2), ("quarantine", 1)):
        assert merchant._cursor.table(table).fetchall() == []
        assert len(analyst._cursor.table(table).fetchall()) == rows


def test_a_newer_row_replaces_an_older_one_of_its_key(store: Store, warehouse: Warehouse) -> None:
    edited = pd.DataFrame([tiny.line("o1", "p1", "d1", 2_500, **tiny.BY_C1)])
    with lake.load(store, "an export") as load:
        load.add("order_lines", edited)
    assert warehouse.take_up() == 1
    assert gmv(warehouse.session(Scope.everything())) == 15_775 + 500
    assert warehouse.take_up() == 0, "nothing is taken up twice"


def test_loading_the_same_again_changes_nothing(store: Store, warehouse: Warehouse) -> None:
    before = warehouse.session(Scope.everything()).frame("from daily order by all")
    tiny.build(store)
    warehouse.take_up()
    after = warehouse.session(Scope.everything()).frame("from daily order by all")
    pd.testing.assert_frame_equal(before, after)


def test_a_warehouse_rebuilt_from_the_lake_is_the_same(store: Store, warehouse: Warehouse) -> None:
    with lake.load(store, "an export") as load:
        load.add("order_lines", pd.DataFrame([tiny.line("o1", "p1", "d1", 2_500)]))
    warehouse.take_up()
    snapshot = Warehouse.snapshot(store)
    for table in [*TABLES, *ROLLUPS]:
        held = warehouse.session(Scope.everything())._cursor.table(table).df()
        anew = snapshot.session(Scope.everything())._cursor.table(table).df()
        order = list(held.columns[:6])
        pd.testing.assert_frame_equal(
            held.sort_values(order, ignore_index=True), anew.sort_values(order, ignore_index=True)
        )


def test_a_failed_load_leaves_the_market_as_it_was(store: Store) -> None:
    files = {path for path in store.root.rglob("*") if path.is_file()}
    with pytest.raises(ContractError, match=r"events\.kind in row 0: 'glance' is none of"):
        _load_two(store, {"kind": ["glance"]})
    with pytest.raises(ContractError, match="1 rows repeat a key"):
        _load_two(store, {"event_id": ["e1"]})
    assert {path for path in store.root.rglob("*") if path.is_file()} == files


def _load_two(store: Store, wrong: dict[str, list[str]]) -> None:
    good = pd.DataFrame([tiny.event("e1", "click", "d1")])
    with lake.load(store, "broken") as load:
        load.add("events", good)
        load.add("events", good.assign(**wrong))


def _load_and_wait(root: Path) -> None:
    with lake.load(Store(root), "slow") as load:
        load.add("order_lines", pd.DataFrame([tiny.line("o99", "p1", "d1", 100_000)]))
        (root / "waiting").touch()
        time.sleep(60)


def test_a_killed_load_leaves_the_market_as_it_was(store: Store) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=_load_and_wait, args=(store.root,)
    )
    process.start()
    while not (store.root / "waiting").exists():
        time.sleep(0.02)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert gmv(Warehouse.snapshot(store).session(Scope.everything())) == 15_775


def test_a_second_process_is_told_who_owns_the_file(store: Store, warehouse: Warehouse) -> None:
    with SPAWN.Pool(1) as pool, pytest.raises(WarehouseLockedError, match="another process"):
        pool.apply(_open, (store.root,))


def _open(root: Path) -> None:
    Warehouse.open(Store(root))


def test_a_market_made_anew_is_noticed(store: Store, warehouse: Warehouse) -> None:
    assert not warehouse.is_superseded
    for manifest in store.loads.iterdir():
        manifest.unlink()
    tiny.build(store)
    assert warehouse.is_superseded
    warehouse.close()
    reopened = Warehouse.open(store)
    assert gmv(reopened.session(Scope.everything())) == 15_775
    reopened.close()


def test_a_market_of_other_definitions_is_built_anew(
    store: Store, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.close()
    monkeypatch.setattr("data.warehouse.fingerprint", lambda: "of tomorrow")
    reopened = Warehouse.open(store)
    assert gmv(reopened.session(Scope.everything())) == 15_775
    reopened.close()


def test_a_warehouse_that_could_not_open_opens_once_the_cause_is_gone(store: Store) -> None:
    segment = next(store.lake.glob("order_lines/*/*.parquet"))
    whole = segment.read_bytes()
    segment.write_bytes(whole[:100])
    failures = []  # kept, as a log keeps them: their tracebacks hold what was not closed
    for _ in range(2):
        with pytest.raises(Exception, match="magic bytes not found") as failure:
            Warehouse.open(store)
        failures.append(failure)
    segment.write_bytes(whole)
    opened = Warehouse.open(store)
    assert gmv(opened.session(Scope.everything())) == 15_775
    opened.close()


def test_a_query_reaches_no_file_but_the_lake(warehouse: Warehouse) -> None:
    session = warehouse.session(Scope.everything())
    with pytest.raises(Exception, match=r"(?i)permission|disabled|external"):
        session.rows("select * from read_text('/etc/hostname')")


def test_names_and_absences_are_explained(tmp_path: Path) -> None:
    with pytest.raises(MarketNameError, match="lower-case"):
        Store.of("../etc")
    assert Store.of("m" * 41).market == "m" * 41
    with pytest.raises(MarketNameError, match="at most 41 characters"):
        Store.of("m" * 42)
    with pytest.raises(MarketMissingError, match=r"python -m data\.load"):
        Store(tmp_path / "nowhere").required()


def test_a_merge_names_the_key_of_the_contract() -> None:
    merges = (SQL / "take_up.sql").read_text().replace("\n", " ")
    for name in TABLES.keys() - TOLD:
        key = ", ".join(TABLES[name].key)
        assert re.search(rf"into store\.{name} using [^;]*?incoming using \({key}\)", merges), name


def test_quarantine_keeps_the_row_and_the_reason(store: Store, warehouse: Warehouse) -> None:
    with lake.load(store, "a file") as load:
        load.reject([Rejected("o.csv", None, None, "empty file", "export again")])
    warehouse.take_up()
    session = warehouse.session(Scope.everything())
    kept = session.frame("from quarantine").iloc[0]
    assert list(kept.index) == ["load_id", *QUARANTINE.names]
    assert kept["reason"] == "empty file"
    assert pd.isna(kept["row"])
