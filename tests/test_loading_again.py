"""What a later load changes: newer rows replace older ones, and what a file leaves out stays."""

from hashlib import blake2b
from pathlib import Path

import pytest

from data import lake
from data.scope import Scope
from data.sources import Options, Report, inspect
from data.store import Store
from data.warehouse import Session, Warehouse
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
