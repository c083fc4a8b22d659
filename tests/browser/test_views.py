"""A view is saved on one page, opened from another with its filters, and removed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser


def views(tab: Screen) -> None:
    tab.page.get_by_role("button", name="Views").click()
    tab.settle()


def test_a_view_brings_its_page_and_filters_back(
    screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    market("tiny")
    tab = screen().open("products", market="tiny", search="Serum", period="Week")
    views(tab)
    tab.page.get_by_label("Name of this view").fill("Serums, by week")
    tab.page.get_by_role("button", name="Save").click()
    expect(tab.page.get_by_role("link", name="Serums, by week")).to_be_visible()
    tab.open("overview", market="tiny")
    views(tab)
    kept = tab.page.get_by_role("link", name="Serums, by week")
    kept.click()
    parts = ("/products?", "market=tiny", "search=Serum", "period=Week")
    tab.page.wait_for_url(lambda url: all(part in url for part in parts))
    tab.settle()
    expect(tab.page.get_by_role("searchbox")).to_have_value("Serum")
    assert tab.problems() == []
    views(tab)
    tab.page.locator("[class*=st-key-remove-view] button").first.click()
    expect(kept).to_have_count(0)
