"""Chances: at the true rate, honouring counts, and meaning what they say."""

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import calibration_curve

from models.rates.boosting import Boosting
from models.rates.calibration import expected_calibration_error, reliability
from models.rates.columns import Columns
from models.rates.extra_trees import ExtraTrees
from models.rates.logistic import Logistic
from models.rates.predictor import BaseRate, Events
from models.rates.predictors import PREDICTORS
from models.rates.sessions import with_crossed_categories, with_session_features


def world(count: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Rows and their known chances, about one in nine."""
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "price": rng.lognormal(3, 1, count),
            "channel": rng.choice(["live", "video", "card"], count),
            "rank": rng.integers(1, 6, count),
            "is_new": rng.random(count) < 0.3,
        }
    )
    odds = -2.2 - 0.5 * (np.log(rows["price"]) - 3) + 0.9 * (rows["channel"] == "live")
    return rows, (1 / (1 + np.exp(-odds + 0.3 * (rows["rank"] - 3)))).to_numpy()


def test_calibration_by_hand() -> None:
    """Two bins of two: |.15 - 0| and |.7 - .5|, each half of the rows."""
    chances, events = np.array([0.8, 0.1, 0.6, 0.2]), Events.once(np.array([1, 0, 0, 0]))
    found = reliability(events, chances, bins=2)
    assert found["n"].tolist() == [2, 2]
    assert found["predicted"].tolist() == pytest.approx([0.15, 0.7])
    assert found["happened"].tolist() == [0, 0.5]
    assert expected_calibration_error(events, chances, 2) == pytest.approx(0.175)


@pytest.mark.parametrize("seed", range(5))
def test_a_library_agrees_on_bins_of_equal_mass(seed: int) -> None:
    rng = np.random.default_rng(seed)
    chances = rng.random(300)
    happened = rng.random(300) < chances
    events = Events.once(happened)
    truth, said = calibration_curve(happened, chances, n_bins=15, strategy="quantile")
    ours = reliability(events, chances, 15)
    assert ours["predicted"].tolist() == pytest.approx(said.tolist(), abs=0.01)
    assert expected_calibration_error(events, chances) == pytest.approx(
        np.abs(truth - said).mean(), abs=0.01
    )


@pytest.mark.parametrize("name", PREDICTORS)
def test_chances_are_at_the_true_rate(name: str) -> None:
    rows, chances = world(4_000, 1)
    happened = np.random.default_rng(2).random(4_000) < chances
    model = PREDICTORS[name]().fit(rows, Events.once(happened))
    fresh, true = world(4_000, 3)
    said = model.chances(fresh)
    assert said.mean() == pytest.approx(true.mean(), abs=0.012)
    assert ((said > 0) & (said < 1)).all()


@pytest.mark.parametrize(
    ("learner", "config", "left"),
    [
        (Logistic, {}, 0.3),
        (Boosting, {}, 0.3),
        (ExtraTrees, {"min_samples_leaf": 30, "n_estimators": 100}, 0.5),
    ],
)
def test_a_known_chance_is_found(learner: type, config: dict[str, int], left: float) -> None:
    """Of the error of one rate for all, no more than a share is left."""
    rows, chances = world(20_000, 4)
    happened = np.random.default_rng(5).random(20_000) < chances
    fresh, true = world(5_000, 6)
    said = learner(**config).fit(rows, Events.once(happened)).chances(fresh)
    flat = np.abs(BaseRate().fit(rows, Events.once(happened)).chances(fresh) - true).mean()
    assert np.abs(said - true).mean() < left * flat


@pytest.mark.parametrize("learner", [Logistic, Boosting])
def test_counts_say_what_single_rows_say(learner: type) -> None:
    """A row of 40 impressions and 7 clicks is 7 rows with a click and 33 without."""
    rows, _ = world(30, 7)
    rng = np.random.default_rng(8)
    trials = rng.integers(20, 60, 30)
    happened = rng.binomial(trials, 0.15)
    place = np.repeat(np.arange(30), trials)
    single = np.concatenate([np.arange(n) < k for n, k in zip(trials, happened, strict=True)])
    exact = {} if learner is Logistic else {"rows": 1.0, "columns": 1.0, "fewest_in_leaf": 1}
    counted = learner(**exact).fit(rows, Events(happened.astype(float), trials.astype(float)))
    spelt = learner(**exact).fit(rows.iloc[place].reset_index(drop=True), Events.once(single))
    if learner is Logistic:
        scale = spelt.chances(rows)
        assert counted.chances(rows) == pytest.approx(scale, abs=0.05)
    assert counted.chances(rows).mean() == pytest.approx(spelt.chances(rows).mean(), abs=0.02)


def test_an_unknown_category_and_an_empty_number_are_taken_as_unknown() -> None:
    rows, _ = world(50, 9)
    known = Columns.learned(rows)
    odd = rows.head(2).assign(channel=["radio", None], price=[np.nan, 20.0])
    plain = known.plain(odd)
    assert plain["channel"].tolist() == [-1, -1]
    spread = known.spread(odd)
    assert np.isfinite(spread).all()
    assert spread[0, 0] == 0, "an empty number is at the mean"
    assert spread.shape[1] == 2 + 3 + 2 + 5


def test_session_features_are_added_where_the_columns_are() -> None:
    rows, _ = world(3, 1)
    assert with_session_features(rows) is rows
    visit = pd.DataFrame(
        {
            "Administrative": [1], "Administrative_Duration": [30.0],
            "Informational": [0], "Informational_Duration": [0.0],
            "ProductRelated": [3], "ProductRelated_Duration": [90.0],
            "BounceRates": [0.01], "ExitRates": [0.03], "PageValues": [8.0],
        }
    )  # fmt: skip
    told = with_session_features(visit).iloc[0]
    assert (told["pages"], told["duration"], told["seconds_a_page"]) == (4, 120, 30)
    assert told["share_of_product_pages"] == 0.75
    assert told["worth"] == 32
    assert told["exits_beyond_bounces"] == pytest.approx(0.02)


def test_a_returning_visitor_is_known_by_name_and_by_number() -> None:
    visit = {
        "Administrative": 0, "Administrative_Duration": 0.0,
        "Informational": 0, "Informational_Duration": 0.0,
        "ProductRelated": 3, "ProductRelated_Duration": 90.0,
        "BounceRates": 0.01, "ExitRates": 0.03, "PageValues": 8.0,
        "Month": 5, "TrafficType": 2,
    }  # fmt: skip
    kinds = ["Returning_Visitor", "1", "New_Visitor", "0"]
    told = with_session_features(pd.DataFrame([visit | {"VisitorType": kind} for kind in kinds]))
    assert told["returning_and_month"].tolist() == [25, 25, 5, 5]


def test_crossed_categories_keep_the_order_of_numbers() -> None:
    rows = pd.DataFrame({"Month": [2, 10], "Region": [1, 1], "Weekend": [True, False]})
    told = with_crossed_categories(rows)
    assert set(told) - set(rows) == {"Month and Region", "Month and Weekend", "Region and Weekend"}
    codes = Columns.learned(told).plain(told)["Month and Region"]
    assert codes.tolist() == [0, 1]


@pytest.mark.parametrize("learner", [Boosting, ExtraTrees])
def test_a_refit_says_the_same(learner: type) -> None:
    rows, chances = world(500, 10)
    events = Events.once(np.random.default_rng(11).random(500) < chances)
    one, two = (learner().fit(rows, events).chances(rows) for _ in range(2))
    np.testing.assert_array_equal(one, two)


def test_random_trees_take_an_empty_number() -> None:
    rows, chances = world(500, 12)
    events = Events.once(np.random.default_rng(13).random(500) < chances)
    model = ExtraTrees(n_estimators=20).fit(rows, events)
    assert np.isfinite(model.chances(rows.assign(price=np.nan))).all()
