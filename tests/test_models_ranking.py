"""The best of each row: by score, ties by column, however the few are found among the many."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from models.ranking import NONE, Ranking, best


@settings(max_examples=60)
@given(
    scores=hnp.arrays(
        np.float32,
        st.tuples(st.integers(1, 6), st.integers(1, 60)),
        elements=st.sampled_from([-np.inf, -2.0, 0.0, 0.5, 1.0, 3.25]),
    ),
    k=st.integers(1, 70),
)
def test_the_few_are_those_of_a_whole_sort(scores: np.ndarray, k: int) -> None:
    places, values = best(scores, k)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    sorted_scores = np.take_along_axis(scores, order, axis=1)
    np.testing.assert_array_equal(values, sorted_scores)
    np.testing.assert_array_equal(places, np.where(np.isneginf(sorted_scores), NONE, order))


def test_many_random_scores_and_a_short_list() -> None:
    scores = np.random.default_rng(4).normal(size=(20, 3_000)).astype(np.float32)
    places, _ = best(scores, 25)
    np.testing.assert_array_equal(places, np.argsort(-scores, axis=1, kind="stable")[:, :25])


def test_a_frame_names_both_sides_and_ends_where_the_list_ends() -> None:
    ranking = Ranking(
        np.array(["p1", "p2"]),
        np.array(["a", "b", "c"]),
        np.array([[2, 0], [1, NONE]], np.int32),
        np.array([[0.9, 0.4], [0.1, -np.inf]], np.float32),
    )
    expected = pd.DataFrame(
        {
            "product_id": ["p1", "p1", "p2"],
            "creator_id": ["c", "a", "b"],
            "score": np.array([0.9, 0.4, 0.1], np.float32),
            "rank": [1, 2, 1],
        }
    )
    found = ranking.frame("product_id", "creator_id")
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_rankings_of_several_chunks_are_one() -> None:
    scores = np.random.default_rng(1).random((9, 5)).astype(np.float32)
    names = np.array(list("abcde"))
    queries = np.array([f"p{row}" for row in range(9)])
    whole = Ranking(queries, names, *best(scores, 3))
    parts = [Ranking(queries[r], names, *best(scores[r], 3)) for r in (slice(0, 4), slice(4, 9))]
    joined = Ranking.joined(parts, names)
    assert joined.frame("q", "c").equals(whole.frame("q", "c"))
    assert Ranking.joined([], names).frame("q", "c").empty


@pytest.mark.parametrize("k", [1, 3])
def test_a_tie_goes_to_the_first_column(k: int) -> None:
    places, _ = best(np.zeros((2, 40), np.float32), k)
    np.testing.assert_array_equal(places, [list(range(k))] * 2)
