"""A market that another app has open: every page says so, and opens once that app has stopped."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.owner import OWNER
from data.store import Store
from data.warehouse import NotTakenUpError, Warehouse
from tests import tiny
from tests.places import ROOT
from tests.visits import app_on, figures, visit

HOLDS = """
import sys
from pathlib import Path
from data.store import Store
from data.warehouse import Warehouse
warehouse = Warehouse.open(Store(Path(sys.argv[1])))
print("open", flush=True)
sys.stdin.read()
warehouse.close()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with app_on(tmp_path):
        yield tiny.build(Store.of("tiny"))


@contextmanager
def open_elsewhere(store: Store) -> Iterator[None]:
    """A process of its own has the market open until the block ends."""
    command = [sys.executable, "-c", HOLDS, str(store.root)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        yield
        other.communicate()


def errors(page: AppTest) -> list[str]:
    return [error.value for error in page.error]


def test_a_market_open_elsewhere_is_a_sentence_on_every_page(store: Store) -> None:
    with open_elsewhere(store):
        for screen in ("overview", "matches", "what_if", "sources"):
            (said,) = errors(visit(screen))
            assert "Another Tandem app has the market **tiny** open" in said
            assert str(store.root) not in said, "a visitor need not know where the market lies"
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
