"""What-if: no change is the baseline, levers move it the way the data says, refusals stand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.margin import margin
from analytics.period import Period
from analytics.slice import Slice
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.funnel import Funnel
from models.levers import Baseline, Evidence, evidence, scenario_baseline
from models.limits import Levers
from models.response import Response
from models.scenario import LeverError, project
from tests import deals, tiny

BASE = Baseline(
    sku_orders=200,
    net_gmv=400_000,
    attributed_net_gmv=300_000,
    content_net_gmv=200_000,
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
    click in live worth twice one in video.
    """
    return Evidence(
        price=Response("log_price", -2.0, error, 80, 900, -0.3, 0.3),
        commission=Response("commission_rate", 1.0, error, 80, 900, -0.1, 0.1),
        creators=Response("log_creators", 0.3, error, 80, 900, 0.0, 3.0),
        live=Response("live", float(np.log(2)), error, 60, 0, 0.0, 1.0),
        funnel=Funnel(posted=40, received=100),
    )


def test_no_change_is_the_baseline_to_the_cent() -> None:
    found = project(BASE, known(error=0.4), Levers())
    assert found.net_gmv == (400_000, 400_000, 400_000)
    assert found.orders == (200, 200, 200)
    assert found.commission == 45_000
    assert found.margin == (400_000 - 45_000 - 20_000 - 120_000 - 8_000 - 3_000,) * 3
    same = Levers(commission_rate=0.15, live_share=0.25)
    assert project(BASE, known(error=0.4), same).net_gmv == found.net_gmv


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
    """Who promotes already keeps the old rate for 30 days; 10 more creators at 10 % bring 2^.3."""
    cut = Levers(commission_rate=0.1)
    assert project(BASE, known(error=0.4), cut).net_gmv == (400_000,) * 3
    assert project(BASE, known(), cut).commission == 45_000
    more = project(BASE, known(), replace(cut, more_creators=10))
    assert more.commission == pytest.approx(45_000 * (1 + (2**0.3 - 1) * 0.1 / 0.15))


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


def test_the_baseline_is_what_the_margin_says(tmp_path: Path) -> None:
    """p1 of shop a in dollars: 99.00 net; 6.00 commission, 5 % fee, goods as margin counts them."""
    session = tiny.opened(tmp_path)
    day = date(2026, 3, 3)
    base = scenario_baseline(session, day, "USD", "p1")
    period = Period(date(2026, 2, 4), day)
    row = margin(session, Slice(period, "USD", product_id="p1"), "total").iloc[0]
    assert (base.net_gmv, base.commission, base.platform_fee) == (9_900, 600, row["platform_fee"])
    found = project(base, known(), Levers())
    assert found.margin == (row["margin"],) * 3
    whole = scenario_baseline(session, day, "USD", None, "a")
    assert whole.goods_cost is None, "the cost of Balm is missing, and a quantity cannot be"


@pytest.mark.parametrize(
    ("tables", "posted"),
    [
        # 4 February to 3 March: c1 posted p1 on 2 March, and p2 on 1 February, which is too early
        (deals.tables(), {"p1": 1, "p2": 0}),
        # creators sold both, but nobody recorded a post
        (tiny.frames(), {"p1": None, "p2": None}),
        # nor of p1 here, which c1 and c2 sold: that p2 was posted says nothing of it
        (
            {**deals.tables(), "collaborations": pd.DataFrame([deals.DEALS[-1]])},
            {"p1": None, "p2": 0},
        ),
    ],
)
def test_who_posted_is_unknown_where_no_post_is_on_record(
    tmp_path: Path, tables: dict[str, pd.DataFrame], posted: dict[str, int | None]
) -> None:
    session = tiny.opened(tmp_path, tables)
    day = date(2026, 3, 3)
    found = {p: scenario_baseline(session, day, "USD", p).creators for p in posted}
    assert found == posted


def test_creators_are_not_added_to_an_unknown_number() -> None:
    base = replace(BASE, creators=None)
    assert project(base, known(), Levers()).net_gmv == (400_000,) * 3
    assert known().most_creators(base) == 0
    for levers in (Levers(more_creators=1), Levers(more_samples=1)):
        with pytest.raises(LeverError, match="who posted it is not on record"):
            project(base, known(), levers)


def test_a_market_of_a_few_weeks_has_no_shops_to_count(tmp_path: Path) -> None:
    """No product of the tiny market sold in four weeks, and nobody clicked often enough."""
    told = evidence(tiny.opened(tmp_path), date(2026, 3, 3), "USD")
    for seen in (told.price, told.commission, told.creators):
        assert seen.missing == "no product changed it in these weeks; 30 are needed"
    clicked = "no creator sold on enough known clicks in both live and video; 30 are needed"
    assert told.live.missing == clicked


def test_nothing_is_told_that_stands_on_too_few_shops(larger_store: Store) -> None:
    session = Warehouse.snapshot(larger_store).session(Scope.everything())
    day = date(2026, 9, 30)
    told, untold = (evidence(session, day, "USD", None, fewest) for fewest in (8, 9))
    assert told.funnel.received > 0
    assert told.creators.missing is None
    assert untold.funnel == Funnel()
    for seen in (
        untold.price,
        untold.commission,
        untold.creators,
        untold.live,
        untold.same_creator,
    ):
        assert seen.missing == "fewer than 9 shops to learn from"
