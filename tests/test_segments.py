"""Popular in the category, reckoned by hand, and how much a pair weighs."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.entities import Entities
from models.exam import Training
from models.generators.popularity import Popularity
from models.generators.segments import Segments
from models.recommender import UnsuitedError
from models.weights import weighted


def entities(kind: str, block: str, ids: list[str], segment: list[int]) -> Entities:
    rows = sparse.csr_array(np.eye(3, 2, dtype=np.float32)[segment])
    return Entities(kind, np.array(ids), {block: rows})


def market() -> Training:
    """a, b are of one category and d of another; x, y of one tier and z of another."""
    pairs = pd.DataFrame(
        {"product_id": list("abd"), "creator_id": list("xxz"), "weight": [1.0, 1.0, 2.0]}
    )
    return Training(
        entities("product", "category", ["a", "b", "d"], [0, 0, 1]),
        entities("creator", "tier", ["x", "y", "z"], [0, 0, 1]),
        pairs.assign(at=np.nan),
    )


def test_segments_by_hand() -> None:
    """Of 4 in all x has 2, y none, z 2; the mean share of their tiers is .25 and .5. With strength
    1 their shares are .45, .05 and .5; of the first category's 2, x has (2 + .45) / 3 of 1.
    """
    board = market()
    scores = Segments(strength=1.0).fit(board).scores(board.products, board.creators)
    x, y, z = 2.45 / 3, 0.05 / 3, 0.5 / 3
    own, other = 1.25 / 3, 0.25 / 3
    assert scores[0].tolist() == pytest.approx([9 * x * own, 9 * y * own, 9 * z * other])
    assert scores[2, 2] == pytest.approx(9 * (2.5 / 3) * (2.5 / 3))


def test_a_newcomer_has_the_mean_of_its_segment() -> None:
    board = market()
    model = Segments(strength=1.0).fit(board)
    known = model.scores(board.products, board.creators)
    creator = entities("creator", "tier", ["new"], [0])
    assert model.scores(board.products, creator)[:, 0].tolist() == pytest.approx(
        known[:, :2].mean(axis=1).tolist()
    )
    product = entities("product", "category", ["new"], [0])
    assert model.scores(product, board.creators)[0].tolist() == pytest.approx(
        known[:2].mean(axis=0).tolist()
    )
    unknown = Entities("creator", np.array(["odd"]), {})
    assert np.isfinite(model.scores(board.products, unknown)).all()


def test_a_strong_pull_leaves_popularity() -> None:
    """Whom a category says nothing of comes in the order of all pairs."""
    rng = np.random.default_rng(5)
    products = entities(
        "product", "category", [f"p{n}" for n in range(30)], [n % 3 for n in range(30)]
    )
    creators = entities("creator", "tier", [f"c{n}" for n in range(20)], [2] * 20)
    cells = rng.choice(600, 150, replace=False)
    pairs = pd.DataFrame(
        {"product_id": products.ids[cells // 20], "creator_id": creators.ids[cells % 20]}
    )
    board = Training(products, creators, pairs.assign(weight=1 + rng.random(150), at=np.nan))
    strong = Segments(strength=1e9).fit(board).scores(products, creators)[0]
    plain = Popularity().fit(board).scores(products, creators)[0]
    weak = Segments(strength=1e-3).fit(board).scores(products, creators)[0]
    assert np.argmax(weak) != np.argmax(plain)
    spread = np.corrcoef(strong, plain)[0, 1], np.corrcoef(weak, plain)[0, 1]
    assert spread[1] < 0.9 < spread[0]


def test_without_segments_there_is_nothing_to_say() -> None:
    board = market()
    bare = Training(
        board.products.without(["category"]), board.creators.without(["tier"]), board.pairs
    )
    with pytest.raises(UnsuitedError, match="segments needs categories of products or tiers"):
        Segments().fit(bare)


def test_a_pair_weighs_by_orders_and_by_money() -> None:
    """A typical order: 200 in dollars (of 100, 200 and 300) and 9 in yen, each by itself."""
    pairs = pd.DataFrame(
        {
            "product_id": ["a", "b", "c", "d", "e"],
            "orders": [0, 1, 2, 3, 1],
            "gmv": [0, 100, 400, 900, 9],
        }
    )
    currencies = pd.Series({"a": "USD", "b": "USD", "c": "USD", "d": "USD", "e": "JPY"})
    found = weighted(pairs, currencies)["weight"]
    half = np.log1p([0, 1, 2, 3, 1]) / 2 + np.log1p([0, 0.5, 2, 4.5, 1]) / 2
    assert found.tolist() == pytest.approx((1 + half).tolist())
    assert weighted(pairs.assign(gmv=0), currencies)["weight"].tolist() == pytest.approx(
        (1 + np.log1p(pairs["orders"]) / 2).tolist()
    )
