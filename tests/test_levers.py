"""What a scenario starts from and how far it may go: baselines by hand, evidence, ranges."""

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
from models.lever_evidence import evidence
from models.levers import Departures, scenario_baseline
from models.limits import Levers, ends, refusal
from models.scenario import project
from tests import deals, tiny
from tests.test_models_scenario import BASE, known


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


def test_a_shop_takes_no_creators_for_each_product_answers_to_its_own(tmp_path: Path) -> None:
    """One creator posted p1 in these 28 days; its shop has other products beside it."""
    session, day = tiny.opened(tmp_path, deals.tables()), date(2026, 3, 3)
    product = scenario_baseline(session, day, "USD", "p1")
    assert refusal(product, known(), Levers(more_creators=1)) == ""
    for shop in ("a", None):
        base = scenario_baseline(session, day, "USD", None, shop)
        assert known().most_creators(base) == 0
        assert not {"more_creators", "more_samples"} & ends(base, known()).keys()
        for levers in (Levers(more_creators=1), Levers(more_samples=1)):
            why = "measured product by product; choose a product"
            assert refusal(base, known(), levers) in (f"creators: {why}", f"samples: {why}")


def test_what_was_seen_is_counted_from_where_today_stands() -> None:
    """Seen from -0.3 to 0.3 about a product's mean; today stands 0.2 above it. So up by 0.1 and
    down by 0.5; ten points of commission and 0.3 of live less the 5 points and 0.1 it is above.
    """
    above = replace(BASE, departs=Departures(price=0.2, commission=0.05, creators=1.0, live=0.1))
    busy = replace(BASE, creators=999)
    assert known().most_creators(busy) == int(1_000 * np.expm1(3.0)), "however many that is"
    found = ends(above, known())
    assert found["price_change"] == pytest.approx((np.exp(-0.5) - 1, np.exp(0.1) - 1))
    assert found["commission_rate"] == pytest.approx((0.0, 0.2))
    assert found["live_share"] == pytest.approx((0.0, 0.45))
    assert found["more_creators"] == (0, int(10 * np.expm1(2.0)))
    for levers in (
        Levers(price_change=float(np.expm1(0.11))),
        Levers(commission_rate=0.21),
        Levers(live_share=0.46),
        Levers(more_creators=64),
    ):
        assert "seen" in (why := refusal(above, known(), levers)) or "further" in why
        assert not refusal(BASE, known(), levers)
    assert not refusal(above, known(), Levers(price_change=float(np.expm1(-0.49))))
    assert refusal(BASE, known(), Levers(price_change=float(np.expm1(-0.49))))


def test_a_move_that_stays_outside_what_was_seen_is_refused_and_none_is_not() -> None:
    far = replace(BASE, departs=Departures(price=0.5))
    assert "price: further" in refusal(far, known(), Levers(price_change=-0.1))
    assert not refusal(far, known(), Levers(price_change=float(np.expm1(-0.3))))
    assert not refusal(far, known(), Levers())


def test_a_market_of_a_few_weeks_has_no_shops_to_count(tmp_path: Path) -> None:
    """No product of the tiny market sold in four weeks, and nobody clicked often enough."""
    told = evidence(tiny.opened(tmp_path), date(2026, 3, 3), "USD").of()
    for seen in (told.price, told.commission, told.creators):
        assert seen.missing == "no product changed it in these weeks; 30 are needed"
    clicked = "no creator sold on enough known clicks in both live and video; 30 are needed"
    assert told.live.missing == told.live_value.missing == clicked


def test_nothing_is_told_that_stands_on_too_few_shops(larger_store: Store) -> None:
    session = Warehouse.snapshot(larger_store).session(Scope.everything())
    day = date(2026, 9, 30)
    told, untold = (evidence(session, day, "USD", fewest).of() for fewest in (8, 9))
    assert told.funnel.received > 0
    assert told.creators.missing is None
    assert untold.funnel == Funnel()
    for seen in (
        untold.price,
        untold.commission,
        untold.creators,
        untold.live,
        untold.live_value,
        untold.same_creator,
    ):
        assert seen.missing == "fewer than 9 shops to learn from"
