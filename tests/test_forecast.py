"""Forecasts: levels and weekdays by hand, a band as sure as it says, the naive line where best."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.forecast.ahead import FLAT, ahead, forecast, learned, lessons
from models.forecast.history import (
    GROUP,
    PRODUCT,
    SHOP,
    History,
    daily_sales,
    late_returns,
    market_history,
)
from models.forecast.level import NAIVE, Method, level, levels
from models.forecast.record import centred, chosen, origins, reach_of, tries
from models.forecast.trials import like
from models.forecast.weekdays import market_pattern, own_pattern
from tests import tiny

SUNDAY = date(2026, 3, 29)


def history(net_gmv: np.ndarray, kind: str = PRODUCT, begun: int = 0) -> History:
    """Series that end on a Sunday; an order is worth 100."""
    series = net_gmv.shape[1]
    return History(
        SUNDAY,
        net_gmv.astype(float),
        net_gmv / 100,
        np.full(series, begun),
        np.full(series, kind),
        series,
    )


def market(seed: int, days: int = 400, products: int = 60) -> History:
    """Products of uneven size that drift by 8 % a week, busier at weekends; Poisson orders."""
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(0.5, 0.8, products))
    drift = np.repeat(np.cumsum(rng.normal(0, 0.08, (days // 7 + 1, products)), 0), 7, 0)[:days]
    weekday = np.array([0.8, 0.8, 0.9, 1.0, 1.1, 1.3, 1.1])
    past = history(np.zeros((days, products)))
    mean = size * np.exp(drift - drift[-14]) * weekday[past.weekday, None]
    return history(100.0 * rng.poisson(mean))


def cut(past: History, days: int) -> History:
    """The history as it was so many days before its end, which is a Sunday too."""
    return history(past.net_gmv[: past.days - days])


def test_levels_by_hand() -> None:
    """Half-life of one day on 1, 2, 4: (4 + 2/2 + 1/4) / (1 + 1/2 + 1/4); of a shop that began on
    the second day the first says nothing. The naive one is a 28th of 28 days' sum.
    """
    sold = np.array([[1.0], [2.0], [4.0]])
    assert level(history(sold), 3, 1)[0] == pytest.approx(5.25 / 1.75)
    late = np.array([[0.0], [2.0], [4.0]])
    assert level(history(late, begun=1), 3, 1)[0] == pytest.approx(5 / 1.5)
    assert level(history(sold), 3, None)[0] == 7 / 28


def test_a_line_returns_to_the_long_level() -> None:
    """From 2 to 1 with a half-life of 14 days: 1.5 on day 14, 1.25 on day 28."""
    line = Method(14, 182, 14.0).line({14: np.array([2.0]), 182: np.array([1.0])}, 28)
    assert line[0, [13, 27]] == pytest.approx([1.5, 1.25])
    same = NAIVE.line({None: np.array([3.0])}, 91)
    assert (same == 3.0).all()


def test_weekdays_by_hand() -> None:
    """Two products of 70 orders, one on Mondays alone: chi-square 52.5 each, so that the market's
    share counts for 828 / 93 - 1 orders; both alike, for all. A strength of 70 orders takes the
    mean of own and market.
    """
    monday = np.zeros((70, 1))
    monday[history(monday).weekday == 0] = 700
    even = np.full((70, 1), 100.0)
    share, strength = market_pattern(history(np.hstack([monday, even])))
    assert share == pytest.approx([80 / 140, *[10 / 140] * 6])
    assert strength == pytest.approx(828 / 93 - 1)
    _, alike = market_pattern(history(np.hstack([even, even])))
    assert np.isinf(alike)
    own = own_pattern(history(even), share, 70.0)
    assert own[0, 0] == pytest.approx(7 * (10 + 40) / 140)
    assert own.sum() == pytest.approx(7)


def test_origins_reach_and_centre_by_hand() -> None:
    assert origins(200, 91) == [109]
    assert origins(200, 28) == [88, 116, 144, 172]
    assert [reach_of(days) for days in (111, 112, 174, 175)] == [0, 28, 28, 91]
    assert [tries(days, 91) for days in (175, 266, 293, 294, 322, 546)] == [1, 1, 1, 2, 3, 3]
    middle = centred(np.random.default_rng(0).gamma(1.0, 2.0, (50, 91)))
    assert middle[:, :28].mean() == pytest.approx(1)
    assert middle[:, 28:].mean() == pytest.approx(1)


def test_like_is_of_like_size() -> None:
    """Of 100 sizes at 1 and 100 at 8, those at 1; of few, the nearest 60 whatever they are."""
    sizes = np.r_[np.ones(100), np.full(100, 8.0)]
    assert set(like(sizes, 1.5)) == set(range(100))
    assert len(like(np.ones(40), 9.0)) == 40
    assert len(like(np.r_[np.ones(10), np.full(100, 8.0)], 1.0)) == 60


def test_the_naive_line_is_kept_where_it_is_best() -> None:
    """Levels that jump every 28 days, on the very days from which forecasts start, and stay."""
    rng = np.random.default_rng(3)
    jumps = np.exp(rng.normal(0, 1, (15, 80)).cumsum(0))
    past = history(np.repeat(jumps, 28, 0))
    assert chosen(past, past.days) == NAIVE


def test_a_better_line_is_found_and_told_beside_the_naive_one() -> None:
    """Levels that never move: months of days tell them better than 28."""
    rng = np.random.default_rng(5)
    past = history(100.0 * rng.poisson(np.exp(rng.normal(-1, 1, 120)), (400, 120)))
    known = learned(past_and_shops(past)).product
    assert known.method != NAIVE
    for days in (28, 91):
        told = known.tested(days)
        assert told is not None
        assert told.error < 0.95 * told.naive_error


def past_and_shops(past: History) -> History:
    """Products, each its own shop as well."""
    both = np.hstack([past.net_gmv, past.net_gmv])
    kinds = np.repeat([PRODUCT, SHOP], past.net_gmv.shape[1])
    found = history(both)
    return History(SUNDAY, found.net_gmv, found.orders, found.begun, kinds, found.shops)


def test_the_band_is_as_sure_as_it_says() -> None:
    """Ten markets, seeds 0-9, 40 products each: the 80 % band of both totals holds 75 to 85 %."""
    held: dict[int, list[bool]] = {28: [], 91: []}
    for seed in range(10):
        whole = market(seed, days=455, products=40)
        past = cut(whole, 91)
        taught = learned(past_and_shops(past))
        for one in range(40):
            own = past.of(np.arange(40) == one)
            coming = ahead(own, taught)
            now = own.net_gmv[-28:].sum()
            for days, found in held.items():
                low, high = np.quantile(coming.volume(days), [0.1, 0.9]) * now
                came = whole.net_gmv[past.days : past.days + days, one].sum()
                found.append(bool(low <= came <= high))
    assert 0.75 <= np.mean(held[28]) <= 0.85
    assert 0.75 <= np.mean(held[91]) <= 0.85


def test_draws_keep_the_line_and_widen_with_the_horizon() -> None:
    past = market(1)
    taught = learned(past_and_shops(past))
    own = past.of(np.arange(60) == 7)
    coming = ahead(own, taught)
    line = taught.product.method.line(levels(own, own.days), 91)[0]
    assert coming.missing is None
    for days in (28, 91):
        expected = line[:days].sum() / own.net_gmv[-28:].sum()
        assert coming.volume(days).mean() == pytest.approx(expected, rel=0.05)
    widths = [np.ptp(np.quantile(coming.volume(days), [0.1, 0.9])) for days in (28, 91)]
    assert widths[1] > widths[0] > 0
    weekly = coming.paths.reshape(len(coming.paths), 13, 7)
    assert weekly[:, :, 5].mean() > 1.2 * weekly[:, :, 0].mean(), "Saturdays are the busiest"
    parts = coming.volume(30) + coming.volume(91, since=30)
    assert parts == pytest.approx(coming.volume(91))


def test_a_refit_is_the_same() -> None:
    past = past_and_shops(market(2))
    first, again = learned(past), learned(past)
    assert (first.product.paths == again.product.paths).all()
    own = past.of(np.arange(120) == 3)
    assert (ahead(own, first).paths == ahead(own, again).paths).all()


def test_too_short_a_past_is_the_last_28_days_again() -> None:
    short = learned(past_and_shops(market(1, days=111)))
    assert short.missing == "111 days of sales, and 112 are needed"
    found = ahead(market(1, days=111).of(np.arange(60) == 0), short)
    assert (found.paths == 1).all()
    assert found.missing == short.missing
    some = learned(past_and_shops(market(1, days=130)))
    told = ahead(market(1, days=130).of(np.arange(60) == 0), some)
    assert told.reaches(28)
    assert not told.reaches(91)
    few = learned(past_and_shops(market(1, days=140, products=4)))
    assert ahead(market(1).of(np.arange(60) == 0), few).missing == (
        "16 past forecasts, and 30 are needed"
    )


def test_daily_sales_by_hand(tmp_path: Path) -> None:
    """Net GMV of the serum on the tiny market's days, its shop from the first of them on."""
    session = tiny.opened(tmp_path)
    sold = daily_sales(session, date(2026, 3, 3), "USD", "p1")
    assert int(sold["net_gmv"].sum()) == 9_900
    assert set(pd.to_datetime(sold["begun_on"])) == {pd.Timestamp("2026-03-01")}
    assert daily_sales(session, date(2026, 3, 3), "GBP", "p1").empty
    nothing = lessons(session, date(2026, 3, 3), "GBP")
    assert forecast(daily_sales(session, date(2026, 3, 3), "GBP"), SUNDAY, nothing, SHOP) is FLAT


@pytest.fixture(scope="module")
def larger(larger_store: Store) -> Session:
    return Warehouse.snapshot(larger_store).session(Scope.everything())


def test_series_add_up(larger: Session) -> None:
    """All products, all shops and the group of all shops sold the same; groups halve, quarter."""
    day = date(2026, 7, 31)
    sold = daily_sales(larger, day, "USD")
    past = market_history(sold, late_returns(larger, day, "USD"), day)
    sums = {kind: past.net_gmv[:, past.kind == kind].sum() for kind in (PRODUCT, SHOP, GROUP)}
    assert sums[PRODUCT] == sums[SHOP] == sold["net_gmv"].sum() > 0
    assert (past.kind == GROUP).sum() == 1 + 2 + 4, "of eight shops"
    assert sums[GROUP] == 3 * sums[SHOP]


def test_lessons_stand_on_enough_shops(larger: Session) -> None:
    day = date(2026, 7, 31)
    assert lessons(larger, day, "USD", 8).missing is None
    assert lessons(larger, day, "USD", 9).missing == "fewer than 9 shops to learn from"
    assert lessons(larger, day, "GBP").missing == "nothing was sold"
