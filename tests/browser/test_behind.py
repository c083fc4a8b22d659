"""What stands behind a figure opens by keyboard, at both widths, and its rows sum to the figure."""

import io

import pandas as pd
import pytest
from playwright.sync_api import expect

from data.store import Store
from tests import tiny
from tests.browser.conftest import SIZES, OpenScreen
from tests.browser.server import Served

pytestmark = pytest.mark.browser


def market(app: Served) -> None:
    """The tiny market with one row more, so that no other market has its sum."""
    store = Store(app.store / "explained")
    if not store.exists:
        tables = tiny.frames()
        one_more = pd.DataFrame([tiny.line("o99", "p1", "d3", 123)])
        tables["order_lines"] = pd.concat([tables["order_lines"], one_more])
        tiny.build(store, tables)


@pytest.mark.parametrize("width", SIZES)
def test_a_figure_opens_what_is_behind_it(app: Served, screen: OpenScreen, width: int) -> None:
    market(app)
    tab = screen(width).open(market="explained")
    opener = tab.page.locator(".st-key-behind-gmv button")
    dialog = tab.page.get_by_role("dialog")
    opener.focus()
    tab.page.keyboard.press("Enter")
    dialog.get_by_text("SQL: order lines").wait_for()
    said = dialog.inner_text()
    for part in ("Paid order value", "n = 10", "Los_Angeles", "1 load"):
        assert part in said
    assert dialog.bounding_box()["width"] <= width  # type: ignore[index]
    tab.page.keyboard.press("Tab")
    assert dialog.locator(":focus").count() == 1, "the keyboard stays within the dialog"
    tab.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    expect(opener).to_be_focused()  # which the browser may do a moment after

    tab.page.keyboard.press("Enter")
    with tab.page.expect_download() as download:
        dialog.get_by_role("button", name="All rows (CSV)").click()
    text = download.value.path().read_text()
    assert "# metric: GMV" in text
    assert pd.read_csv(io.StringIO(text), comment="#")["gmv"].sum() == pytest.approx(157.75 + 1.23)
    assert tab.problems() == []
