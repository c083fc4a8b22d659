"""Charts and the funnel: what their axes, words and rates say (figures as in tiny.py)."""

import tomllib
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from analytics.period import Period
from data.store import Store
from pages.components.charts import channel_bars, day_axis, iso_days, notes
from pages.components.colours import TEXT
from pages.components.overview_why import FACTORS, funnel_steps
from tests import tiny
from tests.places import ROOT
from tests.visits import app_on, told, visit

OCTOBER = Period(date(2026, 10, 4), date(2026, 10, 31))


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with app_on(tmp_path_factory.mktemp("store")):
        tiny.build(Store.of("tiny"))
        bare = tiny.frames()
        del bare["events"]
        tiny.build(Store.of("bare"), bare)
        yield


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_a_chart_are_readable_on_either_ground(scheme: str) -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    assert contrast(TEXT, theme[scheme]["backgroundColor"]) > 4
    campaign = pd.DataFrame({"title": ["10.10"], "starts_on": [date(2026, 10, 10)]})
    assert notes(campaign, OCTOBER).to_dict()["mark"]["color"] == TEXT


def test_an_axis_of_days_ends_with_the_last_day() -> None:
    axis = day_axis(OCTOBER, "on").to_dict()
    days = axis["scale"]["domain"]
    assert (days[0], days[-1], len(days)) == ("2026-10-04", "2026-10-31", 28)
    assert axis["axis"]["values"][-1] == "2026-10-31"
    assert len(axis["axis"]["values"]) == 7
    assert axis["type"] == "nominal", "a band per day has its tick below its middle"


@pytest.mark.parametrize(("days", "named"), [(1, 1), (7, 7), (8, 8), (91, 8), (366, 8)])
def test_few_days_are_named(days: int, named: int) -> None:
    axis = day_axis(Period.last_days(date(2026, 10, 31), days), "on").to_dict()
    assert len(axis["axis"]["values"]) == named


def test_bars_stand_on_the_days_of_the_axis() -> None:
    daily = pd.DataFrame(
        {"day": [pd.Timestamp("2026-10-31")], "channel": ["live"], "gmv": [12.0], "n": [1]}
    )
    chart = channel_bars(daily, "gmv", "GMV, $", OCTOBER)
    assert chart.data["on"].tolist() == ["2026-10-31"]
    assert chart.to_dict()["encoding"]["x"]["scale"]["domain"][-1] == "2026-10-31"


def test_a_campaign_that_runs_already_is_named_at_the_first_day() -> None:
    campaign = pd.DataFrame({"title": ["Sale"], "starts_on": [date(2026, 9, 1)]})
    assert notes(campaign, OCTOBER).data["on"].tolist() == ["2026-10-04"]
    assert iso_days(campaign["starts_on"]).tolist() == ["2026-09-01"]


def test_the_funnel_s_rates_are_ctr_and_ctor() -> None:
    """Views are no step: of 4 clicks one was organic, and 3 came from a video watched 250 times."""
    totals = pd.Series(
        {
            "impressions": 1_080,
            "views": 250,
            "clicks": 4,
            "add_to_carts": 1,
            "sku_orders": 9,
            "ctr": 4 / 1_080,
            "ctor_sku_orders": 9 / 4,
        }
    )
    steps = funnel_steps(totals)
    assert steps["step"].tolist() == ["Impressions", "Clicks", "SKU orders"]
    assert steps["text"].tolist() == ["1,080", "4 · CTR 0.37 %", "9 · CTOR (SKU orders) 225.0 %"]
    unseen = funnel_steps(totals.replace({1_080: 0}))
    assert unseen["text"].tolist() == ["4", "9 · CTOR (SKU orders) 225.0 %"]
    unclicked = funnel_steps(totals.replace({4: 0}))
    assert unclicked["text"].tolist() == ["1,080", "9"], "orders per impression are no CTOR"


def test_views_and_carts_stand_beside_the_funnel() -> None:
    assert "put into a cart: 1 · views: video 250" in told(visit("overview"))


def test_a_slice_without_clicks_is_not_a_market_without_events() -> None:
    assert "no clicks in this market. Behaviour events would" in told(
        visit("overview", market="bare")
    )
    said = told(visit("creator", creator="c2"))
    assert "No impressions or clicks on record for this creator in these days" in said
    assert "Behaviour events would" not in said


def test_a_creator_s_page_does_not_speak_of_a_product() -> None:
    """c1 sold in euros what p3 brought; c2 did not."""
    said = told(visit("creator", creator="c2", currency="EUR").run())
    assert "Nothing credited to this creator was sold" in said
    assert "of this product" not in said
    assert "Nothing of this product was sold" in told(
        visit("product", product="p1", currency="EUR").run()
    )


def test_the_two_ctors_are_told_apart() -> None:
    assert FACTORS["orders / clicks"] == "CTOR (orders)"
    assert FACTORS["sku_orders / clicks"] == "CTOR (SKU orders)"
