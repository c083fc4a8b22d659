"""What-if: no change is the baseline, levers move it the way the data says, refusals stand."""

import numpy as np
import pytest

from models.response import Response
from models.scenario import Baseline, Evidence, Levers, project

BASE = Baseline(
    sku_orders=200,
    net_gmv=400_000,
    attributed_net_gmv=300_000,
    content_net_gmv=200_000,
    commission=45_000,
    commission_rate=0.15,
    price=2_000.0,
    goods_cost=120_000,
    platform_fee=20_000,
    creators=9,
    live_clicks=500,
    video_clicks=1_500,
)


def known(error: float = 0.0) -> Evidence:
    """Price elasticity -2, 1 % more orders per point of commission, creators' elasticity 0.3, a
    click in live worth twice one in video.
    """
    return Evidence(
        price=Response("log_price", -2.0, error, 80, 900, 6.0, 9.0),
        commission=Response("commission_rate", 1.0, error, 80, 900, 0.05, 0.3),
        creators=Response("log_creators", 0.3, error, 80, 900, 0.0, 3.0),
        live=Response("live", float(np.log(2)), error, 60, 0, 0.0, 1.0),
        posted=40,
        received=100,
    )


def test_no_change_is_the_baseline_to_the_cent() -> None:
    found = project(BASE, known(error=0.4), Levers())
    assert found.net_gmv == (400_000, 400_000, 400_000)
    assert found.orders == (200, 200, 200)
    assert found.commission == 45_000
    assert found.margin == (400_000 - 45_000 - 20_000 - 120_000,) * 3
    same = Levers(commission_rate=0.15, live_share=0.25)
    assert project(BASE, known(error=0.4), same).net_gmv == found.net_gmv


def test_a_discount_by_hand() -> None:
    """10 % off at elasticity -2: orders x 0.9^-2, GMV x 0.9^-1, costs of goods follow orders."""
    found = project(BASE, known(), Levers(price_change=-0.1))
    assert found.orders[0] == pytest.approx(200 / 0.81)
    assert found.net_gmv[0] == pytest.approx(400_000 / 0.9)
    assert found.margin is not None
    assert found.margin[0] == pytest.approx((400_000 - 45_000 - 20_000) / 0.9 - 120_000 / 0.81)


def test_commission_costs_what_it_pays_and_brings_what_it_moves() -> None:
    found = project(BASE, known(), Levers(commission_rate=0.25))
    assert found.net_gmv[0] == pytest.approx(400_000 * np.exp(0.1))
    assert found.commission == pytest.approx(45_000 * 0.25 / 0.15 * np.exp(0.1))


def test_creators_bring_less_and_less() -> None:
    ten, twenty = (
        project(BASE, known(), Levers(more_creators=n)).net_gmv[0] - 400_000 for n in (10, 20)
    )
    assert ten == pytest.approx(400_000 * (2**0.3 - 1))
    assert ten < twenty < 2 * ten


def test_samples_become_creators_at_the_posted_rate() -> None:
    """100 samples at 40 of 100 posted bring about 40 creators."""
    samples = project(BASE, known(), Levers(more_samples=100)).net_gmv
    creators = project(BASE, known(), Levers(more_creators=40)).net_gmv
    assert samples[0] == pytest.approx(creators[0], rel=0.01)
    assert samples[1] < creators[0] < samples[2]


def test_half_of_it_in_live_by_hand() -> None:
    """Half the GMV is content; at 1/4 live it is worth 1.25 video clicks, at 1/2 it is 1.5."""
    found = project(BASE, known(), Levers(live_share=0.5))
    assert found.net_gmv[0] == pytest.approx(400_000 * (0.5 + 0.5 * 1.5 / 1.25))


def test_an_unsure_response_widens_the_interval() -> None:
    widths = []
    for error in (0.1, 0.5):
        found = project(BASE, known(error), Levers(price_change=-0.2))
        widths.append(found.net_gmv[2] - found.net_gmv[1])
    assert widths[1] > 3 * widths[0] > 0


def test_the_assumption_names_the_lever_that_moves_most() -> None:
    levers = Levers(price_change=-0.01, more_creators=30)
    assert project(BASE, known(), levers).assumption.startswith("further creators")
