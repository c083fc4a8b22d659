"""Headline figures as a visitor reads them: what is compared, what is not, and what says so."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.store import Store
from pages.components.figures import Figure
from pages.components.numbers import UNCHANGED, change
from tests import tiny
from tests.visits import app_on, figures, told, visit

LAST_DAY = date(2026, 3, 3)


def unrefunded() -> dict[str, pd.DataFrame]:
    """The tiny market as a source tells it that knows no refund and no cancellation."""
    tables = tiny.frames()
    lines = tables["order_lines"].assign(refund=0)
    lines["status"] = lines["status"].replace({"cancelled": "completed", "refunded": "completed"})
    return {**tables, "order_lines": lines}


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with app_on(tmp_path_factory.mktemp("store")):
        tiny.build(Store.of("tiny"))
        tiny.build(Store.of("unrefunded"), unrefunded())
        yield


def deltas(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.delta for metric in page.metric}


def on_the_last_day(screen: str) -> AppTest:
    """A page on 3 March alone, compared with 2 March."""
    page = visit(screen, period="Custom").run()
    page.date_input[0].set_value((LAST_DAY, LAST_DAY))
    return page.run()


@pytest.mark.parametrize(
    ("key", "now", "before", "said"),
    [
        ("contribution_margin", -29_800, -10_000, "-$198.00"),
        ("contribution_margin", -4_000, -10_000, "+$60.00"),
        ("contribution_margin", 5_000, -10_000, "+$150.00"),
        ("gmv", 5_000, 0, "+$50.00"),
        ("orders", 3, 0, "+3"),
        ("gmv", 1_500, 1_000, "+50.0 %"),
        ("contribution_margin", -500, 1_000, "-150.0 %"),
        ("refund_rate", 0.03, 0.05, "-2.00 pp"),
        ("gmv", 0, 0, UNCHANGED),
        ("gmv", 100_001, 100_000, UNCHANGED),
        ("ctr", 0.05, 0.05, UNCHANGED),
        ("gmv", 1, None, None),
    ],
)
def test_a_change_has_the_sign_of_the_difference(
    key: str, now: float, before: float | None, said: str | None
) -> None:
    assert change(key, now, before, "USD") == said
    if before is not None:
        assert change(key, np.float64(now), np.float64(before), "USD") == said


@pytest.mark.parametrize(
    ("screen", "about", "labels"),
    [
        ("overview", {}, {"Net GMV", "Refund rate"}),
        ("products", {}, {"Net GMV", "Refund rate"}),
        ("product", {"product": "p1"}, {"Net GMV", "Refund rate"}),
        ("creators", {}, {"Commission"}),
        ("creator", {"creator": "c1"}, {"Net GMV", "Refund rate", "Contribution margin"}),
        ("merchants", {}, {"Net GMV", "Refund rate", "Commission"}),
        ("merchant", {"merchant": "a"}, {"Net GMV", "Refund rate"}),
    ],
)
def test_what_refunds_still_move_is_provisional_on_every_page(
    screen: str, about: dict[str, str], labels: set[str]
) -> None:
    """Three days old, with refunds of up to 14 days to come."""
    found = deltas(visit(screen, **about))
    assert {label for label, delta in found.items() if delta == "provisional"} == labels


def test_a_ratio_on_few_rows_is_not_compared() -> None:
    """2 clicks on 3 March, 1 on the day before; GMV fell from 70.00 to 48.75."""
    page = on_the_last_day("overview")
    assert deltas(page)["GMV"] == "-30.4 %"
    assert deltas(page)["CTOR (SKU orders)"] == "n < 30"
    (opener,) = (button for button in page.button if button.label == "CTOR (SKU orders)")
    assert "n = 2 now and 1 before (Clicks)" in opener.help


@pytest.mark.parametrize(("n", "said"), [(29, "n < 30"), (30, "+1.00 pp")])
def test_a_ratio_is_compared_from_thirty_on(n: int, said: str) -> None:
    figure = Figure("ctr", 0.05, 0.04, n=500, n_before=n)
    assert figure.compared("USD") == said


def test_no_change_has_neither_arrow_nor_colour() -> None:
    """Serum and balm sold on both days; clicks rose, so that another tile has its arrow."""
    page = on_the_last_day("products")
    (selling,) = (metric for metric in page.metric if metric.label == "Selling products")
    assert selling.delta == "unchanged"
    assert selling.proto.color == selling.proto.MetricColor.GRAY
    assert selling.proto.direction == selling.proto.MetricDirection.NONE


def test_days_before_the_data_are_not_compared_with() -> None:
    """The data begins on 1 March, so the 28 days before are no period."""
    assert deltas(visit("overview"))["GMV"] == ""


def test_a_market_without_any_refund_has_no_refund_rate() -> None:
    page = visit("overview", market="unrefunded")
    assert "Refund rate" not in figures(page)
    assert figures(page)["Net GMV"] == figures(page)["GMV"] == "$157.75"
    assert "no refund on record in this market" in told(page)
    assert told(page).count("net GMV equals GMV") == 1
    for screen in ("products", "merchants"):
        listed = visit(screen, market="unrefunded").dataframe[0].value
        assert "refund_rate" not in listed.columns
    assert "net GMV equals GMV" not in told(visit("overview"))


def test_a_shop_without_a_refund_is_told_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_MERCHANT", "b")
    words = told(visit("merchant", currency="EUR"))
    assert "no refund on record of your shop" in words
    assert "market, and no cancellation" not in words
