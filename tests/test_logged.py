"""The value of a policy from another one's log: numbers made by hand, coverage, refusals."""

import numpy as np
import pytest

from models.causal.effect import LEVEL, Grade
from models.causal.logged import FOLDS, USUAL_ROWS, Shortfall, value
from models.causal.logs import Log, policy
from models.causal.ratio import ratios
from tests.bench.off_policy import covered
from tests.simulated_logs import TARGET, log_of, logged, world


def test_the_three_ways_by_hand() -> None:
    """To 1e-12: Σ w r / n, Σ w r / Σ w, and Σ (q(π) + w (r - q)) / n with q from other folds."""
    log = log_of()
    found = value(log, TARGET, seed=3)
    weights = np.array([TARGET[p, i] / 0.5 for p, i in zip(log.position, log.item, strict=True)])
    assert found.ways["ips"].estimate == pytest.approx(
        (weights * log.reward).sum() / 300, abs=1e-12
    )
    snips = (weights * log.reward).sum() / weights.sum()
    assert found.ways["snips"].estimate == pytest.approx(snips, abs=1e-12)
    assert found.ess == pytest.approx(weights.sum() ** 2 / (weights**2).sum(), abs=1e-12)
    fold = np.random.default_rng(3).permutation(300) % FOLDS
    rows = []
    for n in range(300):
        q = []
        for item in (0, 1):
            other = (fold != fold[n]) & (log.item == item)
            mean = log.reward[fold != fold[n]].mean()
            q.append((log.reward[other].sum() + USUAL_ROWS * mean) / (other.sum() + USUAL_ROWS))
        rows.append(TARGET[log.position[n]] @ q + weights[n] * (log.reward[n] - q[log.item[n]]))
    assert found.ways["dr"].estimate == pytest.approx(np.mean(rows), abs=1e-12)
    assert found.logged == log.reward.mean()
    assert found.effect.estimate == found.ways["snips"].estimate
    assert (found.effect.n, found.effect.grade) == (300, Grade.randomised)


def test_a_handful_of_rows_by_hand() -> None:
    """Weights of 1.6, .4, 1 and 1, a hundred times: 2.6 of 4 for what earned, worth 400 · .855."""
    log = Log(
        np.tile([1, 0, 0, 1], 100),
        np.tile([0, 0, 1, 1], 100),
        np.tile([1.0, 0, 0, 1], 100),
        np.full(400, 0.5),
    )
    found = value(log, TARGET)
    assert found.ways["ips"].estimate == pytest.approx(0.65, abs=1e-12)
    assert found.ways["snips"].estimate == pytest.approx(0.65, abs=1e-12)
    assert found.ess == pytest.approx(100 * 16 / (2.56 + 0.16 + 2), abs=1e-12)


def test_the_logs_own_policy_earns_what_it_earned() -> None:
    log = log_of()
    found = value(log, np.full((2, 2), 0.5))
    assert found.ways["ips"].estimate == pytest.approx(log.reward.mean())
    assert found.ways["snips"].estimate == pytest.approx(log.reward.mean())
    assert found.ess == pytest.approx(300)
    assert "does not tell the two apart" in found.effect.sentence


def test_rewards_in_another_unit_and_order_of_rows() -> None:
    log, order = log_of(), np.random.default_rng(0).permutation(300)
    one = value(log, TARGET)
    cents = value(Log(log.item, log.position, 100 * log.reward, log.propensity), TARGET)
    mixed = value(Log(*(x[order] for x in vars(log).values())), TARGET)
    for name, way in one.ways.items():
        assert vars(cents.ways[name]) == pytest.approx(
            {k: v if k == "level" else 100 * v for k, v in vars(way).items()}
        )
        if name != "dr":  # whose folds are rows by place
            assert mixed.ways[name].estimate == pytest.approx(way.estimate, abs=1e-12)


def test_a_policy_by_hand() -> None:
    """Counts of 2 and 0, 1 and 0, each with one more."""
    found = policy(np.array([0, 0, 0]), np.array([0, 0, 1]), (2, 2))
    assert found == pytest.approx(np.array([[3 / 4, 1 / 4], [2 / 3, 1 / 3]]), abs=1e-12)


def test_the_ratio_of_sums_has_the_delta_methods_error() -> None:
    above, below = np.array([1.0, 3, 2, 6]), np.array([1.0, 2, 2, 3])
    (found,) = ratios([(above, below)])
    assert found.estimate == pytest.approx(12 / 8, abs=1e-12)
    error = np.sqrt(((above - 1.5 * below) ** 2).sum()) / 8
    assert found.standard_error == pytest.approx(error, abs=1e-12)


def test_the_bootstrap_of_many_rows_is_nearly_normal() -> None:
    rng = np.random.default_rng(0)
    above, below = rng.normal(5, 1, 5_000), rng.uniform(1, 3, 5_000)
    (found,) = ratios([(above, below)])
    reach = 1.6448536 * found.standard_error
    assert found.low == pytest.approx(found.estimate - reach, abs=0.12 * reach)
    assert found.high == pytest.approx(found.estimate + reach, abs=0.12 * reach)
    assert found.level == LEVEL


def test_intervals_of_simulated_logs_hold_the_truth() -> None:
    """Of 60 logs 90 % should hold it; fewer than 47 come up once in two hundred. The bench tells
    500.
    """
    found = covered(60, 4_000, seed=1)
    assert min(found.values()) * 60 >= 47


def few(rows: int, seed: int = 0) -> Log:
    return logged(world(seed), rows, np.random.default_rng(seed))


def test_a_log_worth_fewer_than_a_hundred_rows_is_refused() -> None:
    """A target that nearly always shows one of 34 items: of 3,000 rows 88 are like it."""
    target = np.full((3, 34), 0.01 / 33)
    target[:, 5] = 0.99
    found = value(few(3_000), target)
    assert found.ess < 100
    assert found.effect.grade is Grade.none
    assert np.isnan([found.effect.estimate, found.effect.low, found.effect.high]).all()
    assert found.ways == {}
    assert "fewer than 100: log more" in found.effect.sentence
    assert value(few(6_000), target).effect.grade is Grade.randomised


def test_how_many_more_are_needed_by_hand() -> None:
    """30 lists worth 5: 100 is 20 times as much, 570 more. A count of 5 has the exact 90 % interval
    1.970 to 10.513, so 30 × 100 ÷ 10.513 - 30 = 255.4 to 30 × 100 ÷ 1.970 - 30 = 1,492.6.
    """
    found = Shortfall.of(5.0, 30, "lists")
    assert (found.about, found.low, found.high) == (570, 256, 1493)
    assert "about 570 more such lists are needed (90% interval 260 to 1,500)" in f"{found}"


def test_nothing_like_the_target_needs_at_least_so_many() -> None:
    """None of 30 was like it: fewer than 2.996 (ln 20) are expected of 30, so 972 at least."""
    found = Shortfall.of(0.0, 30, "rows")
    assert found.low == np.ceil(30 * (100 / np.log(20) - 1)) == 972
    assert np.isinf([found.about, found.high]).all()
    assert "at least 970 more such rows are needed" in f"{found}"


def test_so_many_more_do_what_is_foretold() -> None:
    """A log four times as long is worth about four times as much."""
    target = np.full((3, 34), 0.01 / 33)
    target[:, 5] = 0.99
    short = value(few(1_500), target)
    needed = Shortfall.of(short.ess, 1_500, "rows")
    again = value(few(int(1_500 + needed.high), seed=0), target)
    assert needed.low < needed.about < needed.high
    assert again.ess > 100


def test_the_mean_weight_by_hand() -> None:
    """Weights of 1.6, .4, 1 and 1, 75 times: mean 1, sum of squares about it .72 · 75."""
    found = value(log_of(), np.array([[0.2, 0.8], [0.5, 0.5]])).weight
    assert found.estimate == pytest.approx(1, abs=1e-12)
    assert found.standard_error == pytest.approx(np.sqrt(0.72 * 75 / 299 / 300), abs=1e-12)
