"""Room for small creators: the laws of the new order, the spread over tiers, and what it costs."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.estimate import exchange_estimate, total_estimate
from models.exposure import by_chance, chance, expected, explored, tier_shares
from models.placed import Product
from tests import tiny
from tests.test_models_estimate import UNTRIED

KINDS = st.lists(st.booleans(), max_size=40).map(lambda kinds: np.array(kinds, bool))
SHARES = st.integers(0, 20).map(lambda step: step / 20)
FIRSTS = st.integers(1, 25)


def test_room_is_made_as_late_as_the_share_allows() -> None:
    """Half of six places: the small ones at 4, 6 and 7 move up to the second, fourth and sixth."""
    is_small = np.array([0, 0, 0, 0, 1, 0, 1, 1], bool)
    assert explored(is_small, 0.5, 6).tolist() == [0, 4, 1, 6, 2, 7, 3, 5]
    assert explored(is_small, 0.34, 6).tolist() == [0, 1, 4, 2, 3, 6, 5, 7]


def test_those_who_stand_there_already_are_counted() -> None:
    is_small = np.array([1, 1, 0, 0, 0, 1], bool)
    assert explored(is_small, 0.5, 4).tolist() == [0, 1, 2, 3, 4, 5]


@given(is_small=KINDS, first=FIRSTS)
def test_no_share_changes_nothing(is_small: np.ndarray, first: int) -> None:
    assert explored(is_small, 0.0, first).tolist() == list(range(len(is_small)))


@given(is_small=KINDS, share=SHARES, first=FIRSTS)
def test_nobody_is_lost_and_both_groups_keep_their_order(
    is_small: np.ndarray, share: float, first: int
) -> None:
    order = explored(is_small, share, first)
    assert sorted(order) == list(range(len(is_small)))
    top = order[:first]
    for kind in (is_small, ~is_small):
        assert (np.diff(top[kind[top]]) > 0).all()
        own = order[kind[order]]
        assert (np.diff(own) > 0).all()


@given(is_small=KINDS, share=SHARES, first=FIRSTS)
def test_every_beginning_has_its_share_while_there_are_any(
    is_small: np.ndarray, share: float, first: int
) -> None:
    taken = np.cumsum(is_small[explored(is_small, share, first)])[:first]
    places = np.arange(1, len(taken) + 1)
    due = np.floor(share * places + 1e-9)
    assert (taken >= np.minimum(due, is_small.sum())).all()


@given(is_small=KINDS, share=SHARES, first=FIRSTS)
def test_no_more_move_up_than_must(is_small: np.ndarray, share: float, first: int) -> None:
    before, order = is_small[:first].sum(), explored(is_small, share, first)
    after = is_small[order[:first]].sum()
    due = int(share * min(first, len(is_small)) + 1e-9)
    assert after == max(before, min(due, is_small.sum()))


@given(
    rows=st.lists(st.tuples(st.integers(-50, 900), st.booleans()), min_size=1, max_size=40),
    share=SHARES,
    first=FIRSTS,
)
def test_room_costs_where_the_order_was_by_the_estimate(
    rows: list[tuple[int, bool]], share: float, first: int
) -> None:
    rows.sort(reverse=True)
    estimates = pd.Series([float(value) for value, _ in rows])
    order = explored(np.array([kind for _, kind in rows]), share, first)
    before, after = expected(estimates, first), expected(estimates.iloc[order], first)
    assert before is not None
    assert after is not None
    assert before - after >= -1e-9


def test_chance_shares_out_the_first_places_alone() -> None:
    """Over 2,000 draws of five, of which three: each of these stands at each of their places in a
    third of them, as is told; the others stay.
    """
    orders = np.array([by_chance(5, (seed, 7), 3) for seed in range(2_000)])
    assert (orders[:, 3:] == [3, 4]).all()
    for who in range(3):
        assert np.abs((orders[:, :3] == who).mean(axis=0) - chance(5, 3)[:3]).max() < 0.03
    assert chance(5, 3).tolist() == pytest.approx(
        [1 / 3, 1 / 3, 1 / 3, np.nan, np.nan], nan_ok=True
    )
    assert by_chance(5, (1, 7), 3).tolist() == by_chance(5, (1, 7), 3).tolist()
    assert sorted(by_chance(2, (1, 7))) == [0, 1]
    assert chance(2).tolist() == [0.5, 0.5]
    assert len(by_chance(0, (1,))) == 0


def test_what_is_expected_needs_every_estimate_among_the_first() -> None:
    assert expected(pd.Series([3.0, 2.0, np.nan]), 2) == 5.0
    assert expected(pd.Series([3.0, np.nan, 2.0]), 2) is None
    assert expected(pd.Series([3.0]), 20) == 3.0


def test_the_spread_over_tiers_by_hand() -> None:
    tiers = pd.Series(["mega", "nano", "mega", None, "nano", "micro"])
    found = tier_shares(tiers, 4)
    assert found["tier"].tolist() == ["nano", "micro", "mega", "unknown"]
    assert found["places"].tolist() == [1, 0, 2, 1]
    assert found["candidates"].tolist() == [2, 1, 2, 1]
    assert found["place_share"].tolist() == pytest.approx([0.25, 0, 0.5, 0.25])
    assert found["candidate_share"].sum() == pytest.approx(1)
    assert tier_shares(tiers.head(0)).empty


def test_an_exchange_is_the_difference_of_both_totals(tmp_path: Path) -> None:
    """Nobody for nobody costs nothing; whom chance alone tells apart may cost either way."""
    warehouse = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny")))
    session, day = warehouse.session(Scope.everything()), date(2026, 3, 3)
    product = Product("p1", "Beauty", 2_000, "USD")
    more, fewer = ["c1", "c2", "c1"], ["c2"]
    one, two = (
        total_estimate(session, UNTRIED, product, ids, day).extra[1] for ids in (more, fewer)
    )
    low, mean, high = exchange_estimate(session, UNTRIED, product, more, day, taken=fewer).extra
    assert mean == pytest.approx(one - two)
    assert low < mean < high
    back = exchange_estimate(session, UNTRIED, product, fewer, day, taken=more).extra
    assert back[1] == pytest.approx(-mean)
    even = exchange_estimate(session, UNTRIED, product, ["c1"], day, taken=["c2"]).extra
    assert even[0] < 0 < even[2]
