"""First estimates held against later pairs: nothing of the later days reaches back."""

import shutil
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics.market import market_facts
from data import lake
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.estimate_check import HELD_OUT_DAYS, Checked, checked_estimates


def session(store: Store) -> Session:
    return Warehouse.snapshot(store).session(Scope.everything())


def checked(asked: Session, fewest_shops: int = 1) -> Checked | None:
    facts = market_facts(asked)
    assert facts
    assert facts.last_day
    return checked_estimates(asked, facts.last_day, "USD", fewest_shops)


@pytest.fixture(scope="module")
def store(larger_store: Store) -> Store:
    return larger_store


@pytest.fixture(scope="module")
def found(store: Store) -> Checked:
    known = checked(session(store))
    assert known
    return known


def test_every_pair_stands_in_one_bin(found: Checked) -> None:
    assert found.orders["n"].sum() == found.pairs
    assert found.orders["expected"].is_monotonic_increasing
    assert (found.conversion["low"] <= found.conversion["observed"]).all()
    assert (found.conversion["observed"] <= found.conversion["high"]).all()
    assert 0 < found.inside <= 1
    assert found.last_start_on - found.known_on == timedelta(HELD_OUT_DAYS)


def test_orders_of_later_days_do_not_reach_the_expectation(
    store: Store, found: Checked, tmp_path: Path
) -> None:
    """Every credited order after the day is doubled: twice as much is observed, all else stays."""
    copy = Store(tmp_path / "larger")
    shutil.copytree(store.root, copy.root)
    after = pd.Timestamp(found.known_on) + timedelta(2)
    lines = session(store).frame(
        "from order_lines where creator_id is not null and created_at >= $after", after=after
    )
    with lake.load(copy, "doubled") as load:
        load.add("order_lines", lines.assign(order_id="again " + lines["order_id"]))
    doubled = checked(session(copy))
    assert doubled
    assert doubled.orders["expected"].tolist() == found.orders["expected"].tolist()
    observed = [each.orders.eval("observed * n").sum() for each in (found, doubled)]
    assert observed[1] == pytest.approx(2 * observed[0], rel=0.05)


def test_thin_data_gives_no_answer(small_store: Store, store: Store) -> None:
    """The small market has too few pairs, and the larger one no more than 8 shops."""
    assert checked(session(small_store)) is None
    assert checked(session(store), fewest_shops=9) is None
