"""A view is saved on one page, opened from another with its filters, and removed."""

from collections.abc import Callable

import pytest

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
    tab.settle()
    tab.open("overview", market="tiny")
    views(tab)
    tab.page.get_by_role("link", name="Serums, by week").click()
    tab.page.wait_for_url("**/products?*")
    tab.settle()
    for part in ("market=tiny", "search=Serum", "period=Week"):
        assert part in tab.page.url
    assert tab.page.get_by_role("searchbox").input_value() == "Serum"
    assert tab.problems() == []
    views(tab)
    tab.page.locator("[class*=st-key-remove-view] button").first.click()
    tab.settle()
    assert tab.page.get_by_role("link", name="Serums, by week").count() == 0
