"""A market that another app has open: every page says so, and opens once that app has stopped."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.owner import OWNER
from data.store import Store
from data.warehouse import NotTakenUpError, Warehouse
from tests import tiny
from tests.visits import app_on, figures, visit

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with app_on(tmp_path):
        yield tiny.build(Store.of("tiny"))


def held(root: Path, is_open: Event, may_close: Event) -> None:
    warehouse = Warehouse.open(Store(root))
    is_open.set()
    may_close.wait(60)
    warehouse.close()


def errors(page: AppTest) -> list[str]:
    return [error.value for error in page.error]


def test_a_market_open_elsewhere_is_a_sentence_on_every_page(store: Store) -> None:
    is_open, may_close = SPAWN.Event(), SPAWN.Event()
    other = SPAWN.Process(target=held, args=(store.root, is_open, may_close))
    other.start()
    assert is_open.wait(60)
    for screen in ("overview", "matches", "what_if", "sources"):
        (said,) = errors(visit(screen))
        assert "Another Tandem app has the market **tiny** open" in said
        assert str(store.root) not in said, "a visitor need not know where the market lies"
    may_close.set()
    other.join()
    page = visit("overview")
    assert not errors(page)
    assert figures(page)["GMV"] == "$157.75"


@pytest.mark.usefixtures("store")
def test_a_load_that_cannot_be_taken_up_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(market: str) -> Warehouse:
        raise NotTakenUpError(market)

    monkeypatch.setattr(OWNER, "warehouse", refuse)
    (said,) = errors(visit("overview"))
    assert "cannot be opened" in said
