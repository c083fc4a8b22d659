"""Figures of targeting by hand: gains, worth, and the numbers that columns become."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from models.causal.targeting import ridge
from models.causal.targeting.encoding import Encoded, Encoding, is_id
from models.causal.targeting.measures import Terms, arm_weights, net_value, relative_qini
from models.causal.targeting.ridge import Design, paired

# One in three is treated, so a treated row weighs 0.5 / (1/3) = 1.5 and a control 0.75.
TREATED = np.array([True, False, False, True, False, False])
BOUGHT = np.array([1.0, 0, 1, 1, 0, 0])
ORDER = np.array([6.0, 5, 4, 3, 2, 1])


def test_arms_weigh_the_same() -> None:
    assert arm_weights(TREATED) == pytest.approx([1.5, 0.75, 0.75, 1.5, 0.75, 0.75])


def test_relative_qini_by_hand() -> None:
    """Gains after each row 1.5, 1.5, 0.75, 2.25, 2.25, 2.25 at shares 1/4, 3/8, 1/2, 3/4, 7/8, 1:
    an area of 3/16 + 3/16 + 9/64 + 3/8 + 9/16 = 93/64 where at random it is 72/64.
    """
    assert relative_qini(ORDER, BOUGHT, TREATED) == pytest.approx(93 / 72 - 1, abs=1e-12)


def test_relative_qini_of_ties_is_a_straight_line() -> None:
    """The first three and the last three alike: gains 0.75 at 1/2 and 2.25 at 1, an area of 3/16 +
    3/4; in whatever order the rows come.
    """
    scores = np.array([2.0, 2, 2, 1, 1, 1])
    expected = (3 / 16 + 3 / 4) / (9 / 8) - 1
    for rows in (np.arange(6), np.array([2, 1, 0, 5, 3, 4])):
        found = relative_qini(scores[rows], BOUGHT[rows], TREATED[rows])
        assert found == pytest.approx(expected, abs=1e-12)
    assert relative_qini(np.ones(6), BOUGHT, TREATED) == pytest.approx(0, abs=1e-12)


def test_relative_qini_of_harm_is_positive_where_harm_comes_last() -> None:
    """What is lost is lost late: the area above random counts, though the effect is below 0."""
    harmed = np.array([0.0, 0, 0, 0, 1, 1])
    assert relative_qini(ORDER, harmed, TREATED) > 0
    assert relative_qini(-ORDER, harmed, TREATED) < 0


def test_relative_qini_needs_an_effect() -> None:
    assert np.isnan(relative_qini(ORDER, np.zeros(6), TREATED))


def test_relative_qini_of_random_scores_is_nothing() -> None:
    rng = np.random.default_rng(0)
    is_treated = rng.random(4_000) < 0.3
    bought = (rng.random(4_000) < 0.1 + 0.1 * is_treated).astype(float)
    found = [relative_qini(rng.random(4_000), bought, is_treated) for _ in range(200)]
    assert abs(np.mean(found)) < 3 * np.std(found) / np.sqrt(200)


def test_net_value_by_hand() -> None:
    """Of the first four: 10 · (1.5 + 1.5 - 0.75) - 1 · (1.5 + 1.5), targeted or not."""
    found = net_value(ORDER > 2, BOUGHT, TREATED, Terms(value=10, cost=1))
    assert found.value == pytest.approx(19.5, abs=1e-12)
    assert (found.targeted, found.n) == (4, 6)
    assert found.per(12)[0] == pytest.approx(39, abs=1e-12)
    nobody = net_value(np.zeros(6, bool), BOUGHT, TREATED, Terms(10, 1))
    assert (nobody.value, nobody.low, nobody.high) == (0, 0, 0)


def test_intervals_of_net_value_cover_the_truth() -> None:
    """Three in ten treated; those targeted buy three in ten times, two in ten without."""
    rng, rows, covered = np.random.default_rng(5), 1_000, 0
    truth = rows * 0.5 * 0.5 * (10 * 0.1 - 0.4)
    for _ in range(600):
        is_treated, is_targeted = rng.random(rows) < 0.3, rng.random(rows) < 0.5
        bought = (rng.random(rows) < 0.2 + 0.1 * is_treated * is_targeted).astype(float)
        found = net_value(is_targeted, bought, is_treated, Terms(10, 0.4))
        covered += found.low <= truth <= found.high
    assert 0.87 <= covered / 600 <= 0.93


def test_what_is_foretold_without_a_row_is_that_of_leaving_it_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(3)
    terms, target = rng.normal(2, 3, (30, 4)), rng.normal(0, 1, 30)
    monkeypatch.setattr(ridge, "PENALTIES", np.array([0.2]))
    found = Design(terms).fitted(target)
    standard = (terms - terms.mean(axis=0)) / terms.std(axis=0)
    for row in range(30):
        rest = np.arange(30) != row
        model = Ridge(alpha=0.2 * 30).fit(standard[rest], target[rest])
        assert found.leaving_out[row] == pytest.approx(model.predict(standard[[row]])[0], abs=1e-9)
    whole = Ridge(alpha=0.2 * 30).fit(standard, target)
    assert found.expected(terms) == pytest.approx(whole.predict(standard), abs=1e-9)


def test_pairs_are_of_two_covariates_and_no_more_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two, three = np.ones((2, 1)), np.array([[1.0, 2], [3, 4]]), np.array([[5.0], [6]])
    known = Encoded(np.zeros((2, 0)), (one, two, three))
    assert paired(known)[1].tolist() == [1, 3, 4, 6, 6, 3, 4, 18, 24]
    monkeypatch.setattr(ridge, "MOST_TERMS", 6)
    assert paired(known)[1].tolist() == [1, 3, 4, 6, 6]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2", "3"], True),
        (["b", "a", "c"], True),
        (["b", "", "c"], True),
        (["b", "a", "b"], False),
        (["1", "2", "2"], False),
        (["0.5", "2", "3"], False),
        (["0.5", "", "3.25"], False),
        (["", "", ""], False),
    ],
)
def test_ids_are_unique_and_no_measures(cells: list[str], expected: bool) -> None:
    assert is_id(pd.Series(cells)) is expected


def test_columns_become_numbers() -> None:
    """Few values are kinds beside the commonest, many are ranks between -1 and 1; gaps are said; a
    word that is new or rare has no column; what lies outside stays at the end.
    """
    learned = pd.DataFrame(
        {
            "stars": ["1", "2", "2", "", "2", "1", "2", "2", "2", "1", "2", "2"],
            "size": [str(number / 2) for number in range(12)],
            "word": ["a", "b", "a", "a", "b", "a", "", "a", "a", "a", "a", "a"],
        }
    )
    encoding = Encoding.learned(learned, ["word", "stars", "size"], Path("any.csv"))
    asked = pd.DataFrame(
        {"stars": ["1", "na", "3"], "size": ["2.75", "99", ""], "word": ["b", "z", ""]}
    )
    found = encoding.encoded(asked, Path("any.csv"))
    size, stars, word = found.blocks
    assert size.ravel().tolist() == pytest.approx([0, 1, 0])
    assert stars.tolist() == [[1, 0], [0, 1], [0, 0]]
    assert word.tolist() == [[1, 0], [0, 0], [0, 1]]
    assert found.plain.tolist()[0] == [2.75, 1, 0, 1, 0]
    assert np.isnan(found.plain[1, 1])
    assert np.isnan(found.plain[2, 0])
