"""What-if: no change is the baseline, levers move it the way the data says, refusals stand."""

from dataclasses import replace

import numpy as np
import pytest

from models.funnel import Funnel
from models.lever_evidence import Evidence
from models.levers import Baseline
from models.limits import Levers, refusal
from models.response import Response
from models.scenario import LeverError, project

BASE = Baseline(
    sku_orders=200,
    net_gmv=400_000,
    attributed_net_gmv=300_000,
    content_net_gmv=200_000,
    content_sku_orders=80,
    commission_base=300_000,
    commission_rate=0.15,
    price=2_000.0,
    commission=45_000,
    goods_cost=120_000,
    platform_fee=20_000,
    flat_fees=8_000,
    sample_costs=3_000,
    sample_cost=500.0,
    flat_fee=1_000.0,
    creators=9,
    live_clicks=500,
    video_clicks=1_500,
)


def known(error: float = 0.0) -> Evidence:
    """Price elasticity -2, 1 % more orders per point of commission, creators' elasticity 0.3, a
    click in live leads to twice the orders of one in video, each worth half as much again.
    """
    return Evidence(
        price=Response("log_price", -2.0, error, 80, 900, -0.3, 0.3),
        commission=Response("commission_rate", 1.0, error, 80, 900, -0.1, 0.1),
        creators=Response("log_creators", 0.3, error, 80, 900, 0.0, 3.0),
        live=Response("live", float(np.log(2)), error, 60, 0, -0.2, 0.3),
        live_value=Response("live", float(np.log(1.5)), error, 60, 0, -0.2, 0.3),
        funnel=Funnel(posted=40, received=100),
    )


def test_no_change_is_the_baseline_to_the_cent() -> None:
    found = project(BASE, known(error=0.4), Levers())
    assert found.net_gmv == (400_000, 400_000, 400_000)
    assert found.orders == (200, 200, 200)
    assert found.commission == 45_000
    assert found.margin == (400_000 - 45_000 - 20_000 - 120_000 - 8_000 - 3_000,) * 3
    same = vars(project(BASE, known(error=0.4), Levers(commission_rate=0.15, live_share=0.25)))
    for figure, value in vars(found).items():
        assert np.array_equal(same[figure], value), figure


def test_a_discount_by_hand() -> None:
    """10 % off at elasticity -2: orders x 0.9^-2, GMV x 0.9^-1, costs of goods follow orders."""
    found = project(BASE, known(), Levers(price_change=-0.1))
    assert found.orders[0] == pytest.approx(200 / 0.81)
    assert found.net_gmv[0] == pytest.approx(400_000 / 0.9)
    assert found.margin is not None
    left = (400_000 - 45_000 - 20_000) / 0.9 - 120_000 / 0.81 - 8_000 - 3_000
    assert found.margin[0] == pytest.approx(left)


def test_commission_costs_what_it_pays_and_brings_what_it_moves() -> None:
    found = project(BASE, known(), Levers(commission_rate=0.25))
    assert found.net_gmv[0] == pytest.approx(400_000 * np.exp(0.1))
    assert found.commission == pytest.approx(45_000 * 0.25 / 0.15 * np.exp(0.1))


def test_a_cut_reaches_new_creators_alone() -> None:
    """Who promotes already keeps the old rate for 30 days; 10 more creators bring 2^.3, and are
    paid 10 % of all that they add.
    """
    cut = Levers(commission_rate=0.1)
    assert project(BASE, known(error=0.4), cut).net_gmv == (400_000,) * 3
    assert project(BASE, known(), cut).commission == 45_000
    more = project(BASE, known(), replace(cut, more_creators=10))
    assert more.commission == pytest.approx(45_000 + 0.1 * 400_000 * (2**0.3 - 1))


def test_what_further_creators_earn_is_not_known_where_nobody_sold_yet() -> None:
    organic = replace(BASE, attributed_net_gmv=0, commission=0, commission_base=0.0)
    found = project(organic, known(), Levers(more_creators=3))
    assert (found.commission, found.margin, found.missing) == (None, None, "commission")
    assert project(organic, known(), Levers()).commission == 0


def test_a_first_commission_costs_what_it_is_of() -> None:
    """From none to 10 % of 300,000, and one order in ten more."""
    free = replace(BASE, commission_rate=0.0, commission=0)
    found = project(free, known(), Levers(commission_rate=0.1))
    assert found.commission == pytest.approx(30_000 * np.exp(0.1))


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
    """80 of 200 orders are of content, half of the GMV, two thirds of what is credited. At 1/4 live
    a click leads to the orders of 1.25 video clicks, at 1/2 to 1.5; in money, 1.5 and 2.
    """
    found = project(BASE, known(), Levers(live_share=0.5))
    assert found.orders[0] == pytest.approx(120 + 80 * 1.5 / 1.25)
    assert found.net_gmv[0] == pytest.approx(200_000 + 200_000 * 2 / 1.5)
    assert found.commission == pytest.approx(45_000 * (1 / 3 + 2 / 3 * 2 / 1.5))
    assert found.margin is not None
    costs = 20_000 * found.net_gmv[0] / 400_000 + 120_000 * found.orders[0] / 200
    left = found.net_gmv[0] - found.commission - costs - 8_000 - 3_000
    assert found.margin[0] == pytest.approx(left)


def test_money_and_orders_are_drawn_as_they_were_estimated_together() -> None:
    """Where more orders per click meant less money per order, draws say so: money is surer."""
    widths = []
    for together in (-0.9, 0.0, 0.9):
        unsure = replace(known(0.3), live_together=together)
        low, high = project(BASE, unsure, Levers(live_share=0.5)).net_gmv[1:]
        widths.append(high - low)
    assert widths == sorted(widths)
    assert widths[0] < 0.8 * widths[2]


def test_an_unsure_response_widens_the_interval() -> None:
    widths = []
    for error in (0.1, 0.5):
        found = project(BASE, known(error), Levers(price_change=-0.2))
        widths.append(found.net_gmv[2] - found.net_gmv[1])
    assert widths[1] > 3 * widths[0] > 0


def test_samples_and_creators_are_paid_for() -> None:
    """10 samples at 5.00, and per creator 10.00, beside what their sales leave."""
    flat = replace(known(), creators=replace(known().creators, slope=0.0))
    still = project(BASE, flat, Levers()).margin
    asked = project(BASE, flat, Levers(more_creators=4)).margin
    sampled = project(BASE, flat, Levers(more_samples=10)).margin
    assert still and asked and sampled  # noqa: PT018
    assert asked[0] == pytest.approx(still[0] - 4 * 1_000)
    assert sampled[0] == pytest.approx(still[0] - 10 * 500 - 10 * 0.4 * 1_000, rel=0.01)


@pytest.mark.parametrize(
    ("levers", "why"),
    [
        (Levers(price_change=-0.9), "price: further"),
        (Levers(commission_rate=0.9), "commission: further"),
        (Levers(live_share=0.56), "live: further"),
        (Levers(live_share=0.04), "live: further"),
        (Levers(more_creators=1_000), "creators: 1000 more, samples included, and 190"),
        (Levers(more_creators=150, more_samples=150), "creators: 210 more"),
    ],
)
def test_what_the_market_has_not_seen_is_refused(levers: Levers, why: str) -> None:
    with pytest.raises(LeverError, match=why):
        project(BASE, known(), levers)


@pytest.mark.parametrize(
    ("name", "levers"),
    [
        ("price", Levers(price_change=0.1)),
        ("commission", Levers(commission_rate=0.2)),
        ("creators", Levers(more_creators=1)),
        ("creators", Levers(more_samples=1)),
        ("live", Levers(live_share=0.5)),
    ],
)
def test_a_lever_without_evidence_is_refused_not_taken_for_certain(
    name: str, levers: Levers
) -> None:
    told = known()
    blind = replace(told, **{name: replace(getattr(told, name), missing="nobody moved it")})
    assert refusal(BASE, blind, Levers(commission_rate=0.15, live_share=0.25)) == ""
    with pytest.raises(LeverError, match="nobody moved it"):
        project(BASE, blind, levers)
    assert project(BASE, blind, Levers()).net_gmv == (400_000,) * 3


@pytest.mark.parametrize(
    ("field", "said"), [("commission", "commission"), ("goods_cost", "unit cost")]
)
def test_a_cost_that_is_not_known_leaves_the_margin_open(field: str, said: str) -> None:
    found = project(replace(BASE, **{field: None}), known(), Levers())
    assert found.margin is None
    assert found.missing == said
    unsampled = project(replace(BASE, sample_cost=None), known(), Levers(more_samples=1))
    assert unsampled.missing == "sample cost"


def test_creators_are_not_added_to_an_unknown_number() -> None:
    base = replace(BASE, creators=None)
    assert project(base, known(), Levers()).net_gmv == (400_000,) * 3
    assert known().most_creators(base) == 0
    for levers in (Levers(more_creators=1), Levers(more_samples=1)):
        with pytest.raises(LeverError, match="who posted it is not on record"):
            project(base, known(), levers)
