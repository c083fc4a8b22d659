"""The Roster page in a browser: chosen by form, in the address, drawn at both widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES, OpenScreen

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [*zip(SIZES, ("light", "dark"), strict=True)])
def test_a_roster_is_chosen_and_stays_in_the_address(
    market: Callable[[str], dict[str, str]], screen: OpenScreen, width: int, scheme: str
) -> None:
    market("demo")
    tab = screen(width, scheme).open("roster", market="demo")
    page = tab.page
    assert "of budget would add" in tab.text
    assert len(tab.charts) == 2
    assert all(tab.charts.values())
    assert tab.problems() == []
    page.get_by_role("spinbutton", name="Budget, $").fill("300")
    page.get_by_role("button", name="Choose").click()
    page.get_by_text("of $300.00 taken").wait_for()
    tab.settle()
    assert "budget=300" in page.url
    page.get_by_text("Table", exact=True).click()
    expect(page.locator("[data-testid=stDataFrame]")).to_have_count(2)
    tab.settle()
    assert tab.problems() == []
    said = page.locator(".st-key-figures").inner_text()
    again = screen(width, scheme).open("roster", market="demo", budget="300")
    assert again.page.locator(".st-key-figures").inner_text() == said, "a colleague sees the same"
