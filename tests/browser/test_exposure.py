"""Room for small creators, by keyboard and by address, at both widths."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import SIZES, OpenScreen

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", SIZES)
def test_the_slider_makes_room_and_stays_in_the_address(
    market: Callable[[str], dict[str, str]], screen: OpenScreen, width: int
) -> None:
    market("demo")
    tab = screen(width).open("matches", market="demo")
    shared = tab.page.locator(".st-key-exposure")
    assert "without room made" not in shared.inner_text().split("tick:")[0]
    thumb = tab.page.locator(".st-key-small-share").get_by_role("slider")
    thumb.focus()
    thumb.press("End")
    shared.get_by_text("Nano and micro creators have 20 of 20 places").wait_for()
    tab.settle()
    assert "small-share=100" in tab.page.url
    assert "of extra GMV in 28 days" in shared.inner_text()
    tab.open("matches", market="demo", **{"small-share": "100"})
    assert "have 20 of 20 places" in shared.inner_text(), "a colleague sees the same"
    assert tab.problems() == []
