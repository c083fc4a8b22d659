"""Each line of *Needs a look* leads to the page that shows it, with the filter set."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import attention
from analytics.period import Period
from analytics.slice import Slice
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from tests import deals, tiny
from tests.places import ROOT

SHELL = ROOT / "pages" / "shell.py"


def eventful() -> dict[str, pd.DataFrame]:
    """A market until 1 May in which everything happened that someone should look at."""
    days = pd.date_range("2026-02-20 20:00", "2026-04-17 20:00", periods=80)
    lines = [
        tiny.line(
            f"x{n}",
            "p1",
            "d1",
            1000 if day >= pd.Timestamp("2026-04-04") else 2000,
            **tiny.BY_C1,
            created_at=day,
            paid_at=day,
            refund=1000 if n > 40 and n % 2 else 0,
        )
        for n, day in enumerate(days)
    ]
    late = deals.deal("late", "c2", shipped="2026-04-01", received="2026-04-12")
    tables = tiny.frames()
    tables["market"]["complete_until_at"] = pd.Timestamp("2026-05-02 07:00")
    return {
        **tables,
        "order_lines": pd.DataFrame(lines),
        "collaborations": pd.DataFrame([late]),
    }


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    root = tmp_path_factory.mktemp("store")
    tiny.build(Store(root / "tiny"), eventful())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_STORE", str(root))
        for name in ("TANDEM_MARKET", "TANDEM_MERCHANT"):
            patch.delenv(name, raising=False)
        st.cache_data.clear()
        yield
        OWNER.stop()
        st.cache_data.clear()


def lines() -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Of each line its badge, the page it leads to, and with which parameters."""
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.query_params["market"] = "tiny"
    page.run()
    page.switch_page("overview.py").run()
    assert not page.exception
    found = [link.proto for link in page.get("page_link")]
    return {
        proto.label.partition("[")[2].partition("]")[0]: (
            proto.page,
            parse_qs(proto.query_string),
        )
        for proto in found
        if "-badge[" in proto.label
    }


def test_an_analyst_is_led_to_what_each_line_is_about() -> None:
    along = {"market": ["tiny"]}
    assert lines() == {
        "samples": ("merchants", {**along, "view": ["Samples"], "state": ["Overdue"]}),
        "refunds": ("product", {**along, "product": ["p1"]}),
        "silent": ("creator", {**along, "creator": ["c1"]}),
        "price": ("product", {**along, "product": ["p1"]}),
        "data": ("data", along),
    }


def test_a_merchant_is_led_to_the_own_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_MERCHANT", "a")
    monkeypatch.setenv("TANDEM_MARKET", "tiny")
    found = lines()
    assert "data" not in found, "how loads went is the analysts' alone"
    own = {"market": ["tiny"], "merchant": ["a"], "part": ["Samples"], "state": ["Overdue"]}
    assert found["samples"][1] == own


def test_where_no_content_is_known_a_creator_is_silent_who_sells_nothing(tmp_path: Path) -> None:
    """c2 sold last on 2 March, 14 days before the 16th; c1 on the 3rd."""
    rows = tiny.frames()
    del rows["content"]
    store = tiny.build(Store(tmp_path / "tiny"), rows)
    asked = Warehouse.snapshot(store).session(Scope.everything())
    on_15th, on_16th = (
        attention.silent_creators(asked, Slice(Period(date(2026, 3, 1), date(2026, 3, day)), "USD"))
        for day in (15, 16)
    )
    assert on_15th.empty
    assert on_16th["creator_id"].tolist() == ["c2"]
    assert not on_16th["has_content"].any()
