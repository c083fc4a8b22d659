"""Every page with every choice made and every fold open, on markets large, tiny and empty."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from data.owner import OWNER
from data.store import Store
from models.training import train
from models.versions import publish
from pages.components.menu import SCREENS, Screen
from tests import tiny
from tests.browser.markets import busiest
from tests.visitor import Visitor

MARKETS = ("larger", "tiny", "empty")


@pytest.fixture(scope="module", autouse=True)
def store(larger_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with the three markets, the larger one trained, which the app of this process takes
    for its own.
    """
    root = tmp_path_factory.mktemp("store")
    shutil.copytree(larger_store.root, root / "larger")
    publish(Store(root / "larger"), train(Store(root / "larger")))
    tiny.build(Store(root / "tiny"))
    Store(root / "empty").loads.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TANDEM_STORE", str(root))
        patch.delenv("TANDEM_MERCHANT", raising=False)
        st.cache_data.clear()
        yield root
        OWNER.stop()
        st.cache_data.clear()


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.url)
def test_no_choice_breaks_the_page(screen: Screen, market: str) -> None:
    visitor = Visitor(screen, market, busiest(OWNER.warehouse(market)))
    assert not (problems := visitor.try_everything()), "\n".join(problems)
