"""A shop draws a list, keeps it, and finds it again; the page holds on a desk and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from data.manifests import manifests
from data.store import Store
from tests.browser.conftest import OpenScreen
from tests.browser.server import Served, serve
from tests.places import OUTPUT
from tests.tested import market

pytestmark = pytest.mark.browser


@pytest.fixture
def alder(tmp_path: Path) -> Iterator[Served]:
    """The app as shop a of the market with an experiment sees it."""
    market(tmp_path)
    OUTPUT.mkdir(exist_ok=True)
    log = OUTPUT / "experiments.log"
    with serve(tmp_path, log, TANDEM_MARKET="tested", TANDEM_MERCHANT="a") as served:
        yield served


def test_a_shop_draws_keeps_and_reads_out(alder: Served, screen: OpenScreen) -> None:
    tab = screen(app=alder).open("experiments")
    assert next(iter(tab.charts.values())) > 0, "the curve"
    tab.page.get_by_label("Name").fill("Spring serum")
    tab.page.keyboard.press("Enter")
    tab.settle()
    tab.page.get_by_role("button", name="Keep this list").click()
    tab.page.get_by_role("button", name="Write it").click()
    kept = tab.page.get_by_text("32 rows of assignments, load 2 of Tiny")
    expect(kept).to_be_visible(timeout=20_000)
    assert [load.by for load in manifests(Store(alder.store / "tested"))] == ["command", "a"]
    tab.page.get_by_role("radio", name="Read-out").click()
    expect(tab.page.get_by_text("Do not decide yet")).to_be_visible(timeout=20_000)
    assert not tab.settle().problems()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_read_out_holds(alder: Served, screen: OpenScreen, width: int) -> None:
    tab = screen(width, app=alder).open("experiments", **{"test-part": "Read-out"})
    expect(tab.page.get_by_text("No verdict before costs")).to_be_visible()
    assert all(tab.charts.values())
    tab.shoot(OUTPUT / f"experiments-read-{width}.png")
    assert not tab.problems()
