"""A shop that has orders alone enters a sample in the grid; the list of samples shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.browser.server import Served, serve
from tests.places import OUTPUT

pytestmark = pytest.mark.browser

ROW, FIRST_ROW = 35, 52
GRID_TELLS = 500
"""Milliseconds within which the grid has told the server of an edit."""

SHIPPED, RECEIVED, FEE = 2, 3, 5
"""Places of columns after the creator's."""


@pytest.fixture
def alder(tmp_path: Path) -> Iterator[Served]:
    """The app as shop a of the tiny market sees it."""
    tiny.build(Store(tmp_path / "tiny"))
    OUTPUT.mkdir(exist_ok=True)
    log = OUTPUT / "samples.log"
    with serve(tmp_path, log, TANDEM_MARKET="tiny", TANDEM_MERCHANT="a") as served:
        yield served


def write(tab: Screen, row: int, column: int, value: str) -> None:
    """Writes into a cell of the grid, counted from the creator's in the first row."""
    page = tab.page
    tab.settle()
    drawn = page.get_by_test_id("stDataFrame").locator("canvas").first
    drawn.scroll_into_view_if_needed()
    grid = drawn.bounding_box()
    assert grid is not None
    for place in (row + 2, row):  # the first click after another control only brings the focus
        page.mouse.click(grid["x"] + 100, grid["y"] + FIRST_ROW + ROW * place)
        page.wait_for_timeout(GRID_TELLS)
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    cell = page.locator("#portal input")
    cell.fill(value)
    cell.press("Enter")
    expect(cell).to_have_count(0)
    page.wait_for_timeout(GRID_TELLS)
    tab.settle()


def test_a_sample_entered_in_the_grid_is_listed(alder: Served, screen: OpenScreen) -> None:
    tab = screen(app=alder).open("merchant", part="Samples")
    expect(tab.page.get_by_text("No sample is known here")).to_be_visible()
    tab.page.get_by_role("button", name="Enter samples").click()
    tab.settle()
    write(tab, 0, SHIPPED, "2026-02-10")
    write(tab, 0, RECEIVED, "2026-02-09")
    tab.page.get_by_role("button", name="Save", exact=True).click()
    wrong = "Row 1, received_on: '2026-02-09' is before shipped_on"
    expect(tab.page.get_by_text(wrong)).to_be_visible(timeout=20_000)
    write(tab, 0, RECEIVED, "2026-02-15")
    write(tab, 0, FEE, "12.50")
    find = tab.page.get_by_placeholder("Find by name or id")
    find.fill("zzz")
    find.press("Enter")
    expect(tab.page.get_by_text("Nothing here has 'zzz' in its name or id.")).to_be_visible()
    expect(tab.page.get_by_text("1 row not saved yet.")).to_be_visible()
    tab.page.get_by_role("button", name="Save", exact=True).click()
    expect(tab.page.get_by_text("1 row saved; every figure follows.")).to_be_visible(timeout=20_000)
    tab.settle().shoot(OUTPUT / "samples-entered.png")
    tab.page.get_by_role("radio", name="Samples").first.click()
    overdue = tab.settle().page.get_by_test_id("stMetric").filter(has_text="Overdue")
    expect(overdue).to_contain_text("1")
    expect(tab.page.get_by_text("1 sample with sales but no post")).to_be_visible()
    tab.shoot(OUTPUT / "samples-listed.png")
    assert not tab.problems()
    held = Warehouse.snapshot(Store(alder.store / "tiny")).session(Scope.of_merchants("a"))
    row = held.frame("from collaborations").iloc[0]
    assert (row["creator_id"], row["product_id"], row["flat_fee"]) == ("c1", "p1", 1250)
