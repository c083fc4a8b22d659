"""Laws that every recommender keeps, tried on a checkerboard."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import models.matcher
from models.entities import UnknownIdError
from models.generators.bridges import Bridges
from models.generators.content import Content
from models.generators.embeddings import Embeddings
from models.generators.factors import Factors
from models.generators.graph_filter import GraphFilter
from models.generators.neighbours import CreatorNeighbours, ItemNeighbours
from models.generators.popularity import Popularity
from models.generators.profiles import Profiles
from models.generators.segments import Segments
from models.matcher import Hybrid
from models.pipeline import Pipeline
from models.recommender import Recommender
from tests.checkerboard import SIZE, checkerboard, entities

LIGHTFM = models.matcher.LightFM
METHODS = [
    pytest.param(lambda: Hybrid(components=8, epochs=60), id="hybrid"),
    pytest.param(Popularity, id="popularity"),
    pytest.param(Content, id="content"),
    pytest.param(Profiles, id="profile"),
    pytest.param(ItemNeighbours, id="item-knn"),
    pytest.param(CreatorNeighbours, id="creator-knn"),
    pytest.param(lambda: GraphFilter(components=2), id="graph-filter"),
    pytest.param(lambda: Factors(components=2, confidence=5.0, ridge=0.1), id="ials"),
    pytest.param(lambda: Embeddings(components=2, described=1.0, ridge=0.1), id="prod2vec"),
    pytest.param(Segments, id="segments"),
    pytest.param(Bridges, id="bridge"),
    pytest.param(Pipeline, id="pipeline without rehearsals"),
]
MATCHERS = [METHODS[0], *METHODS[2:]]
DESCRIBED = [METHODS[0], METHODS[2], METHODS[-2]]
NOTHING = pd.DataFrame({"product_id": [], "creator_id": []}, dtype=str)


def fitted(make: type[Recommender]) -> Recommender:
    return make().fit(checkerboard())


def products() -> list[str]:
    return [f"p{number:02d}" for number in range(SIZE)]


def colour(names: pd.Series) -> pd.Series:
    return names.str[1:].astype(int) % 2


@pytest.mark.parametrize("make", MATCHERS)
def test_the_missing_square_comes_first(make: type[Recommender]) -> None:
    matches = fitted(make).recommend(products(), 1)
    assert (matches["creator_id"].str[1:] == matches["product_id"].str[1:]).all()


@pytest.mark.parametrize("make", MATCHERS)
def test_a_creator_gets_the_missing_product_first(make: type[Recommender]) -> None:
    matches = fitted(make).recommend_products([f"c{number:02d}" for number in range(SIZE)], 1)
    assert list(matches.columns) == ["product_id", "creator_id", "score", "rank"]
    assert (matches["creator_id"].str[1:] == matches["product_id"].str[1:]).all()


@pytest.mark.parametrize("make", MATCHERS)
def test_order_of_rows_changes_no_answer(make: type[Recommender]) -> None:
    order = np.random.default_rng(3).permutation(SIZE)
    matches = make().fit(checkerboard(order)).recommend(products(), 1)
    assert (matches["creator_id"].str[1:] == matches["product_id"].str[1:]).all()


@pytest.mark.parametrize("make", [METHODS[1], METHODS[2]])
def test_order_of_rows_changes_no_score_of_a_baseline(make: type[Recommender]) -> None:
    order = np.random.default_rng(3).permutation(SIZE)
    board = checkerboard()
    straight = make().fit(board).scores(board.products, board.creators)
    mixed = make().fit(checkerboard(order)).scores(board.products, board.creators)
    np.testing.assert_allclose(straight, mixed, atol=1e-6)


@pytest.mark.parametrize("make", DESCRIBED)
def test_a_new_product_and_a_new_creator_are_placed_by_their_features(
    make: type[Recommender],
) -> None:
    model = fitted(make)
    newcomers = np.array([SIZE, SIZE + 1])
    by_product = model.recommend_for(entities("product", newcomers), SIZE // 2)
    assert (colour(by_product["creator_id"]) == colour(by_product["product_id"])).all()
    by_creator = model.recommend_products_for(entities("creator", newcomers), SIZE // 2)
    assert (colour(by_creator["creator_id"]) == colour(by_creator["product_id"])).all()


@pytest.mark.parametrize("make", METHODS)
def test_refit_equals_fit_bit_by_bit(make: type[Recommender]) -> None:
    first, second = fitted(make).arrays(), fitted(make).arrays()
    assert first.keys() == second.keys()
    for name in first:
        assert first[name].tobytes() == second[name].tobytes(), name


@pytest.mark.parametrize("make", METHODS)
def test_known_pairs_are_left_out_unless_asked_for(make: type[Recommender]) -> None:
    model = fitted(make)
    known = set(map(tuple, model.training.pairs[["product_id", "creator_id"]].to_numpy()))
    matches = model.recommend(products(), SIZE)
    assert not known & set(zip(matches["product_id"], matches["creator_id"], strict=True))
    assert len(matches) == SIZE * SIZE - len(known)
    assert len(model.recommend(products(), SIZE, exclude=NOTHING)) == SIZE * SIZE


@pytest.mark.parametrize("make", METHODS)
def test_ranks_count_from_one_by_falling_score(make: type[Recommender]) -> None:
    matches = fitted(make).recommend(["p03", "p08"], 4)
    assert list(matches["product_id"]) == ["p03"] * 4 + ["p08"] * 4
    for _, own in matches.groupby("product_id"):
        assert list(own["rank"]) == [1, 2, 3, 4]
        assert own["score"].is_monotonic_decreasing


@pytest.mark.parametrize("make", METHODS)
def test_among_restricts_the_creators(make: type[Recommender]) -> None:
    matches = fitted(make).recommend(["p03"], 10, exclude=NOTHING, among=["c01", "c02"])
    assert set(matches["creator_id"]) == {"c01", "c02"}


def test_scores_are_those_that_lightfm_predicts(monkeypatch: pytest.MonkeyPatch) -> None:
    fits = []

    def remembered(**config: Any) -> Any:
        fits.append(LIGHTFM(**config))
        return fits[-1]

    monkeypatch.setattr("models.matcher.LightFM", remembered)
    board = checkerboard()
    model = Hybrid(components=8, epochs=5, has_product_ids=True).fit(board)
    rows, columns = (grid.ravel().astype(np.int32) for grid in np.indices((SIZE, SIZE)))
    expected = fits[0].predict(
        rows,
        columns,
        user_features=model._features(board.products),
        item_features=model._features(board.creators),
    )
    found = model.scores(board.products, board.creators)
    np.testing.assert_allclose(found.ravel(), expected, atol=1e-5)


def test_popularity_follows_the_weights() -> None:
    board = checkerboard()
    board.pairs.loc[board.pairs["creator_id"] == "c05", "weight"] = 9.0
    best = Popularity().fit(board).recommend(["p00", "p05"], 1)
    assert best["creator_id"].tolist()[0] == "c05"
    assert best["score"].iloc[0] == 9.0 * (SIZE // 2 - 1) + SIZE // 2 - 1


def test_an_unknown_id_is_named() -> None:
    with pytest.raises(UnknownIdError, match="knows no product 'p99'"):
        fitted(Popularity).recommend(["p99"], 3)


def test_a_pair_counts_more_the_more_it_weighs() -> None:
    """Of two creators with equal features, the one whose pairs weigh more is preferred."""
    board = checkerboard()
    is_heavy = board.pairs["creator_id"].isin(["c02", "c03"])
    board.pairs.loc[is_heavy, "weight"] = 6.0
    model = Hybrid(components=8, epochs=30, loss="logistic", weight_power=1.0).fit(board)
    scores = model.scores(board.products, board.creators)
    rows = board.creators.rows_of(["c02", "c04"])
    heavy, light = scores[::2][:, rows].mean(axis=0)
    assert heavy > light
