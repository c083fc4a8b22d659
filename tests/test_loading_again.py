"""What a later load changes: newer rows replace older ones, and what a file leaves out stays."""

from hashlib import blake2b
from pathlib import Path

import pytest

from data import lake
from data.contract import TABLES
from data.contract.told import TOLD
from data.scope import Scope
from data.sources import Options, Report, inspect
from data.store import Store
from data.warehouse import SQL, Session, Warehouse
from tests.small_sources import CONTRACT, write

PRODUCTS = "product_id,merchant_id,title,category_path,price,currency\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A market with two shops, two products and four order lines."""
    store = Store(tmp_path / "own")
    load(store, CONTRACT)
    load(store, {"products.csv": PRODUCTS + "p2,m2,Pan,Home > Kitchen,500,EUR\n"})
    return store


def load(store: Store, files: dict[str, str]) -> Report:
    """Loads files from a folder of their own, as often as it is asked."""
    digest = blake2b(repr(files).encode(), digest_size=8).hexdigest()
    folder = store.root.parent / digest
    options = Options(store.market, time_zone="UTC", currency="EUR")
    return inspect([write(folder, files)], options).load_into(store)


def held(store: Store) -> Session:
    return Warehouse.snapshot(store).session(Scope.everything())


def product(store: Store) -> tuple[object, ...]:
    asked = "select title, category_path, price, currency from products where product_id = 'p2'"
    return held(store).rows(asked)[0]


def test_a_column_left_out_keeps_what_is_held_and_an_empty_cell_clears_it(store: Store) -> None:
    load(store, {"products.csv": "product_id,merchant_id,title\np2,m2,Pan II\np9,m2,Lid\n"})
    assert product(store) == ("Pan II", "Home > Kitchen", 500, "EUR")
    assert held(store).rows("select title, price from products where product_id = 'p9'") == [
        ("Lid", None)
    ]
    load(store, {"products.csv": PRODUCTS + "p2,m2,Pan III,,,EUR\n"})
    assert product(store) == ("Pan III", None, None, "EUR")


def test_files_of_one_load_may_leave_out_different_columns(store: Store) -> None:
    load(
        store,
        {
            "products-1.csv": "product_id,merchant_id,title,price\np2,m2,Pan,600\n",
            "products-2.csv": "product_id,title,brand,merchant_id\np8,Lid,Acme,m2\n",
        },
    )
    assert product(store) == ("Pan", "Home > Kitchen", 600, "EUR")
    assert held(store).rows("select brand, price from products where product_id = 'p8'") == [
        ("Acme", None)
    ]


def test_a_running_warehouse_and_a_rebuilt_one_agree_on_what_was_left_out(store: Store) -> None:
    running = Warehouse.open(store)
    load(store, {"products.csv": "product_id,merchant_id,title\np2,m2,Pan II\n"})
    running.take_up()
    asked = "from products order by all"
    rows = running.session(Scope.everything()).rows(asked)
    running.close()
    assert rows == held(store).rows(asked)
    assert len(lake.manifests(store)) == 3


PENDING = {"order_lines.csv": CONTRACT["order_lines.csv"]}
SETTLED = {
    "order_lines.csv": PENDING["order_lines.csv"]
    .replace(",pending,", ",settled,")
    .replace("04T10:00:00Z,2026-03-04T10", "04T10:00:00Z,2026-03-08T10")
}
TIED = {"order_lines.csv": SETTLED["order_lines.csv"].replace(",settled,", ",completed,")}
OLDER = "1 rows of order_lines are older than what is held: the newer rows stay"


def status(store: Store) -> object:
    return held(store).rows("select status from order_lines where order_id = 'o4'")[0][0]


def test_an_older_row_replaces_no_newer_one_and_is_counted(store: Store) -> None:
    assert not load(store, SETTLED).notes
    running = Warehouse.open(store)
    assert load(store, {"order_lines-1.csv": PENDING["order_lines.csv"] + "\n"}).notes == (OLDER,)
    running.take_up()
    told = running.session(Scope.everything())
    assert told.rows("select status from order_lines where order_id = 'o4'") == [("settled",)]
    assert status(store) == "settled"
    running.close()


def test_of_two_rows_recorded_at_once_the_later_load_counts(store: Store) -> None:
    load(store, SETTLED)
    load(store, TIED)
    assert status(store) == "completed"
    assert load(store, SETTLED).already is None
    assert status(store) == "settled"


def test_an_older_collaboration_replaces_no_newer_one(store: Store) -> None:
    head = "collaboration_id,merchant_id,product_id,creator_id,flat_fee,currency,recorded_at\n"
    for day, fee in ((5, 700), (4, 900), (5, 800)):
        row = f"k1,m1,p1,c1,{fee},EUR,2026-03-0{day}T00:00:00Z\n"
        load(store, {"collaborations.csv": head + row})
    assert held(store).rows("select flat_fee from collaborations") == [(800,)]


def test_every_table_that_says_when_it_was_recorded_is_guarded() -> None:
    merges = (SQL / "take_up.sql").read_text().split(";")
    guarded = {n for n in TABLES for m in merges if f">= {n}.recorded_at" in m}
    recorded = {table.name for table in TABLES.values() if "recorded_at" in table.names}
    assert guarded == recorded - TOLD
    kept_whole = {n for n in TABLES for m in merges if f"insert into store.{n} by name" in m}
    assert kept_whole == TOLD


def test_files_whose_rows_were_replaced_load_again_and_then_change_nothing(store: Store) -> None:
    first = {"products.csv": PRODUCTS + "p2,m2,Pan,Home,500,EUR\np3,m2,Pot,Home,700,EUR\n"}
    other = {"products.csv": PRODUCTS + "p2,m2,Pan,Home,600,EUR\n"}
    assert [load(store, files).already for files in (first, other, first)] == [None] * 3
    assert product(store) == ("Pan", "Home", 500, "EUR")
    assert load(store, first).already == 5
    assert load(store, other).already is None
    assert product(store) == ("Pan", "Home", 600, "EUR")


@pytest.mark.parametrize(
    "between",
    [
        {"products.csv": PRODUCTS + "p9,m2,Lid,Home,600,EUR\n"},
        {"products.csv": "product_id,merchant_id,title\np2,m2,Pan\n"},
        {"merchants.csv": "merchant_id,name\nm3,Third\n"},
    ],
    ids=["other keys", "the same values", "another table"],
)
def test_files_stay_loaded_while_later_loads_replace_none_of_their_rows(
    store: Store, between: dict[str, str]
) -> None:
    files = {"products.csv": PRODUCTS + "p2,m2,Pan,Home > Kitchen,500,EUR\n"}
    assert load(store, between).already is None
    assert load(store, files).already == 2


def test_a_row_that_stayed_in_force_is_loaded_already(store: Store) -> None:
    load(store, SETTLED)
    load(store, {"order_lines-1.csv": PENDING["order_lines.csv"] + "\n"})
    assert load(store, SETTLED).already == 3
    assert len(lake.manifests(store)) == 4
