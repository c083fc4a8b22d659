"""Reports that there are not: of another shop, of nothing known, of what no market has."""

from collections.abc import Iterator

import pandas as pd
import pytest

from data.store import Store
from tests import tiny
from tests.test_reports import ABOUT, on_paper, report
from tests.visits import app_on, figures, told, visit


def undated() -> dict[str, pd.DataFrame]:
    """A market that knows who is in it, and neither day nor money."""
    tables = tiny.frames()
    market = tables["market"].drop(columns="complete_until_at")
    return {"market": market, **{name: tables[name] for name in ("merchants", "products")}}


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with app_on(tmp_path_factory.mktemp("store")):
        tiny.build(Store.of("tiny"))
        tiny.build(Store.of("undated"), undated())
        yield


@pytest.fixture
def as_birch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_MERCHANT", "b")
    monkeypatch.setenv("TANDEM_MARKET", "tiny")


@pytest.mark.usefixtures("as_birch")
def test_a_merchant_gets_no_other_shop_by_address() -> None:
    other = report("merchant", merchant="a")
    assert "Only your own shop is open to you" in told(other)
    assert other.title[0].value == "Birch"
    assert figures(other)["GMV"] == figures(visit("merchant", merchant="b"))["GMV"]
    assert "No product 'p1' in this market" in told(report("product", product="p1"))
    whole = report("overview", only_shop="a")
    assert figures(whole) == figures(visit("overview"))
    for page in (other, whole):
        said = told(page) + on_paper(page)
        assert not [word for word in ("Alder", "Serum", "157", "by hand") if word in said]
        assert "for analysts" in said
    # Birch sold the pan alone, for 50.00 euros.
    assert figures(whole)["GMV"] == "€50.00"


@pytest.mark.parametrize("of", ABOUT)
def test_a_market_without_orders_has_no_report(of: str) -> None:
    page = report(of, market="undated")
    assert "this market has no orders" in told(page)
    assert "There is no report of" in told(page)
    assert not page.table


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"of": "weather*"}, "There is no report of 'weather\\*'"),
        ({"of": "merchant"}, "Open a shop, and its report from there"),
        ({"of": "merchant", "merchant": "z"}, "This market has no shop 'z'"),
        ({"of": "product"}, "Open a product, and its report from there"),
        ({"of": "product", "product": "z"}, "No product 'z' in this market"),
    ],
)
def test_an_address_without_a_report_says_so(asked: dict[str, str], said: str) -> None:
    assert said in told(visit("report", **asked))


@pytest.mark.parametrize("key", ["shop", "category", "currency"])
def test_a_filter_of_nothing_is_said_and_left_out(key: str) -> None:
    page = report("overview", **{f"only_{key}": "nowhere"})
    assert f"There is no {key} 'nowhere' in this market" in told(page)
    assert figures(page)["GMV"] == "$157.75"
