"""Where a subject stands beside its own past: weeks, rates, creators and clicks by hand."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.warehouse import Session
from models.levers import Departures, departures, live_windows, product_weeks, scenario_baseline
from tests import deals, tiny

SUNDAY = date(2026, 3, 29)
MONDAYS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-02-09", periods=7, freq="7D")]
ASKED = {"last_day": SUNDAY, "currency": "USD", "product_id": "p1", "merchant_id": None}


def sale(name: str, day: str, payment: int, **more: object) -> dict[str, object]:
    at = pd.Timestamp(f"{day} 20:00")
    return tiny.line(name, "p1", "d1", payment, **{"created_at": at, "paid_at": at, **more})


def by_creator(name: str, day: str, payment: int, rate: float, **more: object) -> dict[str, object]:
    """Sold by c1; its commission is the rate of all that was paid."""
    paid = {"commission_rate": rate, "estimated_commission": round(rate * payment)}
    return sale(name, day, payment, **{**tiny.BY_C1, **paid, **more})


def opened(folder: Path, lines: list[dict[str, object]], **more: pd.DataFrame) -> Session:
    return tiny.opened(folder, {**tiny.frames(), "order_lines": pd.DataFrame(lines), **more})


def test_price_and_rate_stand_beside_the_mean_of_seven_weeks(tmp_path: Path) -> None:
    """20.00 at 10 % in three weeks, 10.00 at 20 % in the last four, which are the 28 days."""
    terms = [(2_000, 0.1)] * 3 + [(1_000, 0.2)] * 4
    lines = [by_creator(day, day, *of) for day, of in zip(MONDAYS, terms, strict=True)]
    base = scenario_baseline(opened(tmp_path, lines), SUNDAY, "USD", "p1")
    assert (base.price, base.commission_rate) == (1_000, pytest.approx(0.2))
    mean = (3 * np.log(2_000) + 4 * np.log(1_000)) / 7
    assert base.departs.price == pytest.approx(np.log(1_000) - mean)
    assert base.departs.commission == pytest.approx(0.2 - (3 * 0.1 + 4 * 0.2) / 7)


def test_a_rate_is_commission_by_what_it_is_of(tmp_path: Path) -> None:
    """10 % of 300.00, of which a coupon took 50.00; 20 % of 100.00; none of 100.00. What was
    cancelled or is not eligible earns nothing at any rate.
    """
    lines = [
        by_creator("large", MONDAYS[-1], 30_000, 0.1, estimated_commission=2_500),
        by_creator("small", MONDAYS[-1], 10_000, 0.2),
        by_creator("free", MONDAYS[-1], 10_000, 0.0),
        by_creator("gone", MONDAYS[-1], 90_000, 0.3, status="cancelled"),
        by_creator("barred", MONDAYS[-1], 90_000, 0.3, status="ineligible"),
        sale("organic", MONDAYS[-1], 50_000),
    ]
    base = scenario_baseline(opened(tmp_path, lines), SUNDAY, "USD", "p1")
    assert base.commission_base == pytest.approx(45_000)
    assert base.commission_rate == pytest.approx(4_500 / 45_000)
    assert base.commission == 4_500


def test_creators_are_those_who_posted_in_the_28_days_up_to_each_week(tmp_path: Path) -> None:
    """One post on 20 February: nobody in the first week, one in the four from then on, then none
    again; today none, so that today is below the mean by 4/7 log 2.
    """
    posted = pd.DataFrame([deals.deal("one", "c1", posted="2026-02-20", ended="2026-02-21")])
    lines = [sale(day, day, 1_000) for day in MONDAYS]
    session = opened(tmp_path, lines, collaborations=posted)
    weeks = product_weeks(session, **ASKED, fewest_weeks=0)
    assert weeks["creators"].tolist() == [0, 1, 1, 1, 1, 0, 0, 0]
    assert weeks["is_now"].tolist() == [False] * 7 + [True]
    base = scenario_baseline(session, SUNDAY, "USD", "p1")
    assert base.creators == 0
    assert base.departs.creators == pytest.approx(-4 / 7 * np.log(2))


def clicked(day: str, live: int, video: int, product: str = "p1") -> list[dict[str, object]]:
    at = pd.Timestamp(f"{day} 19:00")
    shares = {"live": live, "video": video}
    return [
        tiny.event(f"{product}{day}{form}", "click", "d1", n, event_at=at, product_id=product,
                   content_type=form)
        for form, n in shares.items() if n
    ]  # fmt: skip


def test_live_is_counted_in_windows_of_28_days_and_one_currency(tmp_path: Path) -> None:
    """30 of 40 clicks in live since 2 March, 10 of 60 before: today is 0.35 above 40 of 100. What
    was clicked of a product in euros is not of dollars.
    """
    events = [*clicked("2026-03-02", 30, 10), *clicked("2026-03-01", 10, 50)]
    events += clicked("2026-03-10", 500, 0, "p2")
    products = pd.DataFrame(tiny.PRODUCTS).assign(currency=["USD", "EUR", "USD"])
    session = opened(
        tmp_path,
        [sale("one", MONDAYS[-1], 1_000)],
        events=pd.DataFrame(events),
        products=products,
    )
    windows = live_windows(session, **{**ASKED, "product_id": None})
    assert windows["back"].tolist() == [0, 1]
    assert windows["share"].tolist() == [0.75, pytest.approx(1 / 6)]
    for subject in ({"product_id": "p1"}, {"merchant_id": "a"}):
        base = scenario_baseline(session, SUNDAY, "USD", **subject)
        assert (base.live_clicks, base.video_clicks) == (30, 10)
        assert base.departs.live == pytest.approx(0.35)


def test_a_shop_stands_where_its_products_do_by_their_orders() -> None:
    """3 orders 0.1 above the mean and 1 order 0.3 below; one without an earlier week departs from
    nothing, and counts.
    """
    weeks = pd.DataFrame(
        {
            "product_id": ["a", "a", "b", "b", "new"],
            "is_now": [False, True, False, True, True],
            "sku_orders": [5, 3, 5, 1, 4],
            "log_price": [1.0, 1.1, 2.0, 1.7, 3.0],
            "commission_rate": [0.1, 0.1, 0.1, np.nan, 0.1],
            "log_creators": 0.0,
        }
    )
    windows = pd.DataFrame({"back": [0, 0, 1], "share": [0.5, 0.1, 0.9], "usual": [0.3, 0.2, 0.9]})
    found = departures(weeks, windows.assign(clicks=[30, 10, 900]))
    assert found.price == pytest.approx((3 * 0.1 - 0.3) / 8)
    assert found.commission == 0
    assert found.live == pytest.approx((30 * 0.2 - 10 * 0.1) / 40)
    assert departures(weeks[:0], windows[:0].assign(clicks=0)) == Departures()
