"""Files into a market: by a command beside two open pages, and by the page itself."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from data import lake
from data.manifests import latest
from data.store import Store
from tests import tiny
from tests.browser.conftest import OpenScreen
from tests.browser.server import Served
from tests.places import ROOT

pytestmark = pytest.mark.browser

SEEN_WITHIN = 10.0
PATIENCE = 60_000
TINY_GMV = "$157.75"  # every dollar paid in tests/tiny.py


def built(app: Served, name: str) -> Store:
    """The tiny market under a name of its own."""
    tables = tiny.frames()
    tables["market"]["market_id"] = name
    return tiny.build(Store(app.store / name), tables)


def sold(folder: Path, *payments: object) -> Path:
    """A file of our own contract with an order line per payment, on the last day of tiny."""
    lines = [
        tiny.line(f"new{number}", "p1", "d3", payment)  # type: ignore[arg-type]
        for number, payment in enumerate(payments)
    ]
    frame = pd.DataFrame(lines)
    for column in ("created_at", "paid_at", "recorded_at"):
        frame[column] = frame[column].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    path = folder / "order_lines.csv"
    frame.to_csv(path, index=False)
    return path


def load(app: Served, market: str, file: Path) -> None:
    """The command, beside the running app."""
    done = subprocess.run(
        [sys.executable, "-m", "data.load", str(file), "--market", market],
        cwd=ROOT,
        env={**os.environ, "TANDEM_STORE": str(app.store)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_two_browsers_see_a_load_within_ten_seconds(
    app: Served, screen: OpenScreen, tmp_path: Path
) -> None:
    built(app, "watched")
    tabs = [screen(1440), screen(390)]
    for tab in tabs:
        tab.open(market="watched")
        expect(gmv(tab.page)).to_have_text(TINY_GMV)
    load(app, "watched", sold(tmp_path, 100_000))
    committed = time.monotonic()
    for tab in tabs:
        expect(gmv(tab.page)).to_have_text("$1.16K", timeout=1000 * SEEN_WITHIN)
    assert time.monotonic() - committed < SEEN_WITHIN
    assert [tab.settle().problems() for tab in tabs] == [[], []]


def test_an_empty_page_fills_itself(app: Served, screen: OpenScreen, tmp_path: Path) -> None:
    """A page that a guard has ended follows the data like any other."""
    Store(app.store / "later").loads.mkdir(parents=True)
    tab = screen().open(market="later")
    assert "This market is empty" in tab.text
    built(app, "later")
    expect(gmv(tab.page)).to_have_text(TINY_GMV, timeout=1000 * SEEN_WITHIN)


def test_files_are_tried_out_then_loaded(app: Served, screen: OpenScreen, tmp_path: Path) -> None:
    store = built(app, "fed")
    tab = screen().open("data", market="fed", show="Load files")
    tab.page.set_input_files("input[type=file]", sold(tmp_path, 5_000, "12,50", 7_000))
    tab.page.get_by_text("What would be loaded").wait_for(timeout=PATIENCE)
    tab.settle()
    assert "payment" in tab.text
    assert tile(tab.page, "Rows that cannot be") == "1"
    assert latest(store) == 1, "a dry run writes nothing"

    tab.page.get_by_role("button", name="rows into fed").click()
    expect(tab.page.get_by_text("1 could not be loaded")).to_be_visible(timeout=PATIENCE)
    loaded = lake.manifests(store)[-1]
    assert (loaded.number, loaded.rejected, loaded.by) == (2, 1, "analyst")

    tab.page.get_by_role("button", name="Undo", exact=True).click()
    expect(tab.page.locator(".st-key-tile-loads").get_by_text("2", exact=True)).to_be_visible(
        timeout=PATIENCE
    )
    assert tile(tab.page.locator("body").page, "Rows not loaded") == "1"
    tab.settle()
    assert tab.problems() == []


def test_a_load_is_cancelled_and_leaves_the_market_as_it_was(
    app: Served, screen: OpenScreen, tmp_path: Path
) -> None:
    store = built(app, "spared")
    tab = screen().open("data", market="spared", show="Load files")
    tab.page.set_input_files("input[type=file]", sold(tmp_path, *range(1, 60_001)))
    tab.page.get_by_role("button", name="rows into spared").click(timeout=PATIENCE)
    tab.page.get_by_role("button", name="Cancel").click(timeout=PATIENCE)
    expect(tab.page.get_by_role("button", name="Cancel")).to_have_count(0, timeout=PATIENCE)
    held = set(store.lake.rglob("*.parquet"))
    assert held == {store.lake / s.path for m in lake.manifests(store) for s in m.segments}
    assert latest(store) == 1


def test_a_dry_run_is_cancelled_and_taken_up_again(
    app: Served, screen: OpenScreen, tmp_path: Path
) -> None:
    built(app, "patient")
    page = screen().open("data", market="patient", show="Load files").page
    page.set_input_files("input[type=file]", sold(tmp_path, *range(1, 120_001)))
    page.get_by_role("button", name="Cancel", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_text("Cancelled: the files were not read")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Cancel", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="rows into patient")).to_have_count(0)
    page.get_by_role("button", name="Read them after all").click()
    expect(page.get_by_role("button", name="rows into patient")).to_be_visible(timeout=PATIENCE)


def test_a_new_market_is_named_with_care(app: Served, screen: OpenScreen, tmp_path: Path) -> None:
    built(app, "known")
    tab = screen().open("data", market="known", show="Load files", into="A new market")
    name = tab.page.get_by_label("Its name")
    for given, answer in {"Not So": "cannot name a market", "known": "There is a market"}.items():
        name.fill(given)
        name.press("Enter")
        expect(tab.page.get_by_text(answer)).to_be_visible()
    name.fill("fresh")
    name.press("Enter")
    tab.settle()
    tab.page.set_input_files("input[type=file]", sold(tmp_path, 5_000))
    form = tab.page.locator(".st-key-questions")
    expect(form.get_by_text("2 questions before these files")).to_be_visible(timeout=PATIENCE)
    zone = form.get_by_role("combobox", name="Time zone of the market")
    zone.click()
    zone.fill("Asia/Bangkok")
    tab.page.get_by_role("option", name="Asia/Bangkok").click()
    form.get_by_label("Currency of the files").fill("thb")
    form.get_by_role("button", name="Read the files again").click()
    expect(tab.page.get_by_role("button", name="rows into fresh")).to_be_visible(timeout=PATIENCE)


def gmv(page: Page):  # type: ignore[no-untyped-def]
    return page.locator(".st-key-figure-gmv [data-testid=stMetricValue]")


def tile(page: Page, label: str) -> str:
    key = label.replace(" ", "-").lower()
    return page.locator(f".st-key-tile-{key} [data-testid=stMetricValue]").inner_text()
