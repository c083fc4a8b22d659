"""What others report as a visitor sees it on the pages of a creator and of a shop."""

from collections.abc import Iterator

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.owner import OWNER
from data.store import Store
from tests import tiny
from tests.test_reported_beside import TOLD
from tests.visitor import RUN_SECONDS, SHELL


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    root = tmp_path_factory.mktemp("store")
    told = {**tiny.frames(), "reported_metrics": pd.DataFrame(TOLD)}
    tiny.build(Store(root / "told"), told)
    tiny.build(Store(root / "untold"), tiny.frames())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_STORE", str(root))
        for name in ("TANDEM_MARKET", "TANDEM_MERCHANT"):
            patch.delenv(name, raising=False)
        st.cache_data.clear()
        yield
        OWNER.stop()
        st.cache_data.clear()


def opened(screen: str, **query: str) -> pd.DataFrame:
    """The table of reported figures on a screen, by source."""
    page = AppTest.from_file(SHELL, default_timeout=RUN_SECONDS)
    for name, value in {"market": "told", **query}.items():
        page.query_params[name] = value
    page.run()
    page.switch_page(f"{screen}.py").run()
    assert not page.exception, page.exception[0].value
    found = [frame.value for frame in page.dataframe if "Explained by" in frame.value]
    assert found or any("Nobody has reported" in info.value for info in page.info)
    return found[0].set_index("Source") if found else pd.DataFrame()


def test_a_creators_figures_stand_beside_ours() -> None:
    rows = opened("creator", creator="c1", tab="Reported")
    shown = ["Metric", "Reported", "Ours", "Difference", "Explained by"]
    assert rows.loc["uncancelled", shown].tolist() == [
        *("GMV", "$38.00", "$68.00", "-$30.00", "without cancelled")
    ]
    assert rows.loc["band", shown].tolist() == [
        *("GMV", "$50.00 to $100.00", "$68.00", "–", "within the band")
    ]
    assert rows.loc["open band", "Reported"] == "$70.00 or more"
    assert rows.loc["unlike", shown].tolist() == ["Samples shipped", "4", "–", "–", ""]


def test_a_shop_sees_its_own_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(opened("merchant", merchant="b", part="Reported").index) == {"b's own"}
    monkeypatch.setenv("TANDEM_MERCHANT", "b")
    monkeypatch.setenv("TANDEM_MARKET", "told")
    assert set(opened("creator", creator="c1", tab="Reported").index) == {"b's own"}


def test_where_nothing_is_reported_it_says_what_would_bring_it() -> None:
    assert opened("merchant", merchant="a", part="Reported", market="untold").empty
