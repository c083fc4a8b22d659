"""Taking loads back: the market is what the loads that stand make it, and is never seen between.

Figures are those of the tiny market (see tiny.py), whose GMV in dollars is 157.75.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analytics.costs import last_edit
from analytics.lineage import load_history, sources
from analytics.market import market_facts
from data import lake
from data.contract import TABLES
from data.definitions import MATCH_LOG, SQL
from data.edits import SOURCE
from data.lake import Rejected
from data.manifests import UndoError, manifests, standing, undo
from data.scope import Scope
from data.sources import Options, Report, inspect
from data.sources.held import market_row
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.small_sources import CONTRACT, write
from tests.whole_market import add, contents, everything, gmv


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return tiny.build(Store(tmp_path / "tiny"))


@pytest.fixture
def warehouse(store: Store) -> Iterator[Warehouse]:
    opened = Warehouse.open(store)
    yield opened
    opened.close()


def test_an_undo_brings_back_what_the_load_replaced(store: Store, warehouse: Warehouse) -> None:
    before, version = contents(warehouse), warehouse.version
    number = add(store, "order_lines", tiny.line("o1", "p1", "d1", 2_500, **tiny.BY_C1))
    warehouse.take_up()
    loaded = warehouse.version
    assert gmv(everything(warehouse)) == 15_775 + 500
    undo(store, number, "ben")
    assert warehouse.take_up() == 1
    assert contents(warehouse) == before
    assert len({version, loaded, warehouse.version}) == 3, "kept answers are asked anew"
    assert not warehouse.is_superseded


def test_a_load_undone_before_it_was_taken_up_never_shows(
    store: Store, warehouse: Warehouse
) -> None:
    before = contents(warehouse)
    undo(store, add(store, "merchants", {"merchant_id": "c", "name": "Cedar"}), "ben")
    assert warehouse.take_up() == 2
    assert contents(warehouse) == before
    assert warehouse.taken_up == 3


def test_the_file_stays_current_and_a_rebuild_is_the_same(store: Store) -> None:
    first = Warehouse.open(store)
    number = add(store, "order_lines", tiny.line("o99", "p1", "d1", 100))
    first.take_up()
    undo(store, number, "ben")
    first.take_up()
    held = contents(first)
    first.close()
    made_at = store.warehouse.stat().st_ino
    again = Warehouse.open(store)
    assert store.warehouse.stat().st_ino == made_at, "the file was not thrown away"
    assert contents(again) == held == contents(Warehouse.snapshot(store))
    again.close()


def test_a_reader_sees_the_market_before_or_after(store: Store, warehouse: Warehouse) -> None:
    """A query that began before the undo ends on what it began with."""
    number = add(store, "order_lines", tiny.line("o99", "p1", "d1", 100))
    warehouse.take_up()
    reader = everything(warehouse)
    reader._cursor.begin()
    assert gmv(reader) == 15_875
    undo(store, number, "ben")
    warehouse.take_up()
    assert (gmv(reader), len(sources(reader))) == (15_875, 2)
    reader._cursor.commit()
    assert (gmv(reader), len(sources(reader))) == (15_775, 1)


def test_undoing_the_last_load_empties_the_market(store: Store, warehouse: Warehouse) -> None:
    undo(store, 1, "ben")
    warehouse.take_up()
    assert not any(contents(warehouse).values())
    assert market_facts(everything(warehouse)) is None
    assert market_row(store) is None


def test_the_history_tells_who_undid_what(store: Store, warehouse: Warehouse) -> None:
    with lake.load(store, "an export", ("a.csv sha256:00",), "ann") as load:
        load.add("order_lines", pd.DataFrame([tiny.line("o99", "p1", "d1", 100)]))
        load.reject([Rejected("a.csv", 3, "price", "no number", "write 12.50")])
    done = undo(store, 2, "ben")
    warehouse.take_up()
    told = load_history(everything(warehouse))
    assert told["number"].tolist() == [2, 1]
    first = told.iloc[0]
    assert (first["by"], first["rows"], first["rejected"]) == ("ann", 1, 1)
    assert (first["undone_by"], first["undone_at"]) == ("ben", done.committed_at)
    assert told["undone_at"].isna().tolist() == [False, True]
    assert sources(everything(warehouse))["number"].tolist() == [1]
    assert everything(warehouse).frame("from quarantine").empty
    assert load_history(warehouse.session(Scope.of_merchants("a"))).empty


def test_what_a_person_entered_is_undone_like_a_file(store: Store, warehouse: Warehouse) -> None:
    cost = {"product_id": "p2", "merchant_id": "a", "valid_from": "2026-01-01", "currency": "USD"}
    rows = pd.DataFrame([{**cost, "unit_cost": 100}])
    rows["valid_from"] = pd.to_datetime(rows["valid_from"]).dt.date
    with lake.load(store, SOURCE, ("a",), "a") as load:
        load.add("product_costs", rows)
    warehouse.take_up()
    shop = warehouse.session(Scope.of_merchants("a"))
    assert last_edit(shop, "a") is not None
    undo(store, 2, "ben")
    warehouse.take_up()
    assert last_edit(shop, "a") is None
    assert shop.rows("select count(*) from product_costs") == [(2,)]


def test_what_cannot_be_undone_is_refused_with_the_remedy(store: Store) -> None:
    add(store, "merchants", {"merchant_id": "c", "name": "Cedar"})
    undo(store, 2, "ben")
    shown = tiny.frames()["merchants"]
    with lake.load(store, MATCH_LOG, by="app") as load:
        load.add("merchants", shown)
    held = manifests(store)
    for number, why in {
        9: "no load 9; see the loads that stand",
        2: r"load 2 was undone already, by ben on \d+ \w{3} \d{4}, \d\d:\d\d UTC$",
        3: "number 3 is itself an undo, of load 2; to have that load back, load its files again",
        4: "what the app noted of matches",
    }.items():
        with pytest.raises(UndoError, match=why):
            undo(store, number, "ann")
    assert manifests(store) == held


def test_a_manifest_of_before_undos_is_read(store: Store) -> None:
    path = next(store.loads.iterdir())
    old = path.read_text().replace(', "undoes": null', "")
    assert "undoes" not in old
    path.write_text(old)
    assert standing(store)[0].undoes is None


def test_the_next_load_sweeps_no_segment_of_an_undone_one(store: Store) -> None:
    number = add(store, "merchants", {"merchant_id": "c", "name": "Cedar"})
    undo(store, number, "ben")
    segments = {store.lake / s.path for load in manifests(store) for s in load.segments}
    add(store, "merchants", {"merchant_id": "d", "name": "Dogwood"})
    assert all(path.exists() for path in segments)


def loaded(store: Store, files: dict[str, str]) -> Report:
    options = Options(store.market, time_zone="UTC", currency="EUR")
    folder = store.root.parent / f"files-{len(files)}"
    return inspect([write(folder, files)], options).load_into(store)


def test_files_of_an_undone_load_load_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    loaded(store, CONTRACT)
    warehouse = Warehouse.open(store)
    before = contents(warehouse)
    assert loaded(store, CONTRACT).already == 1
    undo(store, 1, "ben")
    warehouse.take_up()
    again = loaded(store, CONTRACT)
    assert (again.already, again.is_loadable) == (None, True)
    warehouse.take_up()
    assert contents(warehouse) == before
    assert loaded(store, CONTRACT).already == 3
    warehouse.close()


def test_a_load_whose_replacement_was_undone_is_in_force_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    loaded(store, CONTRACT)
    head, *rest = CONTRACT["merchants.csv"].splitlines(keepends=True)
    loaded(store, {"merchants.csv": head + rest[0].replace("DE", "FR")})
    undo(store, 2, "ben")
    assert loaded(store, CONTRACT).already == 1


def test_a_table_is_emptied_by_a_statement_of_its_own() -> None:
    lines = (SQL / "empty.sql").read_text().splitlines()[1:]
    assert lines == [
        f"create or replace table store.{name} as from store.{name} limit 0;"
        for name in (*TABLES, "quarantine")
    ]
