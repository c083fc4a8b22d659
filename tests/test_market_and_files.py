"""Zone and currency said beside a market that is held are those of the files, as on the page."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from data import load
from data.scope import Scope
from data.sources import held
from data.store import Store
from data.warehouse import Warehouse
from tests.order_files import ORDER, loaded, write
from tests.small_sources import CONTRACT
from tests.small_sources import write as write_tables

SECOND = ORDER | {"Order ID": "576460752303423002"}
MALAYSIA = {"time_zone": "Asia/Kuala_Lumpur", "currency": "MYR"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A Malaysian market with one order of the shop glow."""
    loaded(tmp_path, write(tmp_path / "a.csv", [ORDER]), **MALAYSIA)
    return Store(tmp_path / "mine")


def command(store: Store, *arguments: str) -> dict[str, Any]:
    """The report of the command on this store, as JSON."""
    app = typer.Typer()
    app.command()(load.main)
    named = [*arguments, "--market", store.market, "--json"]
    done = CliRunner().invoke(app, named, env={"TANDEM_STORE": str(store.root.parent)})
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("of", ["", "*="])
def test_a_second_shop_may_sell_in_dollars_and_another_zone(store: Store, of: str) -> None:
    path = write(store.root.parent / "b.csv", [SECOND])
    said = ["--merchant", "shine", "--currency", f"{of}USD", "--tz", f"{of}America/New_York"]
    report = command(store, str(path), *said)
    assert report["refused"] is None
    market = Warehouse.snapshot(store).session(Scope.everything())
    lines = market.rows(
        "select currency, strftime(created_at, '%d %H:%M') from order_lines order by all"
    )
    assert lines == [("MYR", "31 10:05"), ("USD", "31 22:05")]
    row = held.market_row(store)
    assert row is not None
    assert (row["time_zone"], row["currency"]) == ("Asia/Kuala_Lumpur", "MYR")


def test_tables_that_are_of_one_zone_are_still_refused(store: Store) -> None:
    folder = write_tables(store.root.parent / "tables", CONTRACT)
    report = command(store, str(folder), "--tz", "UTC", "--currency", "EUR")
    assert "cannot be one market" in report["refused"]
