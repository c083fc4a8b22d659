"""A merchant enters costs on the page: what is wrong is named, what is right moves the figures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data import lake
from data.store import Store
from tests import tiny
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.browser.server import Served, serve
from tests.places import OUTPUT

pytestmark = pytest.mark.browser

HEADER = "product_id,valid_from,unit_cost,sample_cost\n"


@pytest.fixture
def alder(tmp_path: Path) -> Iterator[Served]:
    """The app as shop a of the tiny market sees it."""
    tiny.build(Store(tmp_path / "tiny"))
    OUTPUT.mkdir(exist_ok=True)
    log = OUTPUT / "costs.log"
    with serve(tmp_path, log, TANDEM_MARKET="tiny", TANDEM_MERCHANT="a") as served:
        yield served


def upload(tab: Screen, row: str) -> None:
    """Offers a file of one row and saves it."""
    content = (HEADER + row).encode()
    files = [{"name": "costs.csv", "mimeType": "text/csv", "buffer": content}]
    tab.page.locator("input[type=file]").set_input_files(files)
    tab.settle()
    tab.page.get_by_role("button", name="Save the file's rows").click()


def test_a_merchant_uploads_costs(alder: Served, screen: OpenScreen) -> None:
    tab = screen(app=alder).open("merchant", part="Costs")
    missing = tab.page.get_by_text("cost of 1 product missing")
    expect(missing.first).to_be_visible()
    tab.page.get_by_text("Upload a file instead").click()
    upload(tab, "p3,2026-01-01,1.25,2")
    wrong = tab.page.get_by_text("Row 2, product_id: 'p3' is no product of this shop")
    expect(wrong).to_be_visible(timeout=20_000)
    upload(tab, "p2,2026-01-01,1.25,2")
    expect(tab.page.get_by_text("1 row saved; every figure follows.")).to_be_visible(timeout=20_000)
    expect(missing).to_have_count(0)
    expect(tab.page.get_by_text("Last changed by a on")).to_be_visible()
    held = lake.manifests(Store(alder.store / "tiny"))
    assert [load.by for load in held] == ["command", "a"], "the wrong file left nothing"
    assert not tab.settle().problems()
