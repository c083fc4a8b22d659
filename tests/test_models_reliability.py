"""How often matches came true by rank, worked out by hand; intervals; what a model reaches."""

import numpy as np
import pandas as pd
import pytest

from models.coverage import coverage
from models.entities import Entities
from models.exam import Training
from models.generators.popularity import Popularity
from models.reliability import base_rate, came_true, mean_interval, wilson

QUERIES = pd.DataFrame(
    {"ranks": [np.array([1, 3, 12]), np.array([6]), np.zeros(0, int)], "listed": [15, 15, 4]}
)


def test_ranks_fall_into_their_bands() -> None:
    """Two lists of 15 and one of 4: 14 places in the first band, 10 in the second and third."""
    found = [
        (line["first"], line["last"], line["shown"], line["hits"]) for line in came_true(QUERIES)
    ]
    assert found == [(1, 5, 14, 2), (6, 10, 10, 1), (11, 20, 10, 1)]
    assert came_true(QUERIES)[0]["share"] == pytest.approx(2 / 14)


def test_a_random_order_would_find_the_base_rate() -> None:
    assert base_rate(QUERIES) == pytest.approx(4 / 34)


def test_wilson_holds_at_the_ends() -> None:
    """Wilson (1927): 0 of 10 gives up to 0.278; the interval never leaves 0 to 1."""
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-3)
    low, high = wilson(500, 1000)
    assert (low + high) / 2 == pytest.approx(0.5)
    assert high - low == pytest.approx(2 * 1.96 * (0.25 / 1000) ** 0.5, rel=0.01)


def test_the_interval_of_a_mean_is_students() -> None:
    """1, 2, 3: standard error 1/sqrt(3), t(0.975, 2) = 4.3027."""
    low, high = mean_interval(pd.Series([1.0, 2.0, 3.0])) or (0, 0)
    assert (low, high) == pytest.approx((2 - 4.3027 / 3**0.5, 2 + 4.3027 / 3**0.5), abs=1e-3)
    assert mean_interval(pd.Series([1.0])) is None


def test_popularity_covers_few_creators() -> None:
    """One creator carries all: 30 creators, 20 products, ten places each, the same ten names."""
    products = Entities("product", np.array([f"p{i:02}" for i in range(20)]), {})
    creators = Entities("creator", np.array([f"c{i:02}" for i in range(30)]), {})
    pairs = pd.DataFrame({"product_id": ["p00"], "creator_id": ["c00"], "weight": [1.0]})
    reached = coverage(Popularity().fit(Training(products, creators, pairs)))
    assert reached["products_listed"] == 20
    assert reached["creators_listed"] == 11, "the product of the pair lists one more in its place"
    assert reached["share_of_top_tenth"] == pytest.approx(3 * 20 / 200, abs=0.01)
