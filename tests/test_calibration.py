"""Calibration: finds a known probability, honours counts, and a leak of the outcome is caught."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from models.rates.calibration import expected_calibration_error, reliability
from models.rates.calibrators import CALIBRATORS, Beta, Isotonic, Uncalibrated
from models.rates.channel_rate import LEARNERS
from models.rates.history import COLUMN
from models.rates.leakage import dispersion, is_too_near, leaking
from models.rates.predictor import Events
from models.rates.scores import auroc, log_loss
from models.rates.spread import Spread
from models.reliability import wilson

BENT = [Isotonic, Beta]


def known(rows: int, seed: int, trials: int = 200) -> tuple[np.ndarray, Events]:
    """Rows of known chances around 5 %, each tried so often."""
    rng = np.random.default_rng(seed)
    chances = expit(rng.normal(-3, 0.7, rows))
    tried = rng.integers(1, 2 * trials, rows)
    return chances, Events(rng.binomial(tried, chances).astype(float), tried.astype(float))


def test_a_known_probability_is_calibrated() -> None:
    chances, events = known(20_000, 1)
    assert expected_calibration_error(events, chances) < 0.001
    assert expected_calibration_error(events, np.full(20_000, events.rate)) < 1e-12


@pytest.mark.parametrize("kind", BENT)
@pytest.mark.parametrize("bend", [lambda p: p**1.5, lambda p: expit(2 * logit(p) + 2)])
def test_what_was_bent_on_purpose_is_made_straight(kind: type, bend: object) -> None:
    """Learned on some rows, judged on others; the order of rows stays."""
    chances, events = known(20_000, 2)
    bent = bend(chances)  # type: ignore[operator]
    fresh, later = known(20_000, 3)
    said = bend(fresh)  # type: ignore[operator]
    straight = kind().fit(events, bent).apply(said)
    assert expected_calibration_error(later, said) > 0.01
    assert expected_calibration_error(later, straight) < 0.002
    assert log_loss(later, straight) < log_loss(later, said) - 0.001
    assert (np.diff(straight[np.argsort(said)]) >= 0).all()
    assert np.abs(straight - fresh).mean() < 0.003


def test_beta_leaves_alone_what_is_right() -> None:
    """Of a true probability the curve is a = b = 1, c = 0 (Kull et al. 2017)."""
    chances, events = known(50_000, 4)
    curve = Beta().fit(events, chances).arrays()["curve"]
    assert Beta().fit(events, chances).apply(chances) == pytest.approx(chances, abs=0.003)
    assert curve[0] == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("kind", CALIBRATORS.values())
def test_ten_of_a_hundred_are_a_hundred_rows(kind: type) -> None:
    """Counts and the single rows that they stand for teach the same."""
    chances, events = known(40, 5, trials=40)
    place = np.repeat(np.arange(40), events.trials.astype(int))
    happened = np.concatenate(
        [np.arange(n) < k for k, n in zip(events.happened, events.trials, strict=True)]
    )
    single = Events.once(happened)
    asked = np.linspace(0.001, 0.4, 50)
    counted, spelt = kind().fit(events, chances), kind().fit(single, chances[place])
    assert counted.apply(asked) == pytest.approx(spelt.apply(asked), abs=1e-3)
    assert log_loss(events, chances) == pytest.approx(log_loss(single, chances[place]))
    assert auroc(events, chances) == pytest.approx(auroc(single, chances[place]))
    of_counts, of_rows = reliability(events, chances, 5), reliability(single, chances[place], 5)
    pd.testing.assert_frame_equal(of_counts, of_rows, check_exact=False)


def test_a_diagram_of_counts_by_hand() -> None:
    """Two rows of 100 and 300 trials and one of 400: two bins of 400 trials each."""
    events = Events(np.array([10.0, 60.0, 200.0]), np.array([100.0, 300.0, 400.0]))
    found = reliability(events, np.array([0.2, 0.1, 0.4]), bins=2)
    assert found["n"].tolist() == [400, 400]
    assert found["predicted"].tolist() == pytest.approx([0.125, 0.4])
    assert found["happened"].tolist() == pytest.approx([0.175, 0.5])
    assert (found["low"][0], found["high"][0]) == pytest.approx(wilson(70, 400))
    assert expected_calibration_error(events, np.array([0.2, 0.1, 0.4]), 2) == pytest.approx(0.075)


def test_intervals_hold_where_pairs_have_luck_in_common() -> None:
    """Pairs of four rows each, their rates spread around 5 %: of 100 bins 95 % hold the 5 %, which
    intervals of independent trials miss in half.
    """
    rng = np.random.default_rng(13)
    held = {"grouped": 0, "alone": 0}
    for _ in range(100):
        rate = rng.beta(0.05 * 60, 0.95 * 60, 60)
        groups, trials = np.repeat(np.arange(60), 4), np.full(240, 50.0)
        events = Events(rng.binomial(50, np.repeat(rate, 4)).astype(float), trials)
        flat = np.full(240, 0.05)
        for name, own in (("grouped", groups), ("alone", None)):
            (line,) = reliability(events, flat, 1, own).to_dict("records")
            held[name] += line["low"] <= 0.05 <= line["high"]
    assert held["grouped"] == pytest.approx(95, abs=5)
    assert held["alone"] < 75


def test_rows_of_one_probability_stay_together() -> None:
    """Else the order of rows would part what the model did not, and call chance an error."""
    events = Events.once(np.arange(100) < 50)
    found = reliability(events, np.full(100, 0.5))
    assert found["n"].tolist() == [100]
    assert expected_calibration_error(events, np.full(100, 0.5)) == 0


@given(st.integers(0, 10_000), st.sampled_from(list(CALIBRATORS)))
def test_a_calibrator_is_restored_to_the_same_bits(seed: int, name: str) -> None:
    chances, events = known(50, seed)
    fitted = CALIBRATORS[name]().fit(events, chances)
    again = CALIBRATORS[name].restored(fitted.arrays())
    asked = np.random.default_rng(seed).random(200)
    assert again.apply(asked).tobytes() == fitted.apply(asked).tobytes()
    assert ((fitted.apply(asked) >= 0) & (fitted.apply(asked) <= 1)).all()


@pytest.mark.parametrize("name", LEARNERS)
def test_a_learner_is_restored_to_the_same_bits(name: str) -> None:
    chances, events = known(2_000, 6)
    kinds = np.where(chances > 0.05, "high", "low")
    rows = pd.DataFrame({COLUMN: logit(chances), "kind": kinds, "empty": np.nan})
    fitted = LEARNERS[name]().fit(rows, events)
    again = LEARNERS[name].restored(fitted.document(), fitted.arrays())
    assert again.chances(rows).tobytes() == fitted.chances(rows).tobytes()
    assert not any(array.dtype == object for array in fitted.arrays().values())


def test_nothing_is_left_as_it_is() -> None:
    chances, events = known(10, 7)
    assert Uncalibrated().fit(events, chances).apply(chances) is chances


def columns(chances: np.ndarray, events: Events, seed: int) -> pd.DataFrame:
    """What may honestly be known of rows: their very chance, a guess of it, a kind, noise."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "chance": chances,
            "guess": chances * rng.lognormal(0, 0.5, len(chances)),
            "kind": np.where(chances > 0.05, "high", "low"),
            "noise": rng.random(len(chances)),
            "tried": events.trials,
        }
    )


@pytest.mark.parametrize("trials", [3, 30, 300])
def test_a_planted_column_that_holds_the_outcome_is_caught(trials: int) -> None:
    """Even the row's true chance is no leak; the share that happened in the row is one."""
    (chances, events), (fresh, later) = known(4_000, 8, trials), known(4_000, 9, trials)
    honest, asked = columns(chances, events, 8), columns(fresh, later, 9)
    assert leaking(honest, events, asked, later) == []
    planted = honest.assign(leak=events.happened / events.trials)
    found = leaking(planted, events, asked.assign(leak=later.happened / later.trials), later)
    assert found == ["leak"]


def test_a_leak_of_single_outcomes_and_of_a_name_is_caught() -> None:
    rng = np.random.default_rng(10)
    happened = Events.once(rng.random(2_000) < 0.1)
    rows = pd.DataFrame({"leak": np.where(happened.happened > 0, "sold", "not")})
    assert leaking(rows, happened, rows, happened) == ["leak"]
    noise = pd.DataFrame({"noise": rng.random(2_000)})
    assert leaking(noise, happened, noise, happened) == []


def test_a_model_that_knows_outcomes_is_caught_and_an_honest_one_is_not() -> None:
    fresh, later = known(4_000, 11)
    assert not is_too_near(fresh, later)
    assert dispersion(fresh, later)[0] == pytest.approx(1, abs=0.1)
    near = 0.7 * later.happened / later.trials + 0.3 * fresh
    assert is_too_near(near, later)


def test_pairs_that_look_alike_still_have_a_range() -> None:
    """A strength at the end of those tried is no certainty, and whoever has no past is never
    better known than who has one.
    """
    rng = np.random.default_rng(5)
    events = Events(rng.binomial(40, 0.04, 200).astype(float), np.full(200, 40.0))
    calm = Events(np.full(200, 2.0), np.full(200, 40.0))
    pairs, warm = pd.Series(np.arange(200)), np.repeat([True, False], 100)
    even = Spread.fitted(pairs, calm, np.full(200, 0.05), np.zeros(200, bool))
    assert even.cold < 10_000
    low, high = even.span(np.array([0.05]), np.array([False]))
    assert high[0] - low[0] > 0.004
    mixed = Events(np.r_[events.happened[:100] * 3, calm.happened[:100]], np.full(200, 40.0))
    found = Spread.fitted(pairs, mixed, np.full(200, 0.05), warm)
    assert found.cold <= found.warm


def test_the_spread_of_pairs_is_found_and_its_intervals_hold() -> None:
    """Pairs' rates drawn from betas of strength 50 where cold and 400 where warm, in four rows."""
    rng = np.random.default_rng(12)
    expected = expit(rng.normal(-2.5, 0.5, 3_000))
    is_warm = rng.random(3_000) < 0.5
    strength = np.where(is_warm, 400, 50)
    rate = rng.beta(expected * strength, (1 - expected) * strength)
    pairs = pd.Series(np.repeat(np.arange(3_000), 4))
    trials = rng.integers(50, 200, 12_000)
    events = Events(rng.binomial(trials, np.repeat(rate, 4)).astype(float), trials.astype(float))
    found = Spread.fitted(pairs, events, np.repeat(expected, 4), np.repeat(is_warm, 4))
    assert found.cold == pytest.approx(50, rel=0.35)
    assert found.warm == pytest.approx(400, rel=0.35)
    low, high = found.span(expected, is_warm)
    assert ((low <= rate) & (rate <= high)).mean() == pytest.approx(0.8, abs=0.03)
    inside, n = found.inside(pairs, events, np.repeat(expected, 4), np.repeat(is_warm, 4))
    assert inside == pytest.approx(0.8, abs=0.04)
    assert n > 2_500
