"""Around a roster: what binds, what more budget adds, who stays where values are others."""

import numpy as np
import pytest

from models.roster.around import binding, dearer, further, over_budgets, over_targets, stays
from models.roster.choose import Aim, roster
from models.roster.problem import Limits, Problem
from tests.rosters import THREE, candidates


def test_limits_that_bind_are_told_with_whom_they_stop() -> None:
    """Two of 30 use the budget up: c1 for 50 does not fit, whoever may be asked."""
    asked = Problem(THREE, Limits(budget=60, asked=2))
    (budget, creators) = binding(asked, roster(asked))
    assert (budget.kind, budget.used, budget.most, budget.stops, budget.alone) == (
        "budget", 60, 60, 1, 0,
    )  # fmt: skip
    assert (creators.kind, creators.used, creators.stops) == ("asked", 2, 1)
    free = Problem(THREE, Limits(budget=500))
    assert binding(free, roster(free)) == ()


def test_another_amount_adds_what_a_new_choice_brings() -> None:
    """Of 60, 90; of 80, 110 (c1 and c2), and of 110 all 150."""
    asked = Problem(THREE, Limits(budget=60))
    found = roster(asked)
    assert further(asked, found, 20, Aim()) == 20
    assert further(Problem(THREE, Limits()), found, 20, Aim()) is None
    over = over_budgets(asked, found, [0, 30, 60, 80, 110], Aim())
    assert over["value"].tolist() == [0, 50, 90, 110, 150]
    assert over["adds"].tolist() == [-90, -40, 0, 20, 60]


def test_a_higher_target_costs_what_the_cheapest_set_of_it_does() -> None:
    """c1 brings 60 for 50, c2 50 for 30, c3 40 for 30: 90 for 60, 100 for 80, 110 for 80."""
    asked, aim = Problem(THREE, Limits()), Aim(target=85)
    found = roster(asked, aim)
    assert found.total.spend == 60
    over = over_targets(asked, found, [40, 85, 100, 150, 151], aim)
    assert over["value"].tolist() == [40, 85, 100, 150]
    assert over["budget"].tolist() == [30, 60, 80, 110]
    assert dearer(asked, found, 15, aim) == 20
    assert dearer(asked, found, 66, aim) is None, "all three bring 150"


def test_who_is_best_in_every_draw_stays() -> None:
    rng = np.random.default_rng(4)
    draws = np.vstack([np.full(60, 90.0), rng.permutation(np.repeat([0.0, 60.0], 30)),
                       rng.permutation(np.repeat([0.0, 50.0], 30))])  # fmt: skip
    of = candidates(["p c1", "p c2", "p c3"], [90, 30, 25], [1, 1, 1], draws=draws)
    asked = Problem(of, Limits(budget=2))
    found = roster(asked)
    told = stays(asked, found, Aim(), times=30)
    first, second = told.by_pair
    c2, c3 = draws[1, 1::2], draws[2, 1::2]
    assert (first, told.times) == (1, 30)
    assert second == pytest.approx((c2 > c3).mean()), "c2 is taken again where it brings more"
    ((place, often),) = told.instead
    assert (place, often) == (2, pytest.approx((c3 > c2).mean())), "else c3 comes in its stead"
