"""Drift by hand, what chance alone brings, and a move that was planted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.interests.drift import FEWEST_PRODUCTS, drift, js_distance

SHARES = st.lists(st.floats(0, 1), min_size=4, max_size=4).map(lambda w: np.array(w) + 1e-6)


def test_the_distance_by_hand() -> None:
    """Against (1/2, 1/2), (1, 0) has a divergence of ½·log2(4/3) + ¼·log2(2/3) + ¼ bits."""
    half, one = np.array([2.0, 2.0]), np.array([3.0, 0.0])
    bits = 0.5 * np.log2(4 / 3) + 0.25 * np.log2(2 / 3) + 0.25
    assert js_distance(one, half) == pytest.approx(np.sqrt(bits))
    assert js_distance(half, half) == pytest.approx(0, abs=1e-9)
    assert js_distance(one, one[::-1]) == pytest.approx(1)


@given(SHARES, SHARES, SHARES)
def test_it_is_a_distance(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
    between = float(js_distance(a, b))
    assert 0 <= between <= 1
    assert between == pytest.approx(float(js_distance(b, a)), abs=1e-9)
    assert between <= js_distance(a, c) + js_distance(c, b) + 1e-7


def test_what_did_not_move_is_seldom_said_to_have_moved() -> None:
    """300 creators whose twelve products were drawn at random, the last three of them now."""
    rng = np.random.default_rng(5)
    said = []
    for seed in range(300):
        category = rng.integers(0, 4, 12).astype(np.int32)
        long = rng.gamma(1.0, size=12)
        now = np.where(np.arange(12) >= 9, long, 0.0)
        said.append(drift(now, long, category, seed).is_beyond_chance)
    assert np.mean(said) < 0.05 + 2 * np.sqrt(0.05 * 0.95 / 300)


def test_a_move_is_seen() -> None:
    """Fifteen products of one category, then five of another."""
    category = np.repeat([0, 1], [15, 5]).astype(np.int32)
    now = np.where(category == 1, 1.0, 0.0)
    found = drift(now, np.ones(20), category)
    assert found.is_beyond_chance
    assert found.distance == pytest.approx(js_distance(np.array([0, 5.0]), np.array([15.0, 5.0])))
    assert found == drift(now, np.ones(20), category)


def test_one_product_on_many_days_is_one_choice() -> None:
    """Now is one product of six, however heavy: any of them might have been it."""
    now = np.array([500.0, 0, 0, 0, 0, 0])
    long = np.array([500.0, 1, 1, 1, 1, 1])
    assert not drift(now, long, np.array([0, 1, 1, 0, 1, 1], np.int32)).is_beyond_chance


@pytest.mark.parametrize(
    "category",
    [np.arange(FEWEST_PRODUCTS + 2), np.zeros(9, int), np.array([0, 1, 1, 0])],
    ids=["each of its own", "all of one", "too few"],
)
def test_what_cannot_be_told_is_not(category: np.ndarray) -> None:
    weights = np.arange(1.0, len(category) + 1)
    found = drift(weights[::-1], weights, category.astype(np.int32))
    assert found.low is found.high is None
    assert not found.is_beyond_chance
