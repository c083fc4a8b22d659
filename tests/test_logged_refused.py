"""A policy's value that a log cannot tell, or not well enough to rely on: refused, graded down."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from models.causal.effect import Floats, Grade
from models.causal.logged import value
from models.causal.logs import Log
from tests.simulated_logs import TARGET, log_of, logged, world


def test_items_that_the_log_never_shows_are_refused() -> None:
    """A third of the target on an item without rows, two thirds on one with half of them."""
    log = log_of()
    found = value(log, np.array([[2 / 3, 0, 1 / 3]] * 2))
    assert found.ess == pytest.approx(150)
    assert found.effect.grade is Grade.none
    assert "never show 1 of the items, to which the target gives 33%" in found.effect.reason
    assert value(log, np.array([[0.5, 0.495, 0.005]] * 2)).effect.grade is Grade.randomised


def test_a_log_that_earned_nothing_is_refused() -> None:
    log = log_of()
    found = value(Log(log.item, log.position, np.zeros(300), log.propensity), TARGET)
    assert found.effect.grade is Grade.none
    assert "all earned 0" in found.effect.reason


def test_a_target_of_rows_that_all_earned_alike_is_refused() -> None:
    """Item 1 earns at times, item 0 never: of a target that shows item 0 alone the 150 rows like it
    have no interval.
    """
    log = log_of()
    log = Log(log.item, log.position, np.where(log.item == 1, log.reward, 0.0), log.propensity)
    found = value(log, np.array([[1.0, 0.0]] * 2))
    assert found.ess == pytest.approx(150)
    assert "hold 150 that the target policy might show, which all earned 0" in found.effect.reason


def rare(rewarded: int, rows: int = 400) -> Log:
    """Items 0 and 1 alike; so many rows of item 1 earned, none of item 0."""
    number = np.arange(rows)
    reward = ((number % 2 == 1) & (number < 2 * rewarded)).astype(float)
    return Log(number % 2, number // 2 % 2, reward, np.full(rows, 0.5))


ALWAYS_ONE = np.array([[0.0, 1.0]] * 2)


def test_few_rewarded_rows_are_refused_or_graded_down() -> None:
    """Of 200 rows like the target, worth 200, two earned: refused; three to nine: weak; ten: not.
    Weights of 2 on two rewarded rows and of 1 on one are worth 25 ÷ 9 = 2.8, not three.
    """
    grades = {count: value(rare(count), ALWAYS_ONE).effect.grade for count in (2, 3, 9, 10)}
    assert grades == {2: Grade.none, 3: Grade.weak, 9: Grade.weak, 10: Grade.randomised}
    refused, weak = (value(rare(count), ALWAYS_ONE) for count in (2, 9))
    assert refused.ess == weak.ess == pytest.approx(200)
    assert (refused.ways, refused.rewards) == ({}, pytest.approx(2))
    assert "are worth 2.0 of the target policy, fewer than 3: log more" in refused.effect.sentence
    assert "are worth 9.0, fewer than 10" in weak.effect.reason
    log = rare(3)
    halved = np.where(np.arange(400) == 5, 1.0, log.propensity)
    uneven = value(Log(log.item, log.position, log.reward, halved), ALWAYS_ONE)
    assert uneven.rewards == pytest.approx(25 / 9, abs=1e-12)
    assert uneven.effect.grade is Grade.none


def test_few_rows_without_a_reward_tell_as_little() -> None:
    """All but four of item 1 earned 1, which no policy exceeds; plain weights' interval would."""
    log = rare(4)
    log = Log(log.item, log.position, 1 - log.reward, log.propensity)
    found = value(log, ALWAYS_ONE)
    assert found.rewards == pytest.approx(4)
    assert found.effect.grade is Grade.weak
    assert found.ways["ips"].high == 1.0
    assert all(0 <= way.low < way.estimate < way.high <= 1 for way in found.ways.values())


@pytest.mark.parametrize("wrong", [lambda p: np.minimum(1, 3 * p), lambda p: p**3])
def test_wrong_propensities_are_refused(wrong: Callable[[Floats], Floats]) -> None:
    """Three times as large, or those of all three positions at once: weights are a third, or 34²
    times as large. The right ones are 1 on average, give or take the error of their mean.
    """
    known = world(2)
    log = logged(known, 10_000, np.random.default_rng(2))
    right = value(log, known.target)
    assert abs(right.weight.estimate - 1) < 3 * right.weight.standard_error < 0.1
    assert right.effect.grade is Grade.randomised
    found = value(replace(log, propensity=wrong(log.propensity)), known.target)
    times = (log.propensity / wrong(log.propensity))[0]
    assert found.weight.estimate == pytest.approx(times * right.weight.estimate)
    assert found.weight.standard_error == pytest.approx(times * right.weight.standard_error)
    assert found.effect.grade is Grade.none
    assert "where 1 is expected: the noted propensities are not the chances" in found.effect.reason
