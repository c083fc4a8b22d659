"""The owner keeps every open market up with its lake, whatever befalls one of them."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data import lake, owner
from data.owner import Owner
from data.scope import Scope
from data.store import Store
from data.warehouse import NotTakenUpError, Warehouse
from tests import tiny


@pytest.fixture
def markets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    monkeypatch.setattr(owner, "POLL_SECONDS", 0.02)
    return [tiny.build(Store.of(name)).market for name in ("broken", "whole")]


@pytest.fixture
def keeper(markets: list[str]) -> Iterator[Owner]:
    opened = Owner()
    for name in markets:
        opened.warehouse(name)
    yield opened
    opened.stop()


def add_order(store: Store, order: str, payment: int) -> lake.Manifest:
    """A load of one more shop and an order, in that order."""
    with lake.load(store, "an export") as load:
        load.add("merchants", pd.DataFrame([{"merchant_id": "c", "name": "Cedar"}]))
        load.add("order_lines", pd.DataFrame([tiny.line(order, "p1", "d1", payment)]))
    return lake.manifests(store)[-1]


def damaged(store: Store) -> Path:
    """A committed load of an order of 100 cents whose file was cut short; the file's path."""
    path = store.lake / add_order(store, "o98", 100).segments[-1].path
    path.with_suffix(".kept").write_bytes(path.read_bytes())
    path.write_bytes(path.read_bytes()[:50])
    return path


def gmv(warehouse: Warehouse) -> int:
    rows = warehouse.session(Scope.everything()).rows(
        "select sum(gmv) from sales where currency = 'USD'"
    )
    return int(rows[0][0])


def until_gmv(keeper: Owner, market: str, expected: int) -> None:
    """Waits for the owner's thread, at most ten seconds."""
    deadline = time.monotonic() + 10
    while gmv(keeper.warehouse(market)) != expected and time.monotonic() < deadline:
        time.sleep(0.02)
    assert gmv(keeper.warehouse(market)) == expected


def test_a_load_that_cannot_be_read_is_named_and_changes_nothing(keeper: Owner) -> None:
    warehouse = keeper.warehouse("broken")
    path = damaged(warehouse.store)
    with pytest.raises(NotTakenUpError, match=r"market 'broken': loads after number 1 .* delete"):
        warehouse.take_up()
    assert gmv(warehouse) == 15_775
    shops = warehouse.session(Scope.everything()).rows("select merchant_id from merchants")
    assert sorted(shops) == [("a",), ("b",)], "the part that could be read is not there either"
    path.with_suffix(".kept").rename(path)
    assert warehouse.take_up() == 1
    assert gmv(warehouse) == 15_875


def test_one_market_holds_up_no_other(keeper: Owner) -> None:
    damaged(Store.of("broken"))
    add_order(Store.of("whole"), "o99", 1_000)
    keeper.take_up()
    assert gmv(keeper.warehouse("broken")) == 15_775
    assert gmv(keeper.warehouse("whole")) == 16_775


def test_the_thread_outlives_a_load_that_cannot_be_read(keeper: Owner) -> None:
    path = damaged(Store.of("broken"))
    keeper.start()
    add_order(Store.of("whole"), "o99", 1_000)
    until_gmv(keeper, "whole", 16_775)
    path.with_suffix(".kept").rename(path)
    until_gmv(keeper, "broken", 15_875)


def test_a_damaged_market_made_anew_is_opened_anew(keeper: Owner) -> None:
    store = Store.of("broken")
    damaged(store)
    keeper.take_up()
    shutil.rmtree(store.loads)
    shutil.rmtree(store.lake)
    tables = tiny.frames()
    tables["order_lines"] = tables["order_lines"].iloc[:1]
    tiny.build(store, tables)
    keeper.take_up()
    assert not keeper.is_open("broken")
    assert gmv(keeper.warehouse("broken")) == 2_000


def test_a_market_that_could_not_be_opened_opens_once_it_is_mended(markets: list[str]) -> None:
    """The file is let go of at once, though what went wrong is still at hand."""
    store = Store.of(markets[0])
    path = damaged(store)
    with pytest.raises(NotTakenUpError) as failed:
        Warehouse.open(store)
    path.with_suffix(".kept").rename(path)
    store.warehouse.unlink()
    opened = Warehouse.open(store)
    assert failed.value.__traceback__ is not None
    assert store.warehouse.exists(), "the file that was let go of is not opened again"
    assert gmv(opened) == 15_875
    opened.close()
