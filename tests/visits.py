"""Pages without a browser: open one as a visitor, read what it says, plant a row behind it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import lake
from data.owner import OWNER
from data.store import Store
from tests import tiny
from tests.places import ROOT

SHELL = ROOT / "pages" / "shell.py"


@contextmanager
def app_on(store: Path, market: str = "tiny", merchant: str | None = None) -> Iterator[None]:
    """The app of this process takes the folder for its store, the market for its home, and an
    analyst or a merchant for its viewer.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_STORE", str(store))
        patch.setenv("TANDEM_MARKET", market)
        patch.delenv("TANDEM_MERCHANT", raising=False)
        if merchant:
            patch.setenv("TANDEM_MERCHANT", merchant)
        st.cache_data.clear()
        yield
        OWNER.stop()
        st.cache_data.clear()


@contextmanager
def copied_app(market: Store, root: Path) -> Iterator[None]:
    """The app on a copy of a market in a folder, under its own name."""
    shutil.copytree(market.root, root / market.market)
    with app_on(root, market.market):
        yield


def visit(screen: str, market: str = "tiny", **parameters: str | list[str]) -> AppTest:
    """A page as a deep link opens it; it must not raise."""
    page = AppTest.from_file(SHELL, default_timeout=60)
    for name, value in {"market": market, **parameters}.items():
        page.query_params[name] = value
    page.run().switch_page(f"{screen}.py").run()
    assert not page.exception
    return page


def figures(page: AppTest) -> dict[str, str]:
    """The figures on screen by their label."""
    return {metric.label: metric.value for metric in page.metric}


def money(text: str) -> float:
    """$12,345 or $12.3K in dollars."""
    return float(text.strip("$").replace(",", "").replace("K", "e3"))


def told(page: AppTest) -> str:
    """All the words on screen."""
    shown = (page.caption, page.info, page.warning, page.markdown, page.title, page.subheader)
    return "\n".join(element.value for kind in shown for element in kind)


def plant(order: str, **changes: object) -> None:
    """Loads an order line of the tiny market anew with other values; the app takes it up."""
    lines = tiny.frames()["order_lines"]
    row = lines[lines["order_id"] == order].assign(**changes)
    with lake.load(Store.of("tiny"), source="planted") as load:
        load.add("order_lines", row)
    OWNER.take_up()
