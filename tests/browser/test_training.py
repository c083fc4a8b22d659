"""Training from the page: cancelled, done, rolled back; the version in force serves meanwhile."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from data.market.build import small_market
from data.store import Store
from models.progress import is_training, progress
from models.training import train
from models.versions import current, publish
from tests.browser.conftest import OpenScreen
from tests.browser.server import Served

pytestmark = pytest.mark.browser

MARKET = "trainable"
PATIENCE = 90_000


@pytest.fixture
def store(app: Served) -> Store:
    """A market so small that its model is learned in seconds, with one version in force."""
    store = Store(app.store / MARKET)
    small_market(store, seed=1)
    publish(store, train(store))
    return store


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def test_a_training_is_cancelled_done_and_rolled_back(
    app: Served, store: Store, screen: OpenScreen
) -> None:
    first = current(store)
    assert first
    tab, other = screen(), screen()
    tab.open("quality", market=MARKET)
    assert f"version {first}" in tab.text

    button(tab.page, "Train again").click()
    button(tab.page, "Cancel").wait_for(timeout=PATIENCE)
    with held_up(store):
        other.open("matches", market=MARKET)
        assert f"version {first}" in other.text, "the old version serves while another is learned"
        button(tab.page, "Cancel").click()
    expect(tab.page.get_by_text("The last training was cancelled")).to_be_visible(timeout=PATIENCE)
    assert current(store) == first
    assert not is_training(store)

    tab.settle()
    button(tab.page, "Train again").click()
    expect(tab.page.get_by_text("The last training brought")).to_be_visible(timeout=PATIENCE)
    tab.settle()
    second = current(store)
    assert second != first
    assert f"version {second}" in tab.text

    choose_row(tab.page, 1)
    button(tab.page, "Roll back to this version").click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Roll back").click()
    dialog.wait_for(state="detached", timeout=PATIENCE)
    expect(tab.page.get_by_text(f"version {first}")).to_be_visible(timeout=PATIENCE)
    assert current(store) == first
    other.open("matches", market=MARKET)
    assert f"version {first}" in other.text
    assert tab.problems() == []


@contextmanager
def held_up(store: Store) -> Iterator[None]:
    """Stops the clock of the running training, so that it cannot end meanwhile."""
    running = progress(store)
    assert running
    assert is_training(store)
    os.kill(running.pid, signal.SIGSTOP)
    yield
    os.kill(running.pid, signal.SIGCONT)


def choose_row(page: Page, row: int) -> None:
    """Ticks a row of the versions' table, which is a canvas: rows are 35 pixels high."""
    table = page.locator(".st-key-versions .dvn-scroller").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 15, "y": 35 * (row + 1) + 17})
