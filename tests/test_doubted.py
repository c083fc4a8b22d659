"""The dialog of a figure: the exact number, before, and what it is made of (see tiny.py)."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from pages.components.doubted import exact, left_over, made_of
from tests import tiny
from tests.visits import app_on, told, visit

TOTALS = pd.Series(
    {
        "clicks": 40,
        "impressions": 1_080,
        "sku_orders": 9,
        "orders": 8,
        "gmv": 15_775,
        "refunded": 1_800,
        "attributed_gmv": 10_800,
        "units": 9,
        "views": 250,
        "converted_clicks": 1,
    }
)


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with app_on(tmp_path_factory.mktemp("store")):
        tiny.build(Store.of("tiny"))
        yield


def opened(page: AppTest, label: str) -> AppTest:
    """The page with the dialog of a figure open over it."""
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception
    return page


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("gmv", 183_820_450, "$1,838,204.50"),
        ("orders", 1_234_567, "1,234,567"),
        ("refund_rate", 0.054321, "5.432 %"),
        ("units_per_order", 1.12345, "1.1235"),
        ("aov", float("nan"), "–"),
    ],
)
def test_a_doubted_number_is_told_in_full(key: str, value: float, said: str) -> None:
    assert exact(key, value, "USD") == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        # Wilson: 40 of 1,080 is 3.70 %; (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96
        ("ctr", "40 clicks ÷ 1,080 impressions (n) · 95 % interval 2.73 % – 5.00 %"),
        ("ctor_sku_orders", "9 SKU orders ÷ 40 clicks (n) · 95 % interval 12.3 % – 37.5 %"),
        ("refund_rate", "$18.00 refunded ÷ $157.75 GMV · n = 9 SKU orders"),
        ("aov", "$157.75 GMV ÷ 8 orders (n)"),
        ("watch_gpm", "$157.75 GMV ÷ 250 views · n = 9 SKU orders"),
    ],
)
def test_a_ratio_tells_what_it_divides_and_rests_on(key: str, said: str) -> None:
    assert made_of(key, TOTALS, "USD") == said


def test_more_lines_than_clicks_are_no_share() -> None:
    assert "interval" not in made_of("ctor_sku_orders", TOTALS.replace(40, 4), "USD")


def test_a_margin_is_told_cost_by_cost() -> None:
    total = pd.Series(
        {
            "net_gmv": 9_900,
            "commission": 600,
            "platform_fee": 495,
            "flat_fees": 300,
            "sample_costs": 700,
            "goods_cost": 3_400,
        }
    )
    assert left_over(total, "USD") == (
        "Net GMV $99.00 − commission $6.00 − platform fee $4.95 − flat fees $3.00 "
        "− samples $7.00 − goods $34.00"
    )


def test_the_dialog_opens_with_the_number_now_and_before() -> None:
    """3 March against 2 March: 48.75 against 70.00."""
    page = visit("overview", period="Custom").run()
    page.date_input[0].set_value((date(2026, 3, 3), date(2026, 3, 3)))
    page = opened(page.run(), "GMV")
    heads = {metric.label: metric.value for metric in page.metric}
    assert heads["3 Mar – 3 Mar 2026"] == "$48.75"
    assert heads["2 Mar – 2 Mar 2026"] == "$70.00"
    assert "**Sources** 1 load\n" in f"{told(page)}\n"


def test_the_dialog_of_a_ratio_tells_both_its_parts() -> None:
    said = told(opened(visit("overview"), "CTOR (SKU orders)"))
    assert "9 SKU orders ÷ 4 clicks (n)" in said


def test_the_dialog_of_a_missing_number_says_what_is_missing() -> None:
    said = told(opened(visit("merchant", merchant="a"), "Contribution margin"))
    assert said.count("cost of 1 product missing") == 2, "in the tile and in the dialog"


def test_the_dialog_of_the_margin_lists_every_kind_of_row() -> None:
    said = told(opened(visit("creator", creator="c1"), "Contribution margin"))
    for kind in ("Order lines", "Flat fees agreed", "Samples shipped"):
        assert f"**{kind}** n = " in said
    assert "Net GMV \\$30.00 − commission \\$2.00" in said
