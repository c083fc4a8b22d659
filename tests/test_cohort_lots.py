"""Drawn lists of a market: who was offered, what came of it, and what that says of effects."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from data.experiment_lists import keep_list
from data.market.panel import simulate
from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.causal.cohort.effect import estimated
from models.causal.cohort.lots import lots
from models.causal.cohort.market import READ, latest_panel
from models.causal.cohort.panel import NEVER, Lots
from models.causal.cohort.verdict import verdict
from models.causal.effect import Grade
from models.trial.simulated import shown
from tests.conftest import small_market
from tests.test_cohort_parts import deals


def listed(*rows: tuple[str, str, int, int, int, float]) -> pd.DataFrame:
    """Experiment, arm, product, creator, day, propensity."""
    columns = ["experiment", "arm", "product", "creator", "day", "propensity"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(group=frame["product"])


def many(experiment: str, arm: str, products: range, creator: int = -1) -> pd.DataFrame:
    return listed(*((experiment, arm, product, creator, 30, np.nan) for product in products))


DRAWN_ON = date(2026, 8, 10)
DRAWN_AT = datetime(2026, 8, 10, 19)
LAST_DAY = date(2026, 10, 31)
PLANTED = """
select p.product_id as unit_id, any_value(p.merchant_id) as merchant_id,
    case when count(c.posted_at) > 0 then 'invited' else 'left_alone' end as arm
from products as p
left join collaborations as c on p.product_id = c.product_id
    and cast(from_utc_timestamp(c.posted_at, 'America/Los_Angeles') as date)
        between date '2026-08-10' and date '2026-09-07'
group by 1
"""
STARTED = deals(*((product, product % 2, 20, 35 + product % 3) for product in range(20)))


def test_an_offer_comes_to_the_first_start_with_its_creator_in_four_weeks() -> None:
    own = [(0, 0, 1, 10), (0, 1, 20, 31), (0, 0, 25, 58), (1, 1, 30, 59), (2, 0, 5, NEVER)]
    rows = deals(*own, *((product, 0, 30, 30) for product in range(10, 40)))
    told = pd.concat(
        [
            listed(
                ("a", "in", 0, 0, 30, 0.5),
                ("a", "in", 0, -1, 30, 0.5),
                ("a", "in", 1, 1, 30, 0.5),
                ("a", "in", 2, 0, 30, 0.5),
            ),
            many("a", "in", range(10, 40)),
            many("a", "out", range(40, 70)),
        ]
    )
    found = lots(told, rows)
    assert found.deal[:4].tolist() == [2, 1, -1, -1], "day 59 is the 29th after"
    assert found.starts[:4].tolist() == [1, 2, 0, 0]
    assert found.starts[4:].sum() == 30


def test_the_arm_with_the_fewest_starts_is_the_one_held_back() -> None:
    told = pd.concat([many("a", "x", range(20)), many("a", "y", range(20, 60))])
    found = lots(told, STARTED)
    assert found.is_offered.sum() == 20
    assert (found.starts[found.is_offered] == 1).all()
    assert found.chance[~found.is_offered] == pytest.approx(np.full(40, 1 / 3))


def test_of_three_arms_two_are_offered_with_the_chance_not_to_be_held_back() -> None:
    arms = [("low", range(10)), ("high", range(10, 20)), ("none", range(20, 40))]
    told = pd.concat([many("a", arm, products) for arm, products in arms])
    found = lots(told.assign(propensity=told["arm"].map({"none": 0.4}).fillna(0.3)), STARTED)
    assert found.is_offered.sum() == 20
    assert found.chance == pytest.approx(np.full(40, 0.6))


def test_a_list_whose_arms_start_alike_says_nothing() -> None:
    alike = pd.concat([many("a", "x", range(0, 40, 2)), many("a", "y", range(1, 40, 2))])
    apart = pd.concat([many("b", "x", range(20)), many("b", "y", range(20, 40))])
    assert not len(lots(alike, STARTED).product)
    assert len(lots(pd.concat([alike, apart]), STARTED).product) == 40
    assert not len(lots(alike.head(0), STARTED).product)


def _offered_in_vain(came: Lots, products: np.ndarray) -> Lots:
    """Beside those that started as many more offers that did not, and as many held back."""
    count = len(products)
    arrays = (products, products, np.full(count, 30), np.arange(count) % 2 == 0)
    more = (*arrays, np.full(count, 0.5), np.zeros(count, np.int64), np.full(count, -1))
    names = [column.name for column in fields(Lots)]
    both = zip((getattr(came, name) for name in names), more, strict=True)
    return Lots(*(np.concatenate(pair) for pair in both))


def test_lists_decide_where_they_are_sharp_enough_and_stand_beside_where_not() -> None:
    whole = shown(simulate("S2-trial", seed=1))
    assert verdict(estimated(whole)).grade is Grade.randomised
    came = np.flatnonzero(whole.lots.starts > 0)[:40]
    rest = np.setdiff1d(np.arange(4_000), whole.lots.product[came])
    few = _offered_in_vain(whole.lots.take(came), np.random.default_rng(3).permutation(rest))
    weak = estimated(replace(whole, lots=few))
    assert weak.randomised is not None
    assert not weak.rests_on_lists
    told = verdict(weak)
    assert told.grade is not Grade.randomised
    assert "offers a coin held back" in told.reason
    assert told.reason.endswith("too unsure to rest on")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A small market with a kept list of products: offered are those with a first post in the four
    weeks from the day of the draw, held back those without a post.
    """
    store = Store(tmp_path_factory.mktemp("stores") / "small")
    small_market(store, seed=1)
    session = Warehouse.snapshot(store).session(Scope.everything())
    rows = session.frame(PLANTED).assign(
        experiment_id="planted", unit_type="product", assigned_at=DRAWN_AT, propensity=0.5
    )
    keep_list(store, session, rows, by="a test")
    return store


def test_a_kept_list_is_in_the_panel(store: Store) -> None:
    session = Warehouse.snapshot(store, READ).session(Scope.everything())
    found, (first, last) = latest_panel(session), (DRAWN_ON, DRAWN_ON + timedelta(days=28))
    days = session.frame(
        "select product_id, cast(from_utc_timestamp(posted_at, 'America/Los_Angeles') as date) "
        "as day, creator_id from collaborations where posted_at is not null"
    )
    days = days[pd.to_datetime(days["day"]).dt.date.between(first, last)]
    offered = found.lots.is_offered
    names = found.product_ids[found.lots.product]
    assert set(names[offered]) == set(days["product_id"])
    by_product = dict(zip(names[offered], found.lots.starts[offered], strict=True))
    assert by_product == days.groupby("product_id").size().to_dict()
    assert set(found.lots.starts[~offered]) == {0}
    assert found.deals.is_random.sum() == offered.sum(), "the first start of each"
    assert set(found.lots.day) == {(DRAWN_ON - LAST_DAY).days + found.days - 1}


def test_another_shops_lists_are_not(store: Store) -> None:
    warehouse = Warehouse.snapshot(store)
    session = warehouse.session(Scope.everything())
    shops = session.frame("select merchant_id from assignments group by 1")["merchant_id"]
    whole = latest_panel(session)
    for shop in shops[:2]:
        own = latest_panel(warehouse.session(Scope.of_merchants(str(shop))))
        listed = session.frame("select unit_id from assignments where merchant_id = $m", m=shop)
        assert set(own.product_ids[own.lots.product]) <= set(listed["unit_id"])
        assert len(own.lots.product) < len(whole.lots.product)
