"""Data, Checks: each check that found something shows its rows, and gives them as a file."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.checks import CHECKS
from data.contract import TABLES
from data.owner import OWNER
from data.store import Store
from tests import tiny
from tests.test_quality_checks import FAULTS, VIDEO, Tables, more


def all_faults() -> Tables:
    """The tiny market with rows for every check; no row stands twice."""
    tables = tiny.frames()
    for plant in FAULTS.values():
        plant(tables)
    for key, row in (("orders_before_their_click", 0), ("times_out_of_order", 1)):
        alone = tiny.frames()
        FAULTS[key](alone)
        more(tables, "order_lines", **{**alone["order_lines"].iloc[row], "order_id": key})
    for content in ("v2", "v3"):
        more(tables, "content", content_id=content, **VIDEO)
    return {
        name: rows.drop_duplicates(list(TABLES[name].key), ignore_index=True)
        for name, rows in tables.items()
    }


@pytest.fixture(scope="module", autouse=True)
def _market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_STORE", str(tmp_path_factory.mktemp("store")))
        patch.setenv("TANDEM_MARKET", "tiny")
        patch.delenv("TANDEM_MERCHANT", raising=False)
        tiny.build(Store.of("tiny"), all_faults())
        st.cache_data.clear()
        yield
        OWNER.stop()
        st.cache_data.clear()


def shown(key: str) -> None:
    """A page of one check."""
    import streamlit as st

    from analytics.market import market_facts
    from pages.components.checks import _file, failing_rows
    from pages.components.resources import ask, session_later

    facts = ask(market_facts)
    failing_rows(facts, key)
    st.text(_file(session_later(), facts, key).decode())


@pytest.mark.parametrize("key", [check.key for check in CHECKS])
def test_what_a_check_found_is_shown(key: str) -> None:
    page = AppTest.from_function(shown, kwargs={"key": key}, default_timeout=60).run()
    assert not page.exception
    rows = len(page.dataframe[0].value)
    assert rows > 0
    assert f"rows in this file: {rows}" in page.text[0].value
