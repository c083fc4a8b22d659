"""Models read only the tables that their questions need, and learn the same from them."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from data import lake
from data.rollups import EVERYTHING, with_tables
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models import evaluate
from models.evidence import READ, Evidence, evidence, last_complete_day, pairs
from models.training import train
from tests import deals, tiny
from tests.simulated import read

NEVER_READ = {"content", "live_minutes", "promotions", "merchants", "assignments"}


def opened(store: Store, only: frozenset[str]) -> Session:
    return Warehouse.snapshot(store, only).session(Scope.everything())


def assert_equal(one: Evidence, other: Evidence) -> None:
    for name in ("products", "creators", "audience", "vectors", "pairs"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.pairs.attrs == other.pairs.attrs


def assert_same(store: Store, cut_offs: list[date]) -> None:
    """What is known from the tables read is what is known from all of them."""
    lean, whole = opened(store, READ), opened(store, EVERYTHING)
    assert last_complete_day(lean) == last_complete_day(whole)
    for cut_off in (None, *cut_offs):
        assert_equal(evidence(lean, cut_off), evidence(whole, cut_off))


def test_a_simulated_market_is_known_as_well(small_store: Store) -> None:
    last_day = last_complete_day(opened(small_store, READ))
    assert last_day is not None
    assert_same(small_store, [last_day.replace(day=1), last_day])


def test_a_market_without_an_end_and_with_deals_is_known_as_well(tmp_path: Path) -> None:
    tables = deals.tables()
    tables["market"] = tables["market"].drop(columns="complete_until_at")
    assert_same(tiny.build(Store(tmp_path / "tiny"), tables), [date(2026, 3, 2)])


def test_a_pair_begins_on_the_first_day_of_its_traffic(small_store: Store, tmp_path: Path) -> None:
    """Where events alone tell of pairs, they begin on the day on which traffic counts them first.

    The market is of seed 1.
    """
    tables = ("market", "products", "creators", "events")
    store = tiny.build(Store(tmp_path / "seen"), {name: read(small_store, name) for name in tables})
    whole = opened(store, EVERYTHING)
    counted = whole.rows(
        "select product_id, creator_id, min(day) from traffic "
        "where product_id is not null and creator_id is not null group by all order by all"
    )
    found = pairs(whole)
    days = found["started_on"].dt.date
    assert list(zip(found["product_id"], found["creator_id"], days, strict=True)) == counted
    assert len(counted) == 76


def test_an_event_before_local_midnight_belongs_to_the_day_before(tmp_path: Path) -> None:
    """07:59 UTC is 23:59 in Los Angeles; nothing else is known of the pair."""
    tables = tiny.frames()
    late = tiny.event("i9", "impression", "d1", product_id="p2", creator_id="c2")
    late["event_at"] = pd.Timestamp("2026-03-02 07:59")
    tables["events"] = pd.DataFrame([*tiny.EVENTS, late])
    session = opened(tiny.build(Store(tmp_path / "tiny"), tables), READ)
    for cut_off, starts in ((date(2026, 3, 2), ["2026-03-01"]), (date(2026, 3, 1), [])):
        found = pairs(session, cut_off)
        own = found[(found["product_id"] == "p2") & (found["creator_id"] == "c2")]
        assert own["started_on"].tolist() == [pd.Timestamp(day) for day in starts]


@pytest.mark.parametrize("table", ["daily", "converted", "content", "live_minutes", "starts"])
def test_a_question_that_reads_more_fails(tmp_path: Path, table: str) -> None:
    session = opened(tiny.build(Store(tmp_path / "tiny")), READ)
    with pytest.raises(Exception, match=f"Table with name {table} does not exist"):
        session.rows(f"from {table}")


def test_a_snapshot_builds_no_table_in_vain(tmp_path: Path) -> None:
    session = opened(tiny.build(Store(tmp_path / "tiny")), READ)
    built = session.rows("select table_name from duckdb_tables() where schema_name = 'store'")
    assert {name for (name,) in built} == with_tables(READ) | {"definitions", "loads"}


def test_a_rollup_brings_the_tables_on_which_it_rests() -> None:
    assert with_tables({"sales", "products"}) == {
        *("sales", "products", "market", "order_lines", "product_costs", "merchant_fees"),
        *("affiliate_lines", "report_windows", "lines", "catalogue", "same_products"),
        *(
            "order_states",
            "affiliate_states",
            "affiliate_results",
            "order_refunds",
            "creator_aliases",
        ),
    }
    assert with_tables(EVERYTHING) == EVERYTHING


def damage_what_is_never_read(store: Store) -> None:
    """Empties every file of tables that models need not read."""
    for manifest in lake.manifests(store):
        for segment in manifest.segments:
            if segment.table in NEVER_READ:
                (store.lake / segment.path).write_bytes(b"")


def test_training_reads_no_other_table(tmp_path: Path) -> None:
    store = tiny.build(Store(tmp_path / "tiny"))
    damage_what_is_never_read(store)
    assert train(store).meta["rows"]["pairs"] == 4


def test_evaluation_reads_no_other_table(tmp_path: Path) -> None:
    """Four pairs are too few to judge by, which is said after they were read."""
    store = tiny.build(Store(tmp_path / "tiny"))
    damage_what_is_never_read(store)
    command = typer.Typer()
    command.command()(evaluate.main)
    result = CliRunner().invoke(command, ["--market", "tiny"], env={"TANDEM_STORE": str(tmp_path)})
    assert "market 'tiny' has too few pairs" in result.output
