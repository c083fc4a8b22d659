"""Backtests: nothing of the days after a freeze reaches back, and known laws are foretold."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data.market.panel import simulate
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.backtest import BINS, _told, backtest, judged
from models.causal.cohort.market import READ
from models.causal.cohort.panel import Panel
from models.evidence import last_complete_day
from models.trial.simulated import shown
from tests.conftest import small_market


@pytest.fixture(scope="module")
def panel() -> Panel:
    """The zero market of seed 4: 1,500 products over 150 days."""
    return shown(simulate("zero", 4, products=1_500, creators=400, days=150))


def test_figures_by_hand() -> None:
    """Two shops on one day: 20 foretold of 25 sold, 10 of 5; before, 30 and 5."""
    rows = pd.DataFrame(
        {"day": 0, "shop": [0, 0, 1], "expected": [15.0, 5, 10], "observed": [20.0, 5, 5]}
        | {"before": [20.0, 10, 5], "low": [0.0, 6, 0], "high": [30.0, 9, 9]}
    )
    rows = pd.concat([rows] * BINS, ignore_index=True)
    found = _told((), rows)
    assert found.error == pytest.approx((5 + 5) / 30)
    assert found.naive_error == pytest.approx((5 + 0) / 30)
    assert found.bias == pytest.approx(0.0)
    assert found.inside == pytest.approx(2 / 3)
    assert found.n == len(rows) == found.deciles["n"].sum()


def test_what_follows_from_the_past_is_foretold(panel: Panel) -> None:
    days, rows = told(panel)
    assert days.tolist() == [94, 122]
    inside = ((rows["low"] <= rows["observed"]) & (rows["observed"] <= rows["high"])).mean()
    assert 0.87 < inside < 0.97
    assert rows["expected"].sum() == pytest.approx(rows["observed"].sum(), rel=0.1)
    found = _told((), rows)
    assert found.error < found.naive_error
    deciles = found.deciles
    assert deciles["observed"].iloc[-1] > 5 * deciles["observed"].iloc[0]


def test_what_comes_later_reaches_no_forecast(panel: Panel) -> None:
    """Other sales after the last freeze change what is observed, not what is foretold."""
    days, rows = told(panel)
    changed = {name: values.copy() for name, values in panel.daily.items()}
    for values in changed.values():
        values[:, days[-1] :] *= 3
    _, again = told(replace(panel, daily=changed))
    foretold = ["expected", "low", "high", "before"]
    pd.testing.assert_frame_equal(rows[foretold], again[foretold])
    assert not np.allclose(rows["observed"], again["observed"])


def told(panel: Panel) -> tuple[np.ndarray, pd.DataFrame]:
    found = judged(panel)
    assert not isinstance(found, str), found
    return found


def test_short_and_thin_markets_say_what_is_missing(panel: Panel) -> None:
    brief = {name: values[:, :100] for name, values in panel.daily.items()}
    short = replace(panel, daily=brief, reach=panel.reach[:, :100])
    assert str(judged(short)).startswith("on no day 100 products had been known for 56 days")


def test_a_loaded_market_that_is_thin_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(tmp_path_factory.mktemp("stores") / "small")
    small_market(store, seed=1)
    warehouse = Warehouse.snapshot(store, READ)
    session = warehouse.session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    assert "on no day 100 products" in str(backtest(session, last, "USD"))
    assert backtest(session, last, "USD", 10_000) == (
        "products of fewer than 10000 shops are known"
    )
    nobody = warehouse.session(Scope.of_merchants("nobody"))
    assert "no products or no creators" in str(backtest(nobody, last, "USD"))
