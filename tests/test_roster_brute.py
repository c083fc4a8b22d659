"""A roster against every set that there is, on problems of up to ten candidates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.roster.choose import SURELY, Aim, halves, roster
from models.roster.problem import Problem
from models.roster.program import GAP
from models.roster.spread import kappa
from models.roster.worth import Worth
from tests.rosters import best_of_all, curves, drawn, random_limits, sets

SEEDS = st.integers(0, 10_000)
SLOPES = st.sampled_from([-0.2, 0.0, 0.3, 0.7, 1.0])


def problem(seed: int, slope: float, *, groups: int = 2) -> Problem:
    rng = np.random.default_rng(seed)
    n, products = int(rng.integers(3, 11)), int(rng.integers(1, 4))
    of = drawn(n, products, int(rng.integers(-(-n // products), 11)), seed=seed, groups=groups)
    return Problem(of, random_limits(of, seed), curves(of, slope, float(rng.integers(0, 5))))


@settings(max_examples=40)
@given(SEEDS, SLOPES)
def test_the_best_on_average_is_the_best_of_all_sets(seed: int, slope: float) -> None:
    asked = problem(seed, slope)
    best = best_of_all(asked, Worth.total)
    found = roster(asked)
    assert found.total.mean >= best * (1 - GAP) - 1e-9
    assert found.total.mean <= best * (1 + 1e-9)
    assert found.gap is not None
    assert best <= found.total.mean * (1 + found.gap) + 1e-6, "the bound holds the best"
    assert found.greedy is not None
    assert found.greedy.mean <= found.total.mean + 1e-9
    assert found.table["adds"].sum() == pytest.approx(found.total.mean, rel=1e-12)
    assert (found.table["adds"] <= found.table["estimate"] * (1 + 1e-12)).all()


@settings(max_examples=15)
@given(SEEDS, SLOPES)
def test_the_surest_comes_within_two_percent_of_all_sets(seed: int, slope: float) -> None:
    asked = problem(seed, slope)
    choosing, _ = halves(asked.candidates.draws)
    best = best_of_all(asked, lambda worth, chosen: worth.surely(chosen, choosing))
    found = roster(asked, Aim(by=SURELY))
    low = found.total.chosen_low
    assert 0.98 * best - 1e-9 <= low <= best * (1 + 1e-9)
    assert found.gap is not None
    assert found.kappa is not None
    worth, bound = Worth(asked), low / (1 - found.gap) if found.gap < 1 else np.inf
    for one in sets(asked):
        if len(one) and kappa(worth, one, choosing) >= found.kappa:
            assert worth.surely(one, choosing) <= bound * (1 + 1e-6) + 1e-6


@settings(max_examples=15)
@given(SEEDS, SLOPES, st.floats(0.2, 0.95))
def test_the_least_spend_is_the_least_of_all_that_reach_the_target(
    seed: int, slope: float, part: float
) -> None:
    asked = problem(seed, slope)
    worth, spend = Worth(asked), asked.candidates.spend
    target = part * best_of_all(asked, Worth.total)
    reaching = [one for one in sets(asked) if worth.total(one) >= target]
    least = min(float(spend[one].sum()) for one in reaching)
    found = roster(asked, Aim(target=target))
    assert found.total.mean >= target * (1 - 1e-8)
    assert least * (1 - 1e-9) <= found.total.spend <= least * (1 + GAP) + 1e-6


@settings(max_examples=8)
@given(SEEDS)
def test_the_least_spend_that_is_sure_is_sure(seed: int) -> None:
    asked = problem(seed, 0.5)
    sure = roster(asked, Aim(by=SURELY)).total
    found = roster(asked, Aim(by=SURELY, target=0.7 * sure.chosen_low)).total
    assert found.chosen_low >= 0.7 * sure.chosen_low - 1e-9
    assert found.spend <= sure.spend + 1e-9
