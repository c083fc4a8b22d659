"""Pages follow an undo, and say so where it left nothing: on the tiny market, with a model."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import inventory
from data.inventory import Brought
from data.manifests import manifests, undo
from data.owner import OWNER
from data.store import Store
from models.training import train
from models.versions import publish
from pages.components.menu import SCREENS
from tests import tiny
from tests.visits import app_on, figures, plant, told, visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with app_on(tmp_path):
        yield tiny.build(Store.of("tiny"))


def test_a_page_follows_an_undo_of_what_it_shows(store: Store) -> None:
    plant("o1", payment=12_000)
    page = visit("overview")
    assert figures(page)["GMV"] == "$257.75"
    undo(store, 2, "ben")
    OWNER.take_up()
    assert figures(page.run())["GMV"] == "$157.75"


def test_the_data_page_tells_loads_and_undos_apart(store: Store) -> None:
    plant("o1", payment=12_000)
    before = visit("sources")
    assert figures(before)["Loads"] == "2"
    assert "undone_at" not in history(before)
    undo(store, 2, "ben")
    OWNER.take_up()
    after = visit("sources")
    assert figures(after)["Loads"] == "1"
    shown = history(after)
    assert shown["number"].tolist() == [2, 1]
    assert shown["undone_by"].tolist()[0] == "ben"
    assert shown["undone_at"].isna().tolist() == [False, True]


def history(page: AppTest) -> pd.DataFrame:
    """The table of loads as it is shown: the columns of its order alone."""
    (table,) = (t for t in page.dataframe if "committed_at" in t.value and "what" in t.value)
    return table.value[[name for name in table.proto.column_order if name in table.value]]


def test_a_model_that_learned_from_an_undone_load_is_marked(store: Store) -> None:
    plant("o1", payment=12_000)
    publish(store, train(store))
    assert "since it was trained" not in told(visit("quality"))
    undo(store, 2, "ben")
    plant("o2", payment=2_000)
    assert "1 load and 1 undo since it was trained" in told(visit("quality"))
    undo(store, 4, "ben")
    OWNER.take_up()
    assert "[1 undo since it was trained]" in told(visit("quality"))


def test_every_page_of_a_market_whose_loads_were_undone_says_that_it_is_empty(
    store: Store,
) -> None:
    publish(store, train(store))
    visit("matches")
    undo(store, 1, "ben")
    OWNER.take_up()
    for screen in SCREENS:
        name = screen.file.removesuffix(".py")
        words = told(visit(name, product="p1", creator="c1", merchant="a"))
        expected = "the loads of this market were undone" if name == "sources" else "is empty"
        assert expected in words, name


def test_a_product_that_an_undo_took_away_is_not_known_and_breaks_no_page(store: Store) -> None:
    tables = tiny.frames()
    soap = tables["products"].iloc[[0]].assign(product_id="p9", title="Soap")
    line = tables["order_lines"].iloc[[0]].assign(order_id="o99", product_id="p9", sku_id="p9")
    tiny.build(store, {"products": soap, "order_lines": line})
    publish(store, train(store))
    assert "Soap" in told(visit("product", product="p9"))
    undo(store, 2, "ben")
    OWNER.take_up()
    for screen in ("product", "matches", "what_if", "products"):
        visit(screen, product="p9", creator="c1")


def test_what_a_load_brought_is_told_by_table_with_its_instants(store: Store) -> None:
    (load,) = manifests(store)
    found = {table.table: table for table in inventory.brought(store, load)}
    lines = tiny.frames()["order_lines"]
    ends = (lines["created_at"].min(), lines["created_at"].max())
    assert found["order_lines"] == Brought("order_lines", len(lines), *ends)
    assert found["merchants"] == Brought("merchants", 2, None, None)
