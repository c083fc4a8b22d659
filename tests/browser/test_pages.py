"""Every page on every market opens cold, draws what it should and gives no cause to complain."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pages.components.menu import SCREENS
from tests.browser.conftest import MARKETS, SIZES, OpenScreen
from tests.places import OUTPUT

pytestmark = pytest.mark.browser

TALLEST = 3 * SIZES[1440]
ON_PAPER = ("report",)
"""As tall as its sheets are."""
WITHOUT_CHARTS: tuple[str, ...] = ()
# The demo is looked at in both widths; `TANDEM_EVERY_LOOK=1` adds each width and scheme of all.
LOOKS = {market: [(1440, "light")] for market in MARKETS} | {
    "demo": [(1440, "light"), (390, "dark")],
    "tiny": [(390, "light")],
    "live_sellers": [(390, "light")],
}
if os.environ.get("TANDEM_EVERY_LOOK"):
    every = [(width, scheme) for width in SIZES for scheme in ("light", "dark")]
    LOOKS = dict.fromkeys(MARKETS, every)


@dataclass(frozen=True)
class Visit:
    """One look at one page of one market."""

    page: str
    market: str
    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.market}-{self.page}-{self.width}-{self.scheme}"

    @property
    def path(self) -> str:
        """The page's address; the first page of the menu lives at the root."""
        return "" if self.page == SCREENS[0].url else self.page


VISITS = [
    Visit(screen.url, market, width, scheme)
    for market in MARKETS
    for screen in SCREENS
    for width, scheme in LOOKS[market]
]


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_holds(
    visit: Visit, screen: OpenScreen, market: Callable[[str], dict[str, str]]
) -> None:
    busiest = market(visit.market)
    about = {visit.page: busiest[visit.page]} if visit.page in busiest else {}
    tab = screen(visit.width, visit.scheme).open(visit.path, market=visit.market, **about)
    tab.shoot(OUTPUT / f"{visit}.png")
    assert not (problems := tab.problems()), "\n".join(problems)
    if visit.market == "demo":
        assert tab.charts or visit.page in WITHOUT_CHARTS
    if visit.market != "empty":
        assert [chart for chart, marks in tab.charts.items() if not marks] == []
    if visit.width == 1440 and visit.page not in ON_PAPER:
        assert tab.height <= TALLEST
