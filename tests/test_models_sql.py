"""What models read: one currency at a time, and of prices those that are alike."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.warehouse import Session
from models.levers import product_weeks
from models.newcomers import NewProduct
from models.placed import Product, organic_baseline
from models.question import sql
from tests import tiny

LAST_DAY = date(2026, 3, 29)
ASKED = {"last_day": LAST_DAY, "currency": "USD", "product_id": None, "merchant_id": None}
BY = {"live": {**tiny.BY_C1, "content_type": "live"}, "video": tiny.BY_C1}


def sale(name: str, day: str, payment: int, **more: object) -> dict[str, object]:
    at = pd.Timestamp(f"{day} 20:00")
    return tiny.line(name, "p1", "d1", payment, **{"created_at": at, "paid_at": at, **more})


def opened(folder: Path, lines: list[dict[str, object]], **more: pd.DataFrame) -> Session:
    return tiny.opened(folder, {**tiny.frames(), "order_lines": pd.DataFrame(lines), **more})


def baseline(session: Session, currency: str) -> pd.Series:
    asked = {"last_day": LAST_DAY, "currency": currency, "product_id": "p1", "merchant_id": None}
    return session.frame(sql("scenario_baseline"), **asked).iloc[0]


def test_a_baseline_is_of_one_currency(tmp_path: Path) -> None:
    dollars = [sale(f"d{n}", "2026-03-20", 1_000, **tiny.BY_C1) for n in range(3)]
    euros = [sale("e", "2026-03-20", 7_000, **tiny.BY_C1, currency="EUR")]
    both = opened(tmp_path / "both", [*dollars, *euros])
    alone = opened(tmp_path / "alone", dollars)
    found = baseline(both, "USD")
    pd.testing.assert_series_equal(found, baseline(alone, "USD"))
    assert found["net_gmv"] == 3_000
    assert baseline(both, "EUR")["net_gmv"] == 7_000


def test_weeks_are_of_one_currency(tmp_path: Path) -> None:
    """A dollar line at 10.00 in each of five weeks, one in euros at 70.00 in the third."""
    mondays = pd.date_range("2026-02-23", periods=5, freq="7D").strftime("%Y-%m-%d")
    dollars = [sale(f"d{n}", day, 1_000) for n, day in enumerate(mondays)]
    euros = [sale("e", mondays[2], 7_000, currency="EUR")]
    session = opened(tmp_path, [*dollars, *euros])
    weeks = product_weeks(session, **ASKED, fewest_weeks=5)
    assert product_weeks(session, **ASKED, fewest_weeks=6).empty
    found = weeks[~weeks["is_now"]]
    assert weeks.loc[weeks["is_now"], "sku_orders"].tolist() == [4], "since 2 March"
    assert found["price"].tolist() == [1_000] * 5
    assert found["sku_orders"].tolist() == [1] * 5
    assert found["net_gmv"].tolist() == [1_000] * 5


@pytest.mark.parametrize(("clicks", "found"), [(30, 1), (29, 0)])
def test_live_and_video_are_compared_in_one_currency(
    tmp_path: Path, clicks: int, found: int
) -> None:
    """c1 sells for 10.00 in each, and for 70.00 in euros; 30 clicks in each are enough."""
    lines = [
        sale(f"{where} {currency}", "2026-03-20", paid, **by, currency=currency)
        for where, by in BY.items()
        for currency, paid in (("USD", 1_000), ("EUR", 7_000))
    ]
    at = pd.Timestamp("2026-03-20 19:00")
    events = [
        tiny.event("in live", "click", "d1", clicks, event_at=at, **BY["live"]),
        tiny.event("in video", "click", "d1", 30, event_at=at),
    ]
    asked = {"last_day": LAST_DAY, "currency": "USD", "days": 182}
    session = opened(tmp_path, lines, events=pd.DataFrame(events))
    pairs = session.frame(sql("live_video_pairs"), **asked)
    assert len(pairs) == found
    if found:
        assert pairs[["live_net_gmv", "video_net_gmv"]].to_numpy().tolist() == [[1_000, 1_000]]
        assert pairs[["live_clicks", "video_clicks"]].to_numpy().tolist() == [[30, 30]]


NEW = Product("new", "Beauty", 900, "USD", NewProduct("Balm"))


def test_a_new_product_takes_its_category_at_a_like_price(tmp_path: Path) -> None:
    """For one of 9.00, from 6.00 to 13.50: two of six, which sold 1 and 2 lines in 28 days."""
    priced = {"below": 599, "least": 600, "most": 1_350, "above": 1_351, "euros": 900, "pan": 900}
    products = pd.DataFrame({"product_id": list(priced), "price": list(priced.values())}).assign(
        merchant_id="a", title="x", currency="USD", category_path="Beauty > Skin"
    )
    products.loc[products["product_id"] == "euros", "currency"] = "EUR"
    products.loc[products["product_id"] == "pan", "category_path"] = "Home"
    sold = {"below": 16, "least": 1, "most": 2, "above": 32, "euros": 64, "pan": 128}
    lines = [
        sale(f"{product} {n}", "2026-03-20", 1_000, product_id=product)
        for product, most in sold.items()
        for n in range(most)
    ]
    old = sale("old", "2026-03-01", 1_000, product_id="least")
    session = opened(tmp_path, [*lines, old], products=products)
    found = organic_baseline(session, [NEW], LAST_DAY, "USD")
    assert found["sku_orders"].tolist() == [(1 + 2) / 2]
