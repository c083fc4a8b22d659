"""Chromium on the real app: one server for all markets, one tab per test."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bootstrap import find_browser
from tests.browser.markets import REAL, Pantry
from tests.browser.screen import Screen, launch
from tests.browser.server import Served, serve
from tests.places import OUTPUT

MARKETS = ("demo", *REAL, "tiny", "empty")
SIZES = {1440: 900, 390: 844}
OpenScreen = Callable[..., Screen]


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app as an analyst sees it, on a store that `market` fills."""
    store = tmp_path_factory.mktemp("store")
    OUTPUT.mkdir(exist_ok=True)
    with serve(store, OUTPUT / "app.log") as served:
        yield served


@pytest.fixture(scope="session")
def market(app: Served, request: pytest.FixtureRequest) -> Callable[[str], dict[str, str]]:
    """Puts a market before the app on first use; returns the ids with the most to show."""

    def bring(name: str) -> dict[str, str]:
        if name in REAL:
            request.getfixturevalue("real_data")
        return Pantry().copy(name, app.store)

    return cache(bring)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if find_browser() is None:
        pytest.skip("no Chromium; run: sudo apt install chromium")
    with sync_playwright() as playwright:
        yield launch(playwright)


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> dict[tuple[int, str], BrowserContext]:
    """A visitor per width and colour scheme, who keeps the app's scripts in the cache."""
    return {
        (width, scheme): chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        for width, height in SIZES.items()
        for scheme in ("light", "dark")
    }


@pytest.fixture
def screen(app: Served, contexts: dict[tuple[int, str], BrowserContext]) -> Iterator[OpenScreen]:
    """Opens tabs: `screen()`, `screen(390, "dark")`, or on another app: `screen(app=other)`."""
    opened: list[Screen] = []

    def open_tab(width: int = 1440, scheme: str = "light", app: Served = app) -> Screen:
        opened.append(Screen(contexts[width, scheme].new_page(), app))
        return opened[-1]

    yield open_tab
    for tab in opened:
        tab.page.close()
