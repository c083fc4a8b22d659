"""Ranking metrics, each worked out by hand, and held against scikit-learn on random rankings."""

import math

import numpy as np
import pytest
from sklearn.metrics import (
    average_precision_score,
    label_ranking_average_precision_score,
    ndcg_score,
    precision_score,
    recall_score,
)

from models.metrics import (
    average_precision,
    first_rank,
    hit_rate,
    ndcg,
    per_query,
    precision,
    recall,
    reciprocal_rank,
    summary,
)

RANKS = np.array([2, 5, 11])
"""Three positives listed at ranks 2, 5 and 11; where four are meant, the fourth is not listed."""
NONE = np.zeros(0, np.int64)


def test_recall_by_hand() -> None:
    assert recall(RANKS, 3, 10) == pytest.approx(2 / 3)
    assert recall(RANKS, 4, 10) == pytest.approx(2 / 4)
    assert recall(RANKS, 4, 1) == 0


def test_precision_by_hand() -> None:
    assert precision(RANKS, 3, 5) == pytest.approx(2 / 5)
    assert precision(RANKS, 3, 20) == pytest.approx(3 / 20), "of 20 places, however long the list"


def test_hit_rate_by_hand() -> None:
    assert hit_rate(RANKS, 3, 1) == 0
    assert hit_rate(RANKS, 3, 2) == 1
    assert hit_rate(NONE, 3, 10) == 0


def test_ndcg_by_hand() -> None:
    gained = 1 / math.log2(3) + 1 / math.log2(6)
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(RANKS, 3, 10) == pytest.approx(gained / best)
    assert ndcg(np.array([1, 2]), 2, 10) == pytest.approx(1)
    assert ndcg(np.array([1]), 20, 1) == pytest.approx(1), "no more than k can be gained in k"


def test_average_precision_by_hand() -> None:
    assert average_precision(RANKS, 3) == pytest.approx((1 / 2 + 2 / 5 + 3 / 11) / 3)
    assert average_precision(RANKS, 4) == pytest.approx((1 / 2 + 2 / 5 + 3 / 11) / 4)


def test_reciprocal_and_first_rank_by_hand() -> None:
    assert reciprocal_rank(RANKS, 3) == 1 / 2
    assert reciprocal_rank(NONE, 3) == 0
    assert first_rank(RANKS, 3) == 2
    assert first_rank(NONE, 3) == math.inf


def test_summary_takes_the_median_of_ranks_and_the_mean_of_the_rest() -> None:
    ranks = {"a": np.array([1]), "b": np.array([4]), "c": np.array([6, 3])}
    queries = per_query(ranks, {"a": 1, "b": 1, "c": 2}, ("mrr", "median_rank"))
    figures = summary(queries, ("mrr", "median_rank"))
    assert figures["mrr"] == pytest.approx((1 + 1 / 4 + 1 / 3) / 3)
    assert figures["median_rank"] == 3


@pytest.mark.parametrize("seed", range(20))
def test_a_library_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.permutation(60).astype(float)
    is_positive = rng.random(60) < 0.2
    is_positive[0] = True
    order = np.argsort(-scores)
    ranks = np.flatnonzero(is_positive[order]) + 1
    n = int(is_positive.sum())
    is_listed = np.isin(np.arange(60), order[:20])
    is_first = np.arange(60) == order[ranks[0] - 1]
    mrr = label_ranking_average_precision_score([is_first], [scores])
    assert average_precision(ranks, n) == pytest.approx(
        average_precision_score(is_positive, scores)
    )
    assert ndcg(ranks, n, 10) == pytest.approx(ndcg_score([is_positive], [scores], k=10))
    assert recall(ranks, n, 20) == pytest.approx(recall_score(is_positive, is_listed))
    assert precision(ranks, n, 20) == pytest.approx(precision_score(is_positive, is_listed))
    assert hit_rate(ranks, n, 20) == float((is_positive & is_listed).any())
    assert reciprocal_rank(ranks, n) == pytest.approx(mrr)
