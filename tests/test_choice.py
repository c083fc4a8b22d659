"""What being chosen tells of those who were not: by hand, and planted markets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.choice import Choice, Thinning
from models.luck import Luck, Rows

NO_RANK = Thinning()
STEEP = Thinning(0.8, 1_000, 500)


def test_between_choice_that_knows_nothing_and_luces() -> None:
    """A variance of 1: all of it, or exp(-1) of it; on average 1 - exp(-1), .632."""
    choice = Choice(np.e - 1, NO_RANK)
    anywhere, knowing = np.array([np.nan]), np.array([0.0, 1.0])
    assert choice.factor(anywhere, knowing)[0] == pytest.approx([1, 0.36788], abs=1e-4)
    assert choice.mean(anywhere) == pytest.approx([0.63212], abs=1e-4)


def test_a_rank_by_hand() -> None:
    """Two candidates, starts thin out by 1/rank: two thirds of them at the first. If choice knows
    all, what they brought goes with 1, 1/2, on average 5/6 among the chosen: 1.2 and .6 of it.
    """
    choice = Choice(0.0, Thinning(1.0, 2, 100))
    found = choice.factor(np.array([1.0, 2.0]), np.array([0.0, 1.0]))
    assert found == pytest.approx(np.array([[1, 1.2], [1, 0.6]]))


@given(st.floats(0, 3), st.floats(0.05, 2), st.integers(2, 400), st.floats(0, 1))
def test_the_chosen_average_to_what_is_hidden_alone(
    hidden: float, exponent: float, candidates: int, knowing: float
) -> None:
    choice = Choice(np.expm1(hidden), Thinning(exponent, candidates, 100))
    ranks = np.arange(1.0, candidates + 1)
    starts = ranks**-exponent / (ranks**-exponent).sum()
    factor = choice.factor(ranks, np.array([knowing]))[:, 0]
    assert starts @ factor == pytest.approx(np.exp(-knowing * hidden), rel=2e-3)
    assert (np.diff(choice.mean(ranks)) <= 0).all()


def test_an_unknown_rank_is_the_last() -> None:
    choice = Choice(0.5, STEEP)
    unknown, last = choice.mean(np.array([np.nan, 1_000.0]))
    assert unknown == pytest.approx(last)


@pytest.mark.parametrize("exponent", [0.0, 0.4, 1.2])
def test_a_planted_thinning_is_found(exponent: float) -> None:
    """4,000 starts among 300 or 2,000 candidates (seed 1)."""
    rng = np.random.default_rng(1)
    ranks, among = [], []
    for size in (300, 2_000):
        every = np.arange(1, size + 1)
        chance = every**-exponent / (every**-exponent).sum()
        ranks.append(rng.choice(every, 2_000, p=chance))
        among.append(np.full(2_000, size))
    found = Thinning.of(np.concatenate(ranks), np.concatenate(among))
    assert found.exponent == pytest.approx(exponent, abs=0.03)
    assert (found.candidates, found.starts) == (2_000, 4_000)


def test_few_starts_tell_no_thinning() -> None:
    assert Thinning.of(np.ones(99, np.int64), np.full(99, 10)) == Thinning()


def test_what_nobody_chose_brings_less_as_far_as_choosers_knew() -> None:
    """Planted: pairs differ by a factor whose logarithm has variance .8. Where creators choose by
    it (knowing 1), of 200 on offer one, what a pair at random brings is that part of the chosen.
    """
    rng = np.random.default_rng(3)
    brings = np.exp(rng.normal(0, np.sqrt(0.8), (10_000, 200)))
    chance = brings / brings.sum(axis=1, keepdims=True)
    chosen = (chance.cumsum(axis=1) > rng.random((10_000, 1))).argmax(axis=1)
    among_chosen = brings[np.arange(10_000), chosen].mean()
    all_knowing = Choice(np.expm1(0.8), NO_RANK).factor(np.array([1.0]), np.array([1.0]))[0, 0]
    assert brings.mean() / among_chosen == pytest.approx(all_knowing, abs=0.05)


def luck(**changes: object) -> Luck:
    return Luck(**({"choice": Choice(1.0, STEEP)} | changes))


def quantiles(told: Luck, shape: float, rank: float, *, begun: bool) -> np.ndarray:
    row = Rows(*(np.array([value]) for value in (shape, rank, begun, 1.0)))
    return told.quantiles(row, np.array([0.1, 0.5, 0.9]))[0]


def test_luck_is_that_of_its_parts() -> None:
    """Against two million plain draws of creator, pair, choice and share (seed 7)."""
    rng, size, rank = np.random.default_rng(7), 2_000_000, 40.0
    told = luck(share=0.8, share_error=0.1)
    factor = rng.gamma(2, 1 / 2, size) * np.exp(
        np.sqrt(np.log(2)) * rng.standard_normal(size) - np.log(2) / 2
    )
    factor *= np.clip(0.8 + 0.1 * rng.standard_normal(size), 0, None)
    ends = [0.1, 0.5, 0.9]
    begun = quantiles(told, 2.0, rank, begun=True)
    assert begun == pytest.approx(np.quantile(factor, ends), rel=0.03)
    chosen = told.choice.factor(np.array([rank]), rng.random(size))[0]
    untried = quantiles(told, 2.0, rank, begun=False)
    assert untried == pytest.approx(np.quantile(factor * chosen, ends), rel=0.03)


def test_rows_are_told_alike_whoever_stands_beside_them() -> None:
    told, at = luck(), np.array([0.1, 0.9])
    rows = Rows(
        np.array([0.5, 2.0, 9.0, 2.0, 3.0]),
        np.array([1.0, 30.0, 999.0, np.nan, np.nan]),
        np.array([False, False, False, True, True]),
        np.array([1.0, 1.0, 1.0, 0.1, 3.0]),
    )
    every = told.quantiles(rows, at)
    for row in range(5):
        one = Rows(*(column[row : row + 1] for column in vars(rows).values()))
        assert told.quantiles(one, at)[0] == pytest.approx(every[row], rel=0.03)
