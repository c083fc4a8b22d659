"""A load is undone on the page: the dialog says what goes, and the page follows the lake."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.manifests import manifests, standing
from data.store import Store
from tests import tiny
from tests.browser.conftest import OpenScreen
from tests.browser.server import Served
from tests.browser.test_load import PATIENCE, SEEN_WITHIN, built, load, sold, tile

pytestmark = pytest.mark.browser


def test_a_load_is_undone_in_a_dialog_and_loaded_again(
    app: Served, screen: OpenScreen, tmp_path: Path
) -> None:
    tables = tiny.frames()
    tables["market"]["market_id"] = "undone"
    store = tiny.build(Store(app.store / "undone"), tables)
    file = sold(tmp_path, 5_000, 7_000)
    load(app, "undone", file)
    tab = screen().open("data", market="undone", show="Held")
    assert tile(tab.page, "Loads") == "2"

    choose(tab.page, 0)
    tab.page.get_by_role("button", name="Undo this load").click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog.get_by_text("3 rows will go from every figure")).to_be_visible()
    expect(dialog.get_by_text("files can be loaded again")).to_be_visible()
    dialog.get_by_role("button", name="Leave it").click()
    dialog.wait_for(state="detached", timeout=PATIENCE)
    assert len(standing(store)) == 2, "nothing is undone before one says so"

    tab.page.get_by_role("button", name="Undo this load").click()
    dialog.get_by_role("button", name="Undo load 2").click()
    loads = tab.page.locator(".st-key-tile-loads")
    expect(loads.get_by_text("1", exact=True)).to_be_visible(timeout=1000 * SEEN_WITHIN)
    expect(tab.page.get_by_text("Load 2 was undone; every figure follows.")).to_be_visible()
    assert [load.number for load in standing(store)] == [1]
    assert (manifests(store)[-1].undoes, manifests(store)[-1].by) == (2, "analyst")
    assert tab.settle().problems() == []

    choose(tab.page, 0)
    expect(tab.page.get_by_text("Undone by analyst on")).to_be_visible(timeout=PATIENCE)
    expect(tab.page.get_by_role("button", name="Undo this load")).to_have_count(0)

    load(app, "undone", file)
    expect(loads.get_by_text("2", exact=True)).to_be_visible(timeout=1000 * SEEN_WITHIN)


def test_a_load_made_on_the_page_is_undone_from_there(
    app: Served, screen: OpenScreen, tmp_path: Path
) -> None:
    """Undo asks at once, with the load chosen in the history; one more click undoes it."""
    store = built(app, "regretted")
    tab = screen().open("data", market="regretted", show="Load files")
    page = tab.page
    page.set_input_files("input[type=file]", sold(tmp_path, 5_000))
    page.get_by_role("button", name="rows into regretted").click(timeout=PATIENCE)
    page.get_by_role("button", name="Undo", exact=True).click(timeout=PATIENCE)
    dialog = page.get_by_role("dialog")
    surely = dialog.get_by_role("button", name="Undo load 2")
    expect(surely).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Load 2 · ")).to_be_visible()
    expect(dialog.get_by_text("rows will go from every figure")).to_be_visible()
    assert len(standing(store)) == 2
    surely.click()
    expect(page.get_by_text("Load 2 was undone")).to_be_visible(timeout=PATIENCE)
    assert [load.number for load in standing(store)] == [1]
    assert tab.settle().problems() == []


def choose(page: Page, row: int) -> None:
    """Ticks a row of the history, which is a canvas: rows are 35 pixels high."""
    table = page.locator("[class*=st-key-loads-] .dvn-scroller").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 15, "y": 35 * (row + 1) + 17})
