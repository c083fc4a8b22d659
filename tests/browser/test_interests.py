"""A creator's interests in the browser: both charts are drawn, wide and narrow, light and dark."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import OpenScreen
from tests.places import OUTPUT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_interests_are_drawn(
    width: int, scheme: str, screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    creator = market("demo")["creator"]
    tab = screen(width, scheme).open("creator", market="demo", creator=creator, tab="Interests")
    tab.shoot(OUTPUT / f"demo-creator-interests-{width}-{scheme}.png")
    assert not (problems := tab.problems()), "\n".join(problems)
    now_and_long, drift = tab.charts.values()
    assert now_and_long >= 3 * 2, "a line and two dots for each of several categories"
    assert drift == 2, "the band of chance, and the dot"
    assert "No sign that it moved" in tab.text or "It has moved" in tab.text


def test_too_little_is_said_in_the_browser_too(
    screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    """The tiny market's creator has three products, each in a category of its own."""
    market("tiny")
    tab = screen(390).open("creator", market="tiny", creator="c1", tab="Interests")
    assert not (problems := tab.problems()), "\n".join(problems)
    assert "Not told apart from chance" in tab.text
    _, drift = tab.charts.values()
    assert drift == 1, "the dot alone, for no band is known"
