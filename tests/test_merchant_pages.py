"""Merchants and Merchant as a visitor sees them: a planted row moves a figure, a scope holds."""

from collections.abc import Iterator

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.owner import OWNER
from data.store import Store
from pages.components.access import check_viewer
from tests import tiny
from tests.places import ROOT

SHELL = ROOT / "pages" / "shell.py"
PARTS = (
    "Portfolio",
    "Creators",
    "Extra GMV",
    "Samples",
    "Margin",
    "Settlement",
    "Promotions",
    "Benchmark",
    "Costs",
    "Reported",
)


def planted() -> dict[str, pd.DataFrame]:
    """The tiny market with 100.00 more paid for o2."""
    tables = tiny.frames()
    lines = tables["order_lines"]
    lines.loc[lines["order_id"] == "o2", "payment"] += 100_00
    return tables


def costed() -> dict[str, pd.DataFrame]:
    """The tiny market with every cost and quantity known."""
    tables = tiny.frames()
    known = tables["product_costs"].iloc[[0]].assign(product_id="p2", unit_cost=50)
    tables["product_costs"] = pd.concat([tables["product_costs"], known])
    lines = tables["order_lines"]
    lines["is_quantity_implausible"] = False
    lines.loc[lines["order_id"] == "o10", "quantity"] = 1
    return tables


def refunded() -> dict[str, pd.DataFrame]:
    """The tiny market with the day of o3's refund."""
    tables = tiny.frames()
    lines = tables["order_lines"].set_index("order_id")
    lines["refunded_at"] = pd.Series({"o3": pd.Timestamp("2026-03-03 18:00")})
    return {**tables, "order_lines": lines.reset_index()}


def undated() -> dict[str, pd.DataFrame]:
    """A market that knows who worked with whom, and neither day nor money."""
    tables = tiny.frames()
    deal = {"collaboration_id": "k", "merchant_id": "a", "product_id": "p1", "creator_id": "c1"}
    deals = pd.DataFrame([{**deal, "recorded_at": pd.Timestamp("1970-01-01")}])
    market = tables["market"].drop(columns="complete_until_at")
    known = {name: tables[name] for name in ("merchants", "products", "creators")}
    return {**known, "market": market, "collaborations": deals}


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Markets that the app of this process takes for its own."""
    root = tmp_path_factory.mktemp("store")
    made = {"tiny": tiny.frames(), "planted": planted(), "costed": costed(), "undated": undated()}
    made["refunded"] = refunded()
    made["nobody"] = {name: undated()[name] for name in ("market", "creators")}
    for name, tables in made.items():
        tiny.build(Store(root / name), tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_STORE", str(root))
        for name in ("TANDEM_MARKET", "TANDEM_MERCHANT"):
            patch.delenv(name, raising=False)
        st.cache_data.clear()
        yield
        OWNER.stop()
        st.cache_data.clear()


@pytest.fixture
def as_birch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_MERCHANT", "b")
    monkeypatch.setenv("TANDEM_MARKET", "tiny")


def opened(screen: str, **query: str) -> AppTest:
    """A screen of the tiny market as a cold deep link draws it."""
    page = AppTest.from_file(SHELL, default_timeout=60)
    for name, value in {"market": "tiny", **query}.items():
        page.query_params[name] = value
    page.run()
    page.switch_page(f"{screen}.py").run()
    assert not page.exception, page.exception[0].value
    return page


def figures(page: AppTest) -> dict[str, str]:
    return {figure.label: figure.value for figure in page.metric}


def texts(page: AppTest) -> str:
    kinds = (page.title, page.caption, page.markdown, page.info, page.warning, page.subheader)
    frames = [frame.value.to_csv() for frame in page.dataframe]
    return "\n".join([*(str(e.value) for kind in kinds for e in kind), *frames])


@pytest.mark.parametrize("screen", ["merchants", "merchant"])
def test_a_planted_row_moves_the_figures(screen: str) -> None:
    before = figures(opened(screen, merchant="a"))
    after = figures(opened(screen, merchant="a", market="planted"))
    # 157.75 GMV and 109.75 net, and 100.00 more
    assert (before["GMV"], after["GMV"]) == ("$157.75", "$257.75")
    assert (before["Net GMV"], after["Net GMV"]) == ("$109.75", "$209.75")


def test_the_margin_waits_for_a_cost_and_names_it() -> None:
    waiting = texts(opened("merchant", merchant="a", part="Margin"))
    assert "cost of 1 product missing" in waiting
    assert "unit cost** of Balm" in waiting
    # 10975 net - 600 commission - 5 % fee - goods: p1 o1, o2 at 5.00, o3 2, o5, o8 at 6.00, p2 two
    figure = figures(opened("merchant", merchant="a", market="costed"))["Contribution margin"]
    fee = 100 + 95 + 150 + 100 + 50 + 50 + round(75 * 0.05)
    goods = 2 * 500 + 4 * 600 + 2 * 50
    assert figure == f"${(10_975 - 600 - fee - goods) / 100:.2f}"


def test_pairs_of_which_nothing_was_kept_have_no_margin_to_compare() -> None:
    """c1 and c2 sold the serum; all that c1 sold of the balm was cancelled, so it lacks no cost."""
    shown = texts(opened("merchant", merchant="a", part="Margin"))
    assert "n = 2 pairs with every cost known" in shown


@pytest.mark.parametrize(
    ("market", "head"),
    [("tiny", "2 products · 2 creators sold for it"), ("undated", "1 creator worked with")],
)
def test_the_head_counts_who_sold_apart_from_who_was_worked_with(market: str, head: str) -> None:
    assert head in texts(opened("merchant", merchant="a", market=market))


def test_a_lag_that_no_line_tells_says_why() -> None:
    """No line of the tiny market says when it was settled; of one the refund has its day, and eight
    lines that were paid for were not cancelled.
    """
    untold = texts(opened("merchant", merchant="a", part="Settlement"))
    assert "Settled is not estimable" in untold
    assert "Refunded is not estimable" in untold
    told = texts(opened("merchant", merchant="a", part="Settlement", market="refunded"))
    assert "Settled is not estimable" in told
    assert "refunded of n = 8 paid lines" in told
    assert "Refunded is not estimable" not in told


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_shop_holds(part: str) -> None:
    """Without collaborations, promotions or enough others to compare with; b sold no dollars."""
    opened("merchant", merchant="a", part=part)
    opened("merchant", merchant="b", part=part)


@pytest.mark.parametrize("view", ["Ranking", "Refunds", "Settlement", "Samples"])
def test_every_view_of_shops_holds(view: str) -> None:
    opened("merchants", view=view)


@pytest.mark.usefixtures("as_birch")
def test_a_merchant_lands_on_the_own_shop() -> None:
    page = AppTest.from_file(SHELL, default_timeout=60)
    page.query_params["market"] = "tiny"
    assert page.run().title[0].value == "Birch"


@pytest.mark.usefixtures("as_birch")
@pytest.mark.parametrize("part", PARTS)
def test_a_merchants_deep_link_to_another_shop_tells_nothing_of_it(part: str) -> None:
    page = opened("merchant", merchant="a", part=part)
    assert page.title[0].value == "Birch"
    assert "Only your own shop is open to you" in page.warning[0].value
    for foreign in ("Alder", "Serum", "Balm", "p1", "p2", "157.75", "109.75"):
        assert foreign not in texts(page)


@pytest.mark.usefixtures("as_birch")
def test_a_merchant_has_no_home_but_the_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Markets beside it may have a shop of the same id; a home that is not here opens none."""
    assert figures(opened("merchant", market="planted")) == figures(opened("merchant"))
    monkeypatch.setenv("TANDEM_MARKET", "tinny")
    page = opened("merchant", market="planted")
    assert "Your market is not here" in page.info[0].value
    assert not page.metric
    monkeypatch.delenv("TANDEM_MARKET")
    assert "Your market is not here" in opened("merchant", market="planted").info[0].value


def test_a_merchant_left_blank_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_MARKET", "tiny")
    monkeypatch.setenv("TANDEM_MERCHANT", "")
    for foreign in ("Alder", "Birch", "Serum", "157.75"):
        assert foreign not in texts(opened("overview"))
    with pytest.raises(SystemExit, match="TANDEM_MERCHANT is set but empty"):
        check_viewer()


@pytest.mark.usefixtures("as_birch")
def test_comparing_shops_is_for_analysts() -> None:
    page = opened("merchants")
    assert "is for analysts" in page.info[0].value
    assert not page.dataframe
    assert not page.metric


def test_an_unknown_shop_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nobody" in opened("merchant", merchant="nobody").warning[0].value
    assert "Find a shop" in opened("merchant").info[0].value
    monkeypatch.setenv("TANDEM_MERCHANT", "nobody")
    monkeypatch.setenv("TANDEM_MARKET", "tiny")
    assert "no shop 'nobody'" in opened("merchant").info[0].value


def test_markets_without_money_or_shops_are_told() -> None:
    assert "no orders in this market" in texts(opened("merchants", market="undated"))
    shop = texts(opened("merchant", merchant="a", market="undated"))
    assert "not estimable: no orders in this market" in shop
    assert "@glow" in shop
    for screen in ("merchants", "merchant"):
        assert "No shops in this market" in texts(opened(screen, market="nobody"))
