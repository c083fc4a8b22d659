"""Extra GMV on Merchant and Creator, in a market that can tell it: rows, grades, files, scopes."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.market.build import build
from data.market.plan import Size
from data.owner import OWNER
from data.scope import Scope
from data.store import Store
from data.warehouse import Session
from models.evidence import last_complete_day
from models.incrementality import credited_starts, incrementality
from tests.conftest import small
from tests.visits import app_on, figures, money, told, visit

MARKET = "mid"


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A simulated market of 700 products in three categories, before the app of this process."""
    root = tmp_path_factory.mktemp("store")
    plan = replace(
        small(MARKET),
        size=Size(700, 100, 14, product_tail=0.9, creator_tail=1.3),
        days=200,
        requests=1_500,
        organic_clicks=60_000,
        creator_clicks=40_000,
    )
    build(Store(root / MARKET), plan, seed=2)
    with app_on(root, MARKET):
        yield Store(root / MARKET)


@pytest.fixture(scope="module")
def sold(store: Store) -> pd.DataFrame:
    """Shop, creator and credited orders of each pair, most first."""
    session = OWNER.warehouse(MARKET).session(Scope.everything())
    return session.frame(
        "select merchant_id, creator_id, count(*) as n from sales "
        "where creator_id is not null group by all order by n desc"
    )


def shop(sold: pd.DataFrame) -> str:
    return str(sold.groupby("merchant_id")["n"].sum().idxmax())


def opened(screen: str, **query: str) -> AppTest:
    return visit(screen, MARKET, **query)


def rows(page: AppTest) -> pd.DataFrame:
    return next(one.value for one in page.dataframe if "first_start" in one.value)


def test_pages_and_trust_tell_one_share(store: Store) -> None:
    """What siblings lose is off on both."""
    session = OWNER.warehouse(MARKET).session(Scope.everything())
    last_day = last_complete_day(session)
    assert last_day is not None
    found = incrementality(session, last_day, "USD")
    assert found.is_known
    assert found.share == found.effect.incrementality


def test_every_row_has_its_own_grade_window_and_n(sold: pd.DataFrame) -> None:
    page = opened("merchant", merchant=shop(sold), part="Extra GMV")
    frame = rows(page)
    assert (frame["window_days"] == 28).all()
    assert (frame["first_start"] <= frame["last_start"]).all()
    enough = frame["orders"] >= 10
    assert set(frame["grade"][enough & (frame["n"] >= 3)]) == {"adjusted"}
    assert set(frame["grade"][enough & (frame["n"] < 3)]) <= {"prior only"}
    assert frame[~enough][["extra", "low", "high", "grade"]].isna().all(axis=None)
    assert frame["reason"][~enough].str.startswith("not estimable: ").all()
    assert frame["low"][enough].is_monotonic_decreasing, "the surest first"
    attributed = money(figures(page)["Attributed GMV"])
    assert frame["attributed"].sum() == pytest.approx(attributed, rel=0.01)
    assert r"Of \$100 attributed in this market, \$" in told(page)
    assert f"n = {frame['n'].sum()} starts, " in told(page)


@pytest.mark.parametrize(("sort", "column"), [("Largest", "extra"), ("Attributed", "attributed")])
def test_rows_are_sorted_as_chosen(sold: pd.DataFrame, sort: str, column: str) -> None:
    asked = {"part": "Extra GMV", "added-by": "By product", "added-sort": sort}
    frame = rows(opened("merchant", merchant=shop(sold), **asked))
    assert frame[column].dropna().is_monotonic_decreasing


def test_files_have_money_as_people_read_it(sold: pd.DataFrame) -> None:
    """The same dollars in table and file, below the days that the rows are of."""
    with patch.object(st, "download_button", wraps=st.download_button) as button:
        page = opened("merchant", merchant=shop(sold), part="Extra GMV")
    made: list[Any] = [call.args for call in button.call_args_list if "(CSV)" in call.args[0]]
    text = made[-1][1]().decode()
    file, frame = pd.read_csv(io.StringIO(text), comment="#"), rows(page)
    for name in ("extra", "low", "high", "attributed"):
        assert file[name].tolist() == pytest.approx(frame[name].tolist(), abs=1, nan_ok=True)
    assert {"grade", "reason", "n", "first_start", "last_start", "window_days"} <= set(file)
    assert f"# from: {frame['first_start'].min():%Y-%m-%d}" in text


def last_day(session: Session) -> date:
    found = last_complete_day(session)
    assert found is not None
    return found


def again(screen: str, **query: str) -> AppTest:
    return opened(screen, **{"added-seen": "If started again", "form": "Table", **query})


def test_pairs_started_again_have_effect_outcome_and_uplift(sold: pd.DataFrame) -> None:
    page = again("merchant", merchant=shop(sold), part="Extra GMV")
    frame = page.dataframe[0].value
    assert 0 < len(frame) <= 20
    assert frame["low"].is_monotonic_decreasing
    assert (frame["low"] <= frame["estimate"]).all()
    assert (frame["estimate"] <= frame["high"]).all()
    assert (frame["outcome_low"] <= frame["outcome_high"]).all()
    assert (frame["estimate"] / frame["attributed"]).tolist() == pytest.approx(
        (frame["new_share"] / 100).tolist()
    )
    known = frame.dropna(subset=["conversion_uplift"])
    assert len(known)
    assert (known["conversion_uplift_low"] <= known["conversion_uplift"]).all()
    assert frame["reason"].str.len().min() > 0
    assert (frame["window_days"] == 28).all()
    assert "80 % interval" in told(page)


def test_a_merchant_sees_own_products_alone(
    sold: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = shop(sold)
    monkeypatch.setenv("TANDEM_MERCHANT", own)
    session = OWNER.warehouse(MARKET).session(Scope.of_merchants(own))
    titles = set(session.frame("select title from products")["title"])
    assert len(titles) < 700
    others = sold[sold["merchant_id"] != own]
    started = credited_starts(session, date(2026, 1, 1), last_day(session), "USD")
    shared = started[started["creator_id"].isin(others["creator_id"])]
    creator = str(shared.loc[shared["orders"].idxmax(), "creator_id"])
    n = int((started["creator_id"] == creator).sum())
    names = rows(opened("creator", creator=creator, tab="Extra GMV"))["name"]
    assert len(names) == n
    assert set(names) <= titles
    frame = again("creator", creator=creator, tab="Extra GMV").dataframe[0].value
    assert len(frame) == n
    assert set(frame["name"]) <= titles
