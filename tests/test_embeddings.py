"""Embeddings of sequences: the information by hand, worlds kept apart, newcomers by features."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.entities import GIVEN, Entities
from models.exam import Training
from models.generators.embeddings import Embeddings, informative
from models.generators.leading import Leading


def worlds(seed: int, count: int = 60) -> Training:
    """Creators walk among the products of their own world, even or odd; tags tell half of them."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"c{creator:02d}", f"p{2 * rng.integers(10) + creator % 2:02d}", float(step))
        for creator in range(count)
        for step in range(6)
    ]
    pairs = pd.DataFrame(rows, columns=["creator_id", "product_id", "at"])
    tags = sparse.csr_array(np.eye(2, dtype=np.float32)[np.arange(20) % 2])
    return Training(
        Entities("product", np.array([f"p{n:02d}" for n in range(20)]), {"tag": tags}),
        Entities("creator", np.array([f"c{n:02d}" for n in range(count)]), {}),
        pairs.drop_duplicates(["creator_id", "product_id"]).assign(weight=1.0),
    )


def test_information_by_hand() -> None:
    """Totals 3, 3 and 2 of 8: the first two meet 2 times where 3 * 3 / 8 would be by chance."""
    counts = sparse.csr_array(np.array([[0, 2, 1], [2, 0, 1], [1, 1, 0]], np.float32))
    told = informative(counts, negatives=1.0, smoothing=1.0).toarray()
    assert told[0, 1] == pytest.approx(np.log(16 / 9))
    assert told[0, 2] == pytest.approx(np.log(8 / 6))
    shifted = informative(counts, negatives=1.5, smoothing=1.0).toarray()
    assert shifted[0, 1] == pytest.approx(np.log(16 / 9) - np.log(1.5))
    assert shifted[0, 2] == 0


@pytest.mark.parametrize("described", [0.0, 5.0])
def test_products_of_one_world_lie_together(described: float) -> None:
    board = worlds(1)
    scores = (
        Embeddings(components=4, described=described)
        .fit(board)
        .scores(board.products, board.creators)
    )
    is_own = (np.arange(20)[:, None] % 2) == (np.arange(60)[None, :] % 2)
    assert scores[is_own].min() > scores[~is_own].max()


def test_a_new_product_is_placed_by_its_features() -> None:
    board = worlds(2)
    model = Embeddings(components=4).fit(board)
    tags = sparse.csr_array(np.array([[1, 0], [0, 1], [0, 0]], np.float32))
    new = Entities("product", np.array(["even", "odd", "silent"]), {"tag": tags})
    scores = model.scores(new, board.creators)
    is_even = np.arange(60) % 2 == 0
    assert scores[0, is_even].min() > 0.5 > scores[0, ~is_even].max()
    assert scores[1, ~is_even].min() > 0.5 > scores[1, is_even].max()
    assert not scores[2].any(), "nothing is known of it"


def test_a_history_without_two_products_tells_nothing() -> None:
    board = worlds(3)
    alone = board.pairs.drop_duplicates("creator_id")
    scores = (
        Embeddings(components=4)
        .fit(Training(board.products, board.creators, alone))
        .scores(board.products, board.creators)
    )
    assert not scores.any()


def test_leading_directions_keep_what_there_is() -> None:
    """Vectors of rank 3 in 40 columns lose nothing in 4 directions; an empty row stays empty."""
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(30, 3)) @ rng.normal(size=(3, 40))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[7] = 0
    name = f"{GIVEN}topic"
    wide = Entities(
        "product",
        np.array([f"p{n}" for n in range(30)]),
        {name: sparse.csr_array(vectors.astype("f4"))},
    )
    narrow = Leading.learned((wide,), 4).of(wide).blocks[name].toarray()
    assert narrow.shape == (30, 4)
    assert not narrow[7].any()
    told = np.delete(np.arange(30), 7)
    apart = np.linalg.norm(vectors[told][:, None] - vectors[told][None], axis=2)
    kept = np.linalg.norm(narrow[told][:, None] - narrow[told][None], axis=2)
    np.testing.assert_allclose(kept, apart, atol=1e-4)
    assert Leading.learned((wide,), 40).of(wide).blocks[name].shape == (30, 40)
