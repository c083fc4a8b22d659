"""Click and order rates of the demo: diagrams per channel and segment, a pair's own on its card."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pages.components.quality import RATES
from tests.browser.conftest import SIZES, OpenScreen

pytestmark = pytest.mark.browser

CHANNELS = ("Live", "Video", "Product card", "Organic")


@pytest.mark.parametrize("width", SIZES)
def test_each_channel_has_its_diagram(
    screen: OpenScreen, market: Callable[[str], dict[str, str]], width: int
) -> None:
    """Dots, intervals and the diagonal of four channels, for either rate and a chosen segment."""
    market("demo")
    tab = screen(width).open("quality", market="demo", judge=RATES)
    section = tab.page.locator(".st-key-rates")
    expect(section.locator("canvas, svg.marks")).to_have_count(len(CHANNELS))
    for name in CHANNELS:
        expect(section.get_by_text(name, exact=True)).to_be_visible()
    section.get_by_text("Order rate (CVR)").click()
    expect(section.get_by_text("A click has seven days")).to_be_visible()
    assert "Order+rate" in tab.settle().page.url
    first = section.get_by_text("n = ").first
    said = first.inner_text()
    section.get_by_role("combobox").click()
    tab.page.get_by_role("option", name="Pairs without a past").click()
    expect(first).not_to_have_text(said, use_inner_text=True)
    assert "Pairs+without" in tab.settle().page.url
    assert tab.problems() == []


def test_a_match_tells_rates_per_channel_in_place_of_one_for_all(
    screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    market("demo")
    tab = screen().open("matches", market="demo")
    card = tab.page.locator(".st-key-card")
    expect(card.get_by_text("Expected per channel")).to_be_visible()
    expect(card.locator("canvas, svg.marks")).to_have_count(2)
    assert "impressions of creator + product" in card.inner_text()
    assert "Conversion" not in card.inner_text()
    assert tab.problems() == []
