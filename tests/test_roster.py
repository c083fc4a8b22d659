"""Rosters by hand: what sets are worth and which is chosen; laws that hold for any."""

from dataclasses import replace

import numpy as np
import pytest

from models.roster.around import binding, over_budgets
from models.roster.choose import SURELY, Aim, roster
from models.roster.curve import LINEAR, Curve, measured
from models.roster.problem import Limits, Problem
from models.roster.variables import Variables
from models.roster.worth import Worth
from tests.rosters import THREE, candidates, curves, drawn, names


def test_a_knapsack_by_hand() -> None:
    """Of 60, fifty together with forty bring 90; greedy by value per spend takes the same two."""
    found = roster(Problem(THREE, Limits(budget=60)))
    assert names(found) == {"p1 c2", "p2 c3"}
    assert (found.total.mean, found.total.spend, found.total.asked) == (90, 60, 2)
    assert found.gap == pytest.approx(0, abs=1e-3)


def test_greedy_is_beaten_where_its_first_choice_leaves_no_room() -> None:
    """60 for 51 is the best buy but leaves 49 of 100 unused; 55 + 55 for 50 each bring more."""
    of = candidates(["p c1", "p c2", "p c3"], [60, 55, 55], [51, 50, 50])
    found = roster(Problem(of, Limits(budget=100)))
    assert names(found) == {"p c2", "p c3"}
    assert found.greedy is not None
    assert (found.total.mean, found.greedy.mean) == (110, 60)


def test_without_limits_all_of_value_are_taken_and_the_total_is_the_sum() -> None:
    of = candidates(["p c1", "p c2", "q c1"], [60.25, -5, 40.5], [50, 30, 30])
    found = roster(Problem(of, Limits()))
    assert names(found) == {"p c1", "q c1"}
    assert found.total.mean == 100.75
    assert found.table["adds"].tolist() == found.table["estimate"].tolist() == [60.25, 40.5]


def test_no_budget_takes_nobody_who_costs() -> None:
    found = roster(Problem(THREE, Limits(budget=0)))
    assert (len(found.table), found.total.mean, found.total.low) == (0, 0, 0)
    assert found.gap == 0


def test_further_creators_add_what_orders_answered() -> None:
    """Elasticity 1/2 and none running: usual creators 1, 2, 3 bring (√(1+m) − 1) ÷ (√2 − 1)."""
    curve = Curve(elasticity=0.5, running=0, usual=10)
    together = 10 * (np.sqrt(4) - 1) / (np.sqrt(2) - 1)
    assert float(curve.worth(30)) == pytest.approx(together)
    assert curve.worth(np.array([4.0, 10.0])).tolist() == [4, 10], "the first counts in full"
    assert curve.weight(curve.worth([5.0, 10.0, 47.0])) == pytest.approx([5, 10, 47])
    of = candidates(["p c1", "p c2", "p c3"], [10, 10, 10], [1, 1, 1])
    found = roster(Problem(of, Limits(), {"p": curve}))
    assert found.total.mean == pytest.approx(together)
    assert found.table["adds"].to_numpy() == pytest.approx([together / 3] * 3)
    alone = roster(Problem(of, Limits(per_product=1), {"p": curve}))
    assert alone.total.mean == 10


def test_the_more_run_already_the_less_a_further_one_loses() -> None:
    few, many = (Curve(0.5, running, 10).worth(30) for running in (0, 50))
    assert few < many < 30
    logarithm = Curve(0.0, 0, 10)
    assert float(logarithm.worth(30)) == pytest.approx(10 * np.log(4) / np.log(2))
    assert logarithm.weight(logarithm.worth([30.0])) == pytest.approx([30])


@pytest.mark.parametrize("elasticity", [0.0, 0.3, 0.9])
def test_a_curve_is_concave_and_its_slope_is_its_derivative(elasticity: float) -> None:
    curve = Curve(elasticity, running=2, usual=10)
    at = np.linspace(11, 400, 60)
    by_steps = (curve.worth(at + 1e-4) - curve.worth(at - 1e-4)) / 2e-4
    assert curve.slope(at) == pytest.approx(by_steps, rel=1e-5)
    assert (np.diff(curve.slope(np.linspace(0, 400, 200))) <= 1e-12).all()
    assert (curve.slope(at) < 1).all()


def test_a_measured_slope_of_one_or_no_value_saturates_nothing() -> None:
    assert measured(1.2, 3, np.array([10.0])) == LINEAR
    assert measured(0.5, 3, np.array([-1.0, 0.0])) == LINEAR
    assert measured(-0.4, 3, np.array([10.0, 30.0])) == Curve(0.0, 3, 25.0)


def test_a_shared_audience_counts_once() -> None:
    """Of 100 and 60 who share 40 %, the second adds 36; with one apart nothing is shared."""
    of = candidates(
        ["p c1", "p c2", "p c3"], [100, 60, 50], [1, 1, 1], audience=[0, 0, -1], shared=[0.4]
    )
    worth = Worth(Problem(of, Limits()))
    assert worth.total(np.array([0, 1])) == 136
    assert worth.total(np.array([0, 2])) == 150
    assert worth.total(np.array([1])) == 60
    found = roster(Problem(of, Limits(asked=2)))
    assert names(found) == {"p c1", "p c3"}, "though c2 alone is worth more than c3"
    two = candidates(["p c1", "q c2"], [100, 60], [1, 1], audience=[0, 0], shared=[0.4])
    assert roster(Problem(two, Limits())).total.mean == 160, "other products have other buyers"


def test_surely_prefers_many_likely_ones_to_a_lucky_hit() -> None:
    """120 in half of the draws is worth 60 on average, and surely nothing."""
    lucky = np.tile([0.0, 0.0, 120.0, 120.0], 10)
    draws = np.vstack([lucky, np.full(40, 30.0), np.full(40, 20.0)])
    of = candidates(["p c1", "p c2", "p c3"], [60, 30, 20], [2, 1, 1], draws=draws)
    asked = Problem(of, Limits(budget=2))
    assert names(roster(asked)) == {"p c1"}
    sure = roster(asked, Aim(by=SURELY))
    assert names(sure) == {"p c2", "p c3"}
    assert (sure.total.chosen_low, sure.total.low, sure.kappa) == (50, 50, 1)


def test_the_peer_seeks_what_is_sought() -> None:
    """c1 brings more on average, by luck alone: to bring 90 surely takes c2 too."""
    lucky = np.repeat([[0.0] * 5 + [200.0] * 5], 2, axis=1)
    draws = np.vstack([lucky, np.full((1, 20), 100.0)])
    of = candidates(["p1 c1", "p2 c2"], [110, 100], [10, 10], draws=draws)
    found = roster(Problem(of, Limits()), Aim(by=SURELY, target=90))
    assert found.greedy is not None
    assert found.greedy.chosen_low >= 90
    mean = roster(Problem(of, Limits()), Aim(target=90))
    assert mean.greedy is not None
    assert mean.greedy.spend == 10


def test_what_is_told_stands_on_draws_that_chose_nothing() -> None:
    """Even draws choose, odd ones tell: 100 in the former and 10 in the latter."""
    draws = np.tile([100.0, 10.0], (1, 20))
    of = candidates(["p c1"], [55], [1], draws=draws)
    total = roster(Problem(of, Limits()), Aim(by=SURELY)).total
    assert (total.chosen_low, total.low, total.high, total.mean) == (100, 10, 10, 55)


def test_must_never_and_one_product_each_are_kept() -> None:
    of = candidates(["p c1", "q c1", "p c2", "q c2"], [50, 45, 20, 5], [10, 10, 10, 10])
    one = roster(Problem(of, Limits(is_one_product_each=True, per_product=1)))
    assert names(one) == {"q c1", "p c2"}, "65, where c1 on p leaves but 55"
    must = Limits(budget=20, must=frozenset({("q", "c2")}), never=frozenset({("p", "c1")}))
    assert names(roster(Problem(of, must))) == {"q c2", "q c1"}
    whoever = Limits(budget=10, must=frozenset({(None, "c2")}))
    assert names(roster(Problem(of, whoever))) == {"p c2"}
    nobody = Limits(never=frozenset({(None, "c1"), (None, "c2")}))
    assert len(roster(Problem(of, nobody)).table) == 0


def test_a_creator_of_two_products_is_asked_once() -> None:
    of = candidates(["p c1", "q c1", "p c2"], [50, 45, 60], [1, 1, 1])
    found = roster(Problem(of, Limits(asked=1)))
    assert names(found) == {"p c1", "q c1"}
    assert (found.total.asked, found.total.pairs) == (1, 2)


def test_samples_at_hand_bound_each_product() -> None:
    found = roster(Problem(THREE, Limits(samples={"p1": 1, "p2": 0})))
    assert names(found) == {"p1 c1"}


def test_no_product_takes_more_creators_than_were_seen() -> None:
    """c1 and c2 on p bring most, but further ones of it were seen one at a time; q is not known."""
    of = candidates(["p c1", "p c2", "q c3", "q c4"], [60, 50, 40, 30], [1, 1, 1, 1])
    found = roster(Problem(of, Limits(seen={"p": 1})))
    assert names(found) == {"p c1", "q c3", "q c4"}
    assert Variables(Problem(of, Limits(seen={"p": 1}))).most(0) == 60
    assert [one.kind for one in binding(Problem(of, Limits(seen={"p": 1})), found)] == ["seen"]
    assert names(roster(Problem(of, Limits()))) == {"p c1", "p c2", "q c3", "q c4"}


def middling(seed: int = 5) -> Problem:
    of = drawn(200, 5, 60, seed=seed, groups=3)
    return Problem(of, Limits(budget=800, asked=25, per_product=8), curves(of, 0.5, 2))


def test_more_budget_is_never_worse() -> None:
    asked = middling()
    found = roster(asked)
    over = over_budgets(asked, found, [200, 400, 800, 1600, 3200], Aim())
    assert over["value"].is_monotonic_increasing
    assert (over["spend"] <= over["budget"]).all()


def test_a_roster_is_within_every_limit_and_near_its_bound() -> None:
    found = roster(middling())
    assert found.total.spend <= 800 * (1 + 1e-6)
    assert found.total.asked <= 25
    assert found.table["product_id"].value_counts().max() <= 8
    assert found.gap is not None
    assert found.gap <= 1e-3
    assert not found.is_time_up


def test_the_order_of_candidates_changes_nothing() -> None:
    asked, order = middling(), np.random.default_rng(1).permutation(200)
    of = asked.candidates
    per_row = [name for name in of.__dataclass_fields__ if name != "shared"]
    mixed = replace(of, **{name: getattr(of, name)[order] for name in per_row})
    found, again = roster(asked), roster(replace(asked, candidates=mixed))
    assert again.total.mean == pytest.approx(found.total.mean, rel=1e-3)
    assert roster(asked).table.equals(found.table), "and the same again is the same to the bit"


def test_candidates_are_not_changed_by_choosing() -> None:
    of = drawn(40, 2, 30, seed=3, groups=2)
    before = replace(of, value=of.value.copy(), draws=of.draws.copy())
    roster(Problem(of, Limits(budget=300), curves(of, 0.5, 2)), Aim(by=SURELY))
    assert (of.value == before.value).all()
    assert (of.draws == before.draws).all()


def test_a_search_cut_short_says_so_and_is_no_worse_than_greedy() -> None:
    of = drawn(3_000, 30, 150, seed=1, groups=4)
    asked = Problem(of, Limits(budget=3_000, asked=60), curves(of, 0.5, 2))
    found = roster(asked, Aim(seconds=0.02))
    assert found.is_time_up
    assert found.greedy is not None
    assert found.total.mean >= found.greedy.mean
    assert found.gap is None or found.gap > 1e-3
