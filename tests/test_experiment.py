"""Two randomised arms: numbers made by hand, scipy's, and how often chance is called an effect."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from models.causal.effect import Estimate, Grade
from models.causal.experiment import (
    ALARM,
    LEVEL,
    always_valid,
    cuped,
    difference,
    sample_ratio,
)
from models.causal.readout import Arms, readout
from tests.bench.looks import LOOKS, OUTCOMES, false_positives


def arms(seed: int, rows: int = 400, effect: float = 0.0, foretold: float = 0.8) -> Arms:
    """A covariate from before that tells this share of the outcome's variance, and one that does
    not.
    """
    rng = np.random.default_rng(seed)
    before, is_treated = rng.normal(0, 1, (rows, 2)), rng.random(rows) < 0.5
    noise = np.sqrt(1 - foretold) * rng.normal(0, 1, rows)
    outcome = np.sqrt(foretold) * before[:, 0] + noise + effect * is_treated
    return Arms(outcome, is_treated, before, ("telling", "idle"))


def test_the_sample_ratio_by_hand() -> None:
    """(60 - 50)² / 50 twice is 4, which comes up by chance in 4.55 %; 20 off of 200 in 0.27 %."""
    found = sample_ratio(60, 40)
    assert found.expected == (50, 50)
    assert found.p_value == pytest.approx(0.0455, abs=1e-4)
    assert not found.is_alarm
    assert sample_ratio(600, 400).is_alarm
    assert not sample_ratio(600, 400, share=0.6).is_alarm
    assert sample_ratio(600, 400, share=0.6).p_value == 1


def test_the_alarm_stands_at_a_thousandth() -> None:
    """Of 10,000 units a gap of 330 is less likely than .001, one of 328 is not."""
    assert sample_ratio(5165, 4835).p_value < ALARM < sample_ratio(5164, 4836).p_value


def test_the_difference_by_hand() -> None:
    """Means of 5 and 2; variances 4 and 1 of three and two rows."""
    found = difference(np.array([3.0, 5, 7, 1.3, 2.7]), np.array([True] * 3 + [False] * 2))
    assert found.estimate == pytest.approx(3)
    assert found.standard_error == pytest.approx(np.sqrt(4 / 3 + 0.98 / 2))


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_the_interval_is_welchs(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    one, two = rng.normal(1, scale, 12), rng.exponential(1, 30)
    found = difference(np.append(one, two), np.arange(42) < 12)
    theirs = ttest_ind(one, two, equal_var=False).confidence_interval(LEVEL)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


def test_which_arm_is_called_treated_turns_the_sign() -> None:
    given_arms = arms(1, effect=0.5)
    for told in (difference, lambda y, t: cuped(y, t, given_arms.before)):
        one, two = (
            told(given_arms.outcome, t) for t in (given_arms.is_treated, ~given_arms.is_treated)
        )
        assert (two.estimate, two.low, two.high) == pytest.approx(
            (-one.estimate, -one.high, -one.low)
        )


def test_cuped_takes_out_what_was_foretold() -> None:
    """Outcomes that a covariate tells to the last digit leave the effect alone."""
    found = arms(2, foretold=1.0, effect=0.5)
    exact = cuped(found.outcome, found.is_treated, found.before * [1e9, 1e-9])
    assert exact.estimate == pytest.approx(0.5)
    assert exact.standard_error == pytest.approx(0, abs=1e-6)
    some = readout(arms(3, 20_000))
    assert some.variance_saved == pytest.approx(0.8, abs=0.02)


def test_cuped_by_hand() -> None:
    """In either arm the outcome is a level and twice the covariate, whose mean over all is 2: 7 and
    4 there.
    """
    before = np.array([[0.0], [1], [4], [1], [2], [4]])
    is_treated = np.array([True] * 3 + [False] * 3)
    outcome = 2 * before[:, 0] + np.where(is_treated, 3, 0)
    found = cuped(outcome, is_treated, before)
    assert found.estimate == pytest.approx(3)
    assert difference(outcome, is_treated).estimate == pytest.approx(3 + 2 * (5 / 3 - 7 / 3))


@pytest.mark.parametrize("foretold", [0.0, 0.8])
def test_intervals_hold_a_planted_effect(foretold: float) -> None:
    """Of 300 at 95 % fewer than 274 hold it once in two hundred."""
    found = [readout(arms(seed, 200, 0.3, foretold)) for seed in range(300)]
    assert sum(one.effect.low <= 0.3 <= one.effect.high for one in found) >= 274
    assert sum(one.cuped.low <= 0.3 <= one.cuped.high for one in found if one.cuped) >= 274


def test_the_always_valid_interval_by_hand() -> None:
    """At the planned units the tuning is -2 log .05 + log(-2 log .05) + 1, whatever n is."""
    found = Estimate.normal(1.0, 0.1, LEVEL)
    tuned = -2 * np.log(0.05) + np.log(-2 * np.log(0.05)) + 1
    reach = np.sqrt(2 * (tuned + 1) / tuned * np.log(np.sqrt(tuned + 1) / 0.05))
    for n in (100, 10_000):
        valid = always_valid(found, n, n)
        assert (valid.low, valid.high) == pytest.approx((1 - 0.1 * reach, 1 + 0.1 * reach))
    assert reach == pytest.approx(3.035, abs=1e-3)


def test_the_always_valid_interval_is_narrowest_where_it_was_planned() -> None:
    """At any number of units no other plan gives a narrower one, and none is narrower than t's."""
    found = Estimate.normal(0.0, 1.0, LEVEL)
    widths = {plan: always_valid(found, 1000, plan).high for plan in range(100, 5000, 50)}
    assert abs(min(widths, key=widths.__getitem__) - 1000) <= 100
    assert min(widths.values()) > 1.5 * found.high


@pytest.mark.parametrize("name", OUTCOMES)
def test_looking_every_day_does_not_make_an_effect(name: str) -> None:
    """2,000 trials without any, 26 looks each: at most 5 % are called one, where t-tests call ten
    to thirty in a hundred.
    """
    assert LOOKS == 26
    valid, fixed = false_positives(OUTCOMES[name], 2_000)
    assert valid <= 0.05
    assert 0.1 < fixed < 0.3


def test_a_decision_names_what_it_rests_on() -> None:
    """An effect that stands at every look, up and down; none; uneven arms."""
    strong, none = arms(4, 400, 1.0), arms(5, 400, 0.0)
    assert readout(strong).decision == "up, also if it was looked at every day"
    assert readout(none).decision == "no effect could be told apart from chance"
    turned = readout(replace(strong, is_treated=~strong.is_treated))
    assert turned.decision.startswith("down, also")
    uneven = readout(strong, share=0.9)
    assert uneven.decision.startswith("do not decide")
    assert uneven.effect.grade is Grade.weak


def test_an_effect_that_one_look_alone_shows_says_so() -> None:
    """2.5 standard errors: more than 1.96 and fewer than 3.03."""
    outcome = np.tile([0.0, 1.0], 200)
    is_treated = np.arange(400) < 200
    moved = outcome + 2.5 * np.sqrt(2 * outcome.var(ddof=1) / 200) * is_treated
    found = readout(Arms(moved, is_treated, np.empty((400, 0)), ()))
    assert found.cuped is None
    assert found.decision.startswith("up, if this is the one look that was planned")
    assert found.decision in found.effect.sentence
