"""Tornado: each assumption at its ends by hand, the widest first and named."""

from dataclasses import replace

import numpy as np
import pytest

from models.forecast.ahead import FLAT, Forecast
from models.funnel import Funnel
from models.limits import Levers, ends
from models.tornado import Z, binding, tornado
from tests.test_models_scenario import BASE, known

UNSURE = Forecast(paths=np.outer(np.linspace(0.5, 1.5, 101), np.ones(91)), missing=None)


def test_nothing_hangs_on_anything_where_nothing_changes() -> None:
    assert tornado(BASE, known(0.5), Levers(), UNSURE, 28) == []
    assert binding([]) == "sales without a change come as forecast"


def test_a_discount_by_hand() -> None:
    """10 % off at -2 -+ 1.28 x 0.1: GMV x 0.9^(slope + 1); the margin loses fees and goods."""
    (price, sales) = tornado(BASE, known(0.1), Levers(price_change=-0.1), FLAT, 28)
    for slope, gain in zip((-2 - 0.1 * Z, -2 + 0.1 * Z), price.gain, strict=True):
        assert gain == pytest.approx(400_000 * (0.9 ** (slope + 1) - 1))
    assert price.margin is not None
    orders = 0.9 ** (-2 - 0.1 * Z)
    margin = (400_000 - 45_000 - 20_000) * (0.9 * orders - 1) - 120_000 * (orders - 1)
    assert price.margin[0] == pytest.approx(margin)
    assert price.reach == pytest.approx([400_000 * (np.exp(move * -1) - 1) for move in (-0.3, 0.3)])
    assert (sales.name, sales.width) == ("Sales without a change", 0)


def test_the_forecast_scales_the_change() -> None:
    """Sales at 60 or 140 % of the last 28 days: 80 % of its draws; the change goes with them."""
    swings = tornado(BASE, known(), Levers(price_change=-0.1), UNSURE, 28)
    assert [swing.key for swing in swings] == ["sales", "price"]
    change = 400_000 * (1 / 0.9 - 1)
    assert swings[0].gain == pytest.approx((0.6 * change, 1.4 * change))
    assert binding(swings) == (
        "sales without a change come as forecast; of the levers, that buyers answer to this price "
        "as those of similar products did"
    )


def test_the_widest_comes_first_and_is_named() -> None:
    unsure = replace(known(0.1), creators=replace(known().creators, standard_error=0.01))
    levers = Levers(price_change=-0.2, more_creators=3)
    swings = tornado(BASE, unsure, levers, FLAT, 91)
    assert [swing.key for swing in swings] == ["price", "creators", "sales"]
    assert binding(swings) == "buyers answer to this price as those of similar products did"


def test_of_equal_widths_the_lever_that_moves_most_is_named() -> None:
    levers = Levers(price_change=-0.01, more_creators=30)
    assert binding(tornado(BASE, known(), levers, FLAT, 28)).startswith("further creators")


def test_posts_per_sample_have_ends_of_their_own() -> None:
    """Of 4 samples 2 were posted, or of 4,000 2,000: the second is all but certain."""
    widths = []
    for posted in (20, 2_000):
        seen = replace(known(), funnel=Funnel(posted=posted, received=2 * posted))
        swings = tornado(BASE, seen, Levers(more_samples=50), FLAT, 28)
        widths.append(next(s.width for s in swings if s.key == "posted"))
    assert widths[0] > 5 * widths[1] > 0


def test_a_margin_that_is_not_known_has_no_swing() -> None:
    blind = replace(BASE, goods_cost=None)
    assert all(s.margin is None for s in tornado(blind, known(0.1), Levers(0.1), FLAT, 28))


def test_ends_are_what_was_seen() -> None:
    """190 more creators, of whom 40 % post; at rates 10 points either way, not below none."""
    found = ends(BASE, known())
    assert found["price_change"] == pytest.approx((np.exp(-0.3) - 1, np.exp(0.3) - 1))
    assert found["commission_rate"] == pytest.approx((0.05, 0.25))
    assert found["more_creators"] == (0, 190)
    assert found["more_samples"] == (0, int(190 / (41 / 102)))
    assert found["live_share"] == pytest.approx((0.05, 0.55))
    blind = replace(known(), creators=replace(known().creators, missing="nobody moved it"))
    assert {"more_creators", "more_samples"} & ends(BASE, blind).keys() == set()
