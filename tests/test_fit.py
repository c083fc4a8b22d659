"""How a product and a creator fit: worked out by hand for two creators and three products."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.entities import Entities
from models.exam import Training
from models.features import PRICE_LEVEL
from models.fit import USUAL_SPREAD, Fit

KINDS = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
AUDIENCE = np.array([[0.8, 0.2], [0.1, 0.9], [0, 0]], np.float32)
FOLLOWERS = np.array([5.0, 7.0, np.nan])


def block(values: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(values.astype(np.float32))


@pytest.fixture
def training() -> Training:
    """x carried a (1.0 above the usual price) and b (0.0), y carried c (-2.0), z nothing."""
    products = Entities(
        "product",
        np.array(["a", "b", "c"]),
        {"category": block(KINDS)},
        {PRICE_LEVEL: np.array([1.0, 0.0, -2.0])},
    )
    past = np.array([[2, 0], [0, 1], [0, 0]])
    creators = Entities(
        "creator",
        np.array(["x", "y", "z"]),
        {"category": block(past), "audience": block(AUDIENCE)},
        {"followers": FOLLOWERS},
    )
    pairs = pd.DataFrame(
        {"product_id": list("abc"), "creator_id": list("xxy"), "weight": 1.0, "at": np.nan}
    )
    return Training(products, creators, pairs)


def told(training: Training, products: Entities | None = None) -> dict[str, np.ndarray]:
    """Terms as matrices, products × creators."""
    products = products or training.products
    row, column = np.indices((len(products), 3)).reshape(2, -1)
    terms = Fit.of(training).told(products, training.creators, row, column)
    return {name: values.reshape(len(products), 3) for name, values in terms.items()}


def test_categories_in_common(training: Training) -> None:
    assert told(training)["category in common"].tolist() == [[1, 0, 0], [1, 0, 0], [0, 1, 0]]


def test_a_price_is_measured_by_what_the_creator_carried(training: Training) -> None:
    """x is known for 0.5 with a spread of half of 0.5 and the usual one's, y for -2 alone."""
    found = told(training)["price fit"]
    spread = np.sqrt((2 * 0.25 + USUAL_SPREAD**2) / 3)
    assert found[:, 0] == pytest.approx([-0.5 / spread, -0.5 / spread, -2.5 / spread])
    alone = USUAL_SPREAD / np.sqrt(2)
    assert found[:, 1] == pytest.approx([-3 / alone, -2 / alone, 0])
    assert np.isnan(found[:, 2]).all(), "z carried nothing, so no price is known"


def test_an_audience_fits_those_who_carried_the_category(training: Training) -> None:
    found = told(training)["audience fit"]
    assert found[0, 0] == pytest.approx(1)
    expected = AUDIENCE[0] @ AUDIENCE[1]
    expected /= np.linalg.norm(AUDIENCE[0]) * np.linalg.norm(AUDIENCE[1])
    assert found[2, 0] == pytest.approx(expected)
    assert (found[:, 2] == 0).all(), "nothing is known of who follows z"


def test_facts_come_with_entities_and_newcomers_have_none(training: Training) -> None:
    fit = Fit.of(training)
    np.testing.assert_array_equal(fit.facts(training.creators)["followers"], FOLLOWERS)
    new = Entities("creator", np.array(["new"]), {})
    assert np.isnan(fit.facts(new)["followers"]).all()


def test_a_new_product_without_a_price_fits_by_what_is_known(training: Training) -> None:
    new = Entities("product", np.array(["new"]), {"category": block(KINDS[:1])})
    found = told(training, new)
    assert "price fit" not in found
    assert found["category in common"].tolist() == [[1, 0, 0]]
