"""Backtests of the forecast that is served: by hand, and nothing after a freeze reaches back."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.forecast.ahead import learned
from models.forecast.level import NAIVE
from models.forecast.record import paths
from models.forecast.trials import FEWEST_LIKE, TENTHS, Trials
from tests.test_forecast import SUNDAY, market, past_and_shops

FROZEN = (date(2026, 2, 1), date(2026, 3, 1))


def trials(series: int) -> Trials:
    """Foretold 10, 20, ... and sold 12 and 6 by turns more or less; the naive line says 15."""
    expected = 10.0 * np.arange(1, series + 1)
    sold = expected + np.resize([12.0, -6.0], series)
    is_inside = np.arange(series) % 4 > 0
    of_groups = np.zeros(series, dtype=bool)
    sizes, naive = np.ones(series), np.full(series, 15.0)
    return Trials(28, FROZEN, sizes, expected, naive, sold, is_inside, of_groups)


def test_errors_by_hand() -> None:
    """100 series: missed by 50 x 12 + 50 x 6 of 50,500 + 50 x 6."""
    told = trials(100).told()
    assert told is not None
    assert told.error == pytest.approx(900 / 50_800)
    assert told.bias == pytest.approx(50_500 / 50_800 - 1)
    assert told.covered == 0.75
    assert (told.origins, told.n) == (2, 100)
    found = trials(100)
    assert told.naive_error == pytest.approx(np.abs(15 - found.sold).sum() / 50_800)
    assert trials(FEWEST_LIKE - 1).told() is None


def test_tenths_by_hand() -> None:
    """The lowest tenth: 10 to 100 foretold, 55 on average, and 58 sold; groups have no tenth."""
    found = trials(100)
    rows = found.tenths()
    assert rows is not None
    assert rows["n"].tolist() == [10] * TENTHS
    assert rows["expected"].iloc[[0, -1]].tolist() == [55, 955]
    assert rows["sold"].tolist() == (rows["expected"] + 3).tolist()
    spread = 2.2622 * found.sold[:10].std(ddof=1) / np.sqrt(10)
    assert rows["high"].iloc[0] == pytest.approx(58 + spread, abs=0.01)
    assert trials(99).tenths() is None
    assert replace(found, is_group=np.arange(100) == 0).tenths() is None


def test_weekdays_of_later_weeks_reach_no_error_path() -> None:
    past = market(4)
    orders = past.orders.copy()
    orders[-28:] *= np.array([3, 1, 1, 1, 1, 1, 9])[past.weekday[-28:], None]
    rows = [past.days - 84, past.days - 56]
    before, after = (paths(one, NAIVE, rows, 28)[0] for one in (past, replace(past, orders=orders)))
    assert (before == after).all()
    assert len(before) > 100


def test_what_comes_later_reaches_no_forecast() -> None:
    """Three times the sales after the last freeze change what was sold, not what was foretold."""
    past = past_and_shops(market(4))
    later = past.net_gmv.copy()
    later[-28:] *= 3
    orders = past.orders.copy()
    orders[-28:] *= np.array([3, 1, 1, 1, 1, 1, 9])[past.weekday[-28:], None]
    before, after = (
        learned(one).product.trial(28)
        for one in (past, replace(past, net_gmv=later, orders=orders))
    )
    assert before is not None
    assert after is not None
    assert before.frozen_on == tuple(date.fromordinal(SUNDAY.toordinal() - n) for n in (84, 56, 28))
    for of in ("expected", "naive", "sizes"):
        assert (getattr(before, of) == getattr(after, of)).all()
    last = len(before.sold) // 3
    assert after.sold[-last:] == pytest.approx(3 * before.sold[-last:])
    held = slice(None, -last)
    assert (before.is_inside[held] == after.is_inside[held]).all()
    assert (before.sold[held] == after.sold[held]).all()
