"""Data: the page follows a load, tells what is held and refused, and is for analysts only."""

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.quarantine import quarantine_reasons, quarantine_rows
from data import inventory, lake
from data.lake import Rejected
from data.manifests import undo
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.places import ROOT

SHELL = ROOT / "pages" / "shell.py"
REFUSED = [
    Rejected("a.csv", 7, "payment", "'12,50' cannot be read", "give a whole number", {"id": "x1"}),
    Rejected("a.csv", 9, "payment", "'n/a' cannot be read", "give a whole number", {"id": "x2"}),
    Rejected("b.csv", None, None, "repeats the header", "take the row out", {"id": "=2+5"}),
]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The tiny market as the app of this process sees it, loaded twice: rows, then refusals."""
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    monkeypatch.delenv("TANDEM_MERCHANT", raising=False)
    built = tiny.build(Store.of("tiny"))
    with lake.load(built, "by hand", ("a.csv sha256:00", "b.csv sha256:11"), "ann") as load:
        load.reject(REFUSED)
    st.cache_data.clear()
    yield built
    OWNER.stop()
    st.cache_data.clear()


def test_quarantine_is_filtered(store: Store) -> None:
    asked = Warehouse.snapshot(store).session(Scope.everything())
    reasons = quarantine_reasons(asked)
    assert reasons["rows"].tolist() == [2, 1]
    assert reasons["reason"].tolist() == ["'…' cannot be read", "repeats the header"]
    same = quarantine_rows(asked, load=2, reason="'…' cannot be read", most=1)
    assert (same["row"].tolist(), same["found"].tolist()) == ([7], [2])
    assert quarantine_rows(asked, text="X2")["row"].tolist() == [9]
    assert quarantine_rows(asked, file="b.csv")["reason"].tolist() == ["repeats the header"]
    assert quarantine_rows(asked, file="a.csv", column="payment")["row"].tolist() == [7, 9]
    assert quarantine_rows(asked, column="")["file"].tolist() == ["b.csv"], "a whole row"
    assert quarantine_rows(asked, load=1).empty
    birch = Warehouse.snapshot(store).session(Scope.of_merchants("b"))
    assert quarantine_reasons(birch).empty
    assert quarantine_rows(birch).empty


def test_the_inventory_tells_size_loads_and_the_last_fact(store: Store) -> None:
    (told,) = inventory.markets()
    assert (told.name, told.title, told.version, told.rejected) == ("tiny", "Tiny", 2, 3)
    assert told.rows == sum(len(frame) for frame in tiny.frames().values())
    assert told.data_until_at == pd.Timestamp("2026-03-03 18:00")
    newest = inventory.newest_load(lake.manifests(store))
    assert {load.number for load in newest.values()} == {1}


def opened(show: str | None = None) -> AppTest:
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.query_params["market"] = "tiny"
    page.run()
    if show:
        page.query_params["show"] = show
    page.switch_page("sources.py").run()
    assert not page.exception
    return page


def tile(page: AppTest, label: str) -> str:
    return next(metric.value for metric in page.metric if metric.label == label)


def test_the_page_follows_a_planted_row(store: Store) -> None:
    before = opened()
    rows = sum(len(frame) for name, frame in tiny.frames().items() if name != "market")
    assert tile(before, "Rows") == str(rows)
    assert tile(before, "Rows not loaded") == "3"
    with lake.load(store, "by hand") as load:
        planted = tiny.line("o99", "p1", "d3", 100, refund=200)
        load.add("order_lines", pd.DataFrame([planted]))
    OWNER.take_up()
    after = opened()
    assert tile(after, "Rows") == str(rows + 1)
    assert tile(after, "Loads") == "3"
    found = int(tile(before, "Findings").split()[0])
    rest = tile(before, "Findings").removeprefix(f"{found} ")
    assert tile(after, "Findings") == f"{found + 1} {rest}"


@pytest.mark.parametrize("show", ["Checks", "Not loaded", "Load files"])
def test_every_view_opens(store: Store, show: str) -> None:
    assert opened(show).segmented_control(key="show").value == show


def test_refused_rows_are_offered_to_mend_per_file(store: Store) -> None:
    offered = [button.proto.label for button in opened("Not loaded").get("download_button")]
    assert offered == ["These rows (CSV)", "Load 2: a.csv", "Load 2: b.csv"]


def test_refused_rows_are_chosen_by_file_and_column(store: Store) -> None:
    page = opened("Not loaded")
    page.selectbox(key="column").set_value("payment").run()
    assert "n = 2" in [said.value for said in page.caption]
    page.selectbox(key="column").set_value("Whole row").run()
    assert "n = 1" in [said.value for said in page.caption]
    page.selectbox(key="file").set_value("a.csv").run()
    assert [said.value for said in page.info] == ["No refused row fits the filter."]


@pytest.mark.parametrize("file", ["a.csv", "a-to-mend.csv"])
def test_a_file_that_came_again_is_told_beside_its_refused_rows(store: Store, file: str) -> None:
    shown = opened("Not loaded").dataframe[0].value
    assert shown["again"].isna().all()
    with lake.load(store, "by hand", (f"{file} sha256:33",), "ann") as load:
        load.add("merchants", pd.DataFrame([{"merchant_id": "c", "name": "Cedar"}]))
    OWNER.take_up()
    page = opened("Not loaded")
    again = page.dataframe[0].value.set_index("file")["again"]
    assert (again["a.csv"], pd.isna(again["b.csv"])) == (3, True)
    assert [said for said in page.caption if "in the figures" in said.value]
    undo(store, 3, "ann")
    OWNER.take_up()
    assert opened("Not loaded").dataframe[0].value["again"].isna().all()


def test_rows_that_a_file_to_mend_lacks_are_named(store: Store) -> None:
    ragged = Rejected("a.csv", 12, None, "has 2 fields where the header has 1", "mend", {"2": "x"})
    whole = Rejected("a.csv", None, "id", "is empty", "fill it in", {"id": "x3"})
    with lake.load(store, "by hand", ("a.csv sha256:22",), "ann") as load:
        load.reject([ragged, whole, Rejected("a.csv", None, None, "is cut", "mend", {})])
    said = [caption.value for caption in opened("Not loaded").caption]
    assert [text for text in said if "rows 12. Mend them in the report itself" in text]


@pytest.mark.parametrize("show", ["Held", "Checks", "Not loaded", "Load files"])
def test_a_merchant_is_told_that_it_is_for_analysts(
    store: Store, monkeypatch: pytest.MonkeyPatch, show: str
) -> None:
    monkeypatch.setitem(os.environ, "TANDEM_MERCHANT", "b")
    monkeypatch.setitem(os.environ, "TANDEM_MARKET", "tiny")
    page = opened(show)
    assert "for analysts" in page.info[0].value
    assert not page.metric
    assert not page.dataframe
    assert not page.segmented_control
    assert not page.selectbox
