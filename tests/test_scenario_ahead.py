"""Scenarios on a forecast: no change is the forecast itself, a quarter is more than a month."""

import numpy as np
import pytest

from models.forecast.ahead import DRAWS, Forecast
from models.limits import Levers
from models.scenario import Coming, daily, project
from tests.test_models_scenario import BASE, known


def coming(seed: int = 0) -> Forecast:
    """A forecast that falls to half over the quarter, every day unsure."""
    line = np.linspace(1, 0.5, 91) * np.random.default_rng(seed).gamma(4, 0.25, (DRAWS, 91))
    return Forecast(paths=line, missing=None)


@pytest.mark.parametrize("days", [28, 91])
def test_no_change_is_the_forecast_draw_by_draw(days: int) -> None:
    ahead = coming()
    volume = sum(Coming.of(ahead, days).parts)
    for levers in (Levers(), Levers(commission_rate=0.15, live_share=0.25)):
        found = project(BASE, known(error=0.4), levers, ahead, days)
        assert (found.draws == 400_000 * volume).all()
        assert found.gain == (0, 0, 0)
        assert found.margin_gain == (0, 0, 0)
    assert volume == pytest.approx(ahead.volume(days))
    assert found.draws.mean() == pytest.approx(400_000 / 28 * ahead.paths[:, :days].sum(1).mean())


def test_the_last_28_days_again_for_a_quarter() -> None:
    """13 weeks of them: sales, costs, fees and samples alike."""
    month, quarter = (project(BASE, known(), Levers(), days=days) for days in (28, 91))
    assert quarter.net_gmv[0] == pytest.approx(3.25 * month.net_gmv[0])
    assert month.margin is not None
    assert quarter.margin == pytest.approx([3.25 * value for value in month.margin])
    more = project(BASE, known(), Levers(more_samples=10), days=91)
    fees = project(BASE, known(), Levers(more_samples=10))
    assert more.margin_gain is not None
    assert fees.margin_gain is not None
    assert more.margin_gain[0] == pytest.approx(3.25 * fees.margin_gain[0])


def test_days_add_up_to_the_draws() -> None:
    levers = Levers(price_change=-0.1, commission_rate=0.1, more_creators=4)
    ahead = coming()
    for days in (28, 91):
        found = project(BASE, known(0.2), levers, ahead, days)
        assert daily(BASE, known(0.2), levers, ahead, days).sum(1) == pytest.approx(found.draws)


def test_a_cut_reaches_everyone_after_30_days() -> None:
    """5 points less at 1 % an order per point: 61 of 91 days sell exp(-.05), at two thirds of the
    commission.
    """
    found = project(BASE, known(), Levers(commission_rate=0.1), days=91)
    late = 61 / 28 * np.exp(-0.05)
    assert found.net_gmv[0] == pytest.approx(400_000 * (30 / 28 + late))
    assert found.commission == pytest.approx(45_000 * (30 / 28 + late * 2 / 3))


def test_the_gain_is_of_the_same_draws() -> None:
    """However unsure sales are, a known response adds the same share to each draw."""
    found = project(BASE, known(), Levers(price_change=-0.1), coming())
    same = project(BASE, known(), Levers(), coming())
    assert found.gain[0] == pytest.approx(same.net_gmv[0] * (1 / 0.9 - 1))
    assert found.gain[1] > 0
