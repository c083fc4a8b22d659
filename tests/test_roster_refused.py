"""Why there may be no roster: what collides and by how much, and what cannot be chosen from."""

from dataclasses import replace

import numpy as np
import pytest

from models.roster.choose import Aim, roster
from models.roster.collisions import InfeasibleError
from models.roster.problem import BadInputError, Limits, Problem
from tests.rosters import THREE, candidates

INFEASIBLE = {
    "the must-haves cost 80.00 of 70.00 allowed": Limits(
        budget=70, must=frozenset({("p1", "c1"), (None, "c2")})
    ),
    "fixed fees of the must-haves cost 50.00 of 20.00 allowed": Limits(
        fee_budget=20, must=frozenset({("p1", "c1")})
    ),
    "the must-haves are 2 creators, and 1 may be asked": Limits(
        asked=1, must=frozenset({(None, "c1"), (None, "c2")})
    ),
    "the must-haves need 2 samples of p1; at hand: 1": Limits(
        samples={"p1": 1}, must=frozenset({(None, "c1"), (None, "c2")})
    ),
    "2 creators must carry p1, and 1 may": Limits(
        per_product=1, must=frozenset({(None, "c1"), (None, "c2")})
    ),
    "2 creators must carry p1, and 1 more than now are within what this market has seen": Limits(
        seen={"p1": 1}, must=frozenset({(None, "c1"), (None, "c2")})
    ),
    "the must-haves are 1 creator, and 0 may be asked": Limits(
        asked=0, must=frozenset({(None, "c1")})
    ),
    "c1 is a must-have and on the never list": Limits(
        must=frozenset({(None, "c1")}), never=frozenset({("p1", "c1")})
    ),
    "c9 on p1 is a must-have and not among the candidates": Limits(must=frozenset({("p1", "c9")})),
}


@pytest.mark.parametrize("words", INFEASIBLE)
def test_what_collides_is_said_with_by_how_much(words: str) -> None:
    with pytest.raises(InfeasibleError) as told:
        roster(Problem(THREE, INFEASIBLE[words]))
    assert str(told.value) == words


def test_must_haves_of_one_creator_on_two_products_collide() -> None:
    of = candidates(["p c1", "q c1"], [1, 1], [1, 1])
    both = frozenset({("p", "c1"), ("q", "c1")})
    with pytest.raises(InfeasibleError, match="c1 must carry 2 products, and may carry one"):
        roster(Problem(of, Limits(is_one_product_each=True, must=both)))


def test_a_quota_of_nobody_takes_nobody_and_reaches_no_target() -> None:
    assert len(roster(Problem(THREE, Limits(asked=0))).table) == 0
    with pytest.raises(InfeasibleError, match=r"all limits allow 0\.00, short of 10\.00"):
        roster(Problem(THREE, Limits(asked=0)), Aim(target=10))


def test_a_target_beyond_all_limits_says_what_they_allow() -> None:
    with pytest.raises(InfeasibleError, match=r"all limits allow 90\.00, short of 91\.00"):
        roster(Problem(THREE, Limits(budget=60)), Aim(target=91))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": np.array([1.0, np.nan, 1.0])}, "value of c2 on p1 is no number"),
        ({"flat_fee": np.array([1.0, 1.0, -1.0])}, "flat_fee of c3 on p2 is no number from 0 on"),
        ({"creator_ids": np.array(["c1", "c1", "c3"])}, "c1 on p1 is among the candidates twice"),
        ({"commission": np.array([1.0])}, "commission: not one row per candidate"),
        ({"audience": np.array([0, 0, 0])}, "shared: one share"),
    ],
)
def test_bad_input_is_named(change: dict[str, np.ndarray], words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        Problem(replace(THREE, **change), Limits())
    with pytest.raises(BadInputError, match="budget is -1"):
        Problem(THREE, Limits(budget=-1))
