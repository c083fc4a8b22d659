"""Products and Product as pages: they follow a planted row and say what a market cannot tell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from tests import tiny
from tests.visits import app_on, figures, plant, told, visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with app_on(tmp_path):
        yield tiny.build(Store.of("tiny"))


def test_products_follows_a_row(store: Store) -> None:
    page = visit("products")
    assert figures(page)["Net GMV"] == "$109.75"
    assert figures(page)["Selling products"] == "2"
    before = page.dataframe[0].value.set_index("title").loc["Balm", "net_gmv"]
    plant("o10", payment=5_075)
    page.run()
    assert figures(page)["Net GMV"] == "$159.75"
    assert page.dataframe[0].value.set_index("title").loc["Balm", "net_gmv"] == before + 50
    assert "1 line with a quantity that cannot be (up to 30,000)" in told(page)


def test_product_follows_a_row(store: Store) -> None:
    page = visit("product", product="p1")
    assert page.title[0].value == "Serum"
    assert figures(page)["Net GMV"] == "$99.00"
    assert "**$54.05** is left (54.6 % of net GMV)" in told(page), "9900 - 600 - 495 - 3400"
    plant("o2", payment=2_900)
    page.run()
    assert figures(page)["Net GMV"] == "$109.00"
    assert "**$63.55** is left" in told(page), "10 dollars more, less 5 % of fee"


def test_product_names_the_cost_that_is_missing(store: Store) -> None:
    words = told(visit("product", product="p2"))
    assert "Not estimable: cost of 1 product missing" in words
    assert "To enter: unit cost" in words


def test_a_ratio_hides_thin_products_until_asked(store: Store) -> None:
    page = visit("products", rank="Refund rate")
    assert "No product has these words" in told(page)
    assert visit("products", rank="Refund rate", thin="true").dataframe[0].value.shape[0] == 2


def test_an_unknown_product_leads_to_the_search_box(store: Store) -> None:
    assert "No product 'p99' in this market" in told(visit("product", product="p99"))


def test_a_shop_cannot_open_another_s_product(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_MERCHANT", "b")
    monkeypatch.setenv("TANDEM_MARKET", "tiny")
    page = visit("product", product="p1")
    assert "No product 'p1' in this market" in told(page)
    assert "Serum" not in told(page)
    listed = visit("products").dataframe[0].value
    assert listed["title"].tolist() == ["Pan"]


def test_a_market_without_orders_says_what_is_missing(store: Store) -> None:
    tables = {name: tiny.frames()[name] for name in ("market", "merchants", "products", "creators")}
    tiny.build(Store.of("bare"), tables)
    page = visit("products", market="bare")
    assert "not estimable: no orders in this market" in told(page)
    assert page.dataframe[0].value["title"].tolist() == ["Balm", "Pan", "Serum"]
    assert "not estimable: no orders" in told(visit("product", market="bare", product="p1"))


def test_a_market_without_products_says_so(store: Store) -> None:
    tables = {name: tiny.frames()[name] for name in ("market", "creators", "content", "events")}
    tables["events"] = tables["events"].assign(product_id=None, merchant_id=None)
    tiny.build(Store.of("posts"), tables)
    for screen in ("products", "product"):
        assert "this market knows no products" in told(visit(screen, market="posts"))


def test_sampled_lines_leave_orders_untold(store: Store) -> None:
    tables = tiny.frames()
    tables["market"]["is_sampled_lines"] = True
    tiny.build(Store.of("sampled"), tables)
    page = visit("product", market="sampled", product="p1", list="Bought together")
    assert "Orders" not in figures(page)
    assert figures(page)["SKU orders"] == "6"
    assert "lines are a random sample" in told(page)
    listed = visit("products", market="sampled").dataframe[0].value
    assert {"sku_orders", "aov", "orders"} & set(listed.columns) == {"sku_orders"}
