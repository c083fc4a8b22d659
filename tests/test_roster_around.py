"""Around a roster: what binds, what more budget adds, who stays where values are others."""

from dataclasses import replace

import numpy as np
import pytest

from models.roster.around import binding, dearer, further, over_budgets, over_targets
from models.roster.choose import Aim, Roster, roster
from models.roster.curve import Curve
from models.roster.exchanges import NOBODY, exchanges
from models.roster.problem import Limits, Problem
from models.roster.stays import Stays, redrawn, redraws, stays
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


def test_what_was_chosen_before_is_not_chosen_again() -> None:
    """A page that was left while it chose goes on where it was."""
    asked, kept = Problem(THREE, Limits(budget=60)), {}

    def choose(problem: Problem, aim: Aim) -> Roster:
        kept[problem.limits.budget, aim.target] = made = roster(problem, aim)
        return made

    found = roster(asked)
    over_budgets(asked, found, [30, 60], Aim(), choose)
    further(asked, found, 20, Aim(), choose)
    over_targets(asked, found, [40, 85], Aim(target=85), choose)
    dearer(asked, found, 5, Aim(target=85), choose)
    assert list(kept) == [(30, None), (60, None), (80, None), (60, 40), (60, 90)]


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
    told = stays(found, [redrawn(asked, found, Aim(), draw) for draw in redraws(asked)])
    first, second = told.by_pair
    c2, c3 = draws[1:, 1:48:2]
    assert (first, told.times) == (1, 24)
    assert second == pytest.approx((c2 > c3).mean()), "c2 is taken again where it brings more"


def test_a_redraw_cut_short_counts_for_nobody() -> None:
    found = roster(Problem(THREE, Limits(budget=60)))
    assert found.chosen.tolist() == [1, 2]
    told = stays(found, [np.array([0, 1]), None, np.array([1, 2])])
    assert (told.by_pair.tolist(), told.times, told.mean) == ([1, 0.5], 2, 0.75)
    assert stays(found, [None]).mean is None
    assert Stays(np.empty(0), 3).mean is None


def test_who_stands_in_loses_the_least_and_fits() -> None:
    """Of 60, c2 and c3 are taken: c1 for 50 fits in neither's place. Of 80, c1 and c2 bring 110;
    c3 for c1 brings 20 less, for c2 10 less.
    """
    small = Problem(THREE, Limits(budget=60))
    told = exchanges(small, roster(small))
    assert told.instead.tolist() == [NOBODY, NOBODY]
    assert np.isnan(told.loses).all()
    large = Problem(THREE, Limits(budget=80))
    told = exchanges(large, roster(large))
    assert (told.instead.tolist(), told.loses.tolist()) == ([2, 2], [20, 10])
    must = Problem(THREE, Limits(budget=80, must=frozenset({(None, "c1")})))
    assert exchanges(must, roster(must)).instead.tolist() == [NOBODY, 2]


def test_a_problem_is_known_by_all_that_its_answer_depends_on() -> None:
    """Whoever is left out, a limit, a cost or a draw: none may be given another's answer."""
    asked = Problem(THREE, Limits(budget=60))
    assert asked.fingerprint() == Problem(THREE, Limits(budget=60)).fingerprint()
    other = THREE.draws.copy()
    other[0, 0] += 1
    changed = [
        replace(asked, limits=Limits(budget=60, never=frozenset({("p1", "c1")}))),
        replace(asked, limits=Limits(budget=60, must=frozenset({("p1", "c1")}))),
        replace(asked, limits=Limits(budget=60, samples={"p1": 1})),
        replace(asked, limits=Limits(budget=60, seen={"p1": 1})),
        replace(asked, candidates=replace(THREE, draws=other)),
        replace(asked, candidates=replace(THREE, commission=np.ones(3))),
        replace(asked, curves={"p1": Curve(0.5, 1, 10)}),
    ]
    assert len({one.fingerprint() for one in [asked, *changed]}) == len(changed) + 1
