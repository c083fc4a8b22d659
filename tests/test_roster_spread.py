"""The bound on the surest set: every cut lies below the spread of every set, and cuts are tight."""

import numpy as np
import pytest

from models.roster.choose import halves
from models.roster.problem import Floats, Ints, Limits, Problem
from models.roster.program import Program
from models.roster.spread import NORMAL, Spread, kappa
from tests.rosters import THREE, candidates, curves, drawn


def point(program: Program, chosen: Ints) -> Floats:
    """A set as values of the program's variables that cuts speak of."""
    variables, worth = program.variables, program.worth
    found = np.zeros(variables.width)
    found[chosen] = 1
    adds, product = worth.adds(chosen), worth.products[1][chosen]
    is_gain = program.problem.candidates.value[chosen] > 0
    for place, (_, column) in variables.curved.items():
        found[column] = adds[(product == place) & is_gain].sum() / variables.scale
    return found


@pytest.mark.parametrize("slope", [-0.2, 0.3, 1.0])
def test_no_cut_exceeds_the_spread_of_any_set(slope: float) -> None:
    of = drawn(60, 3, 30, seed=8, groups=2)
    program = Program(Problem(of, Limits(budget=600), curves(of, slope, 2)))
    draws, _ = halves(of.draws)
    spread, rng = Spread(program, draws), np.random.default_rng(0)
    spread.bound(NORMAL, np.arange(0, 60, 5), seconds=10)
    assert len(spread.cuts) > 4
    for size in rng.integers(1, 40, 200).tolist():
        chosen = np.sort(rng.choice(60, size, replace=False))
        most = max(cut @ point(program, chosen) for cut in spread.cuts) * program.variables.scale
        assert most <= program.worth.drawn(chosen, draws).std() * (1 + 1e-9)


def test_starts_are_sought_among_those_that_the_bound_took() -> None:
    """c1 for 50 and c2 for 30 are best of 80; without c1 it is c2 and c3 for 60."""
    asked = Problem(THREE, Limits(budget=80))
    assert Program(asked).best().chosen.tolist() == [0, 1]
    among = np.array([False, True, True])
    assert Program(asked).best(among=among).chosen.tolist() == [1, 2]
    small = Problem(THREE, Limits(budget=40))
    spread = Spread(Program(small), halves(THREE.draws)[0])
    spread.bound(NORMAL, np.array([1]), seconds=10)
    assert spread.taken.tolist() == [False, True, True], "c2, and a third of c3 in parts"


def test_the_bound_of_one_candidate_is_its_own_quantile() -> None:
    """Draws 0, 10, …, 90: mean 45, 10 % quantile 9; a bound at that many spreads is the same."""
    draws = np.arange(0.0, 100.0, 10.0)[None, :]
    of = candidates(["p c1"], [45], [1], draws=draws)
    program, one = Program(Problem(of, Limits())), np.array([0])
    at = kappa(program.worth, one, draws)
    assert at == pytest.approx(36 / draws.std())
    assert Spread(program, draws).bound(at, one, seconds=10) == pytest.approx(9)
