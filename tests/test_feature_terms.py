"""A score as a sum over features, and what a ranker makes of it: the parts are always the whole."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from models.account import Account, account
from models.entities import Entities
from models.exam import Training
from models.feature_facts import given_facts
from models.generators.known import PARTS
from models.owed import feature_terms, shared_out
from models.pipeline import BASE, Pipeline
from models.themes import AUDIENCE, HISTORY, PRICE, REACH, WORDS

COUNT = 24
EXACT = {"atol": 1e-5, "rtol": 1e-5}


def described(kind: str, seed: int) -> Entities:
    """Of two colours, in turn, with a price, a vector that both sides have, and one of its own."""
    rng = np.random.default_rng(seed)
    colours = np.eye(2, dtype=np.float32)[np.arange(COUNT) % 2]
    own = {"product": "brand", "creator": "audience"}[kind]
    blocks = {
        "category": colours,
        "price": rng.random((COUNT, 3)).astype(np.float32),
        "given look": rng.normal(size=(COUNT, 4)).astype(np.float32),
        own: rng.random((COUNT, 2)).astype(np.float32),
        f"given {kind} alone": rng.normal(size=(COUNT, 3)).astype(np.float32),
    }
    ids = np.array([f"{kind[0]}{number:02}" for number in range(COUNT)])
    return Entities(kind, ids, {name: sparse.csr_array(block) for name, block in blocks.items()})


@pytest.fixture(scope="module")
def training() -> Training:
    """Who is of a colour carries what is of it, but for every third pair."""
    products, creators = described("product", 1), described("creator", 2)
    pairs = [
        (products.ids[p], creators.ids[c], 1.0, float(p))
        for p in range(COUNT)
        for c in range(COUNT)
        if (p + c) % 2 == 0 and (p + 2 * c) % 3
    ]
    columns = ["product_id", "creator_id", "weight", "at"]
    return Training(products, creators, pd.DataFrame(pairs, columns=columns))


SUMS = ("hybrid", "popularity", "content", "profile", "likeness", "broad-likeness")


@pytest.mark.parametrize("name", SUMS)
def test_the_terms_of_features_add_up_to_the_score(training: Training, name: str) -> None:
    """Of known ones and of newcomers, who have no identity."""
    model = PARTS[name]().fit(training)
    late = Entities("creator", np.array(["late"]), training.creators.take(np.array([3])).blocks)
    for creators in (training.creators, late):
        terms = model.by_features(training.products, creators)
        assert terms
        total = np.sum(list(terms.values()), axis=0)
        np.testing.assert_allclose(total, model.scores(training.products, creators), **EXACT)


def test_a_term_knows_nothing_but_its_own_features(training: Training) -> None:
    """Without their audiences nothing changes but what creators' audiences say."""
    model = PARTS["hybrid"]().fit(training)
    blank = {**training.creators.blocks, "audience": 0 * training.creators.blocks["audience"]}
    faceless = Entities("creator", training.creators.ids, blank)
    before = model.by_features(training.products, training.creators)
    after = model.by_features(training.products, faceless)
    for (one, other), scores in before.items():
        if other == "audience":
            assert not after[one, other].any()
            assert scores.any()
        else:
            np.testing.assert_array_equal(scores, after[one, other])


def test_terms_are_of_the_candidates_features(training: Training) -> None:
    model = PARTS["hybrid"]().fit(training)
    one = np.array([0])
    of_creators = feature_terms(model, training.products.take(one), training.creators)
    assert set(of_creators.columns.get_level_values("theme")) == {
        *(WORDS, AUDIENCE, HISTORY, "look", "creator alone")
    }
    of_products = feature_terms(model, training.creators.take(one), training.products)
    assert HISTORY not in of_products.columns.get_level_values("theme")
    score = model.scores(training.products, training.creators.take(one))[:, 0]
    told = of_products.sum(axis=1)
    beyond = score - told  # what all candidates have in common
    np.testing.assert_allclose(beyond, beyond.mean(), **EXACT)


numbers = st.floats(-1e3, 1e3, width=32)


@given(arrays(np.float64, (6, 3), elements=numbers), arrays(np.float64, 6, elements=numbers))
def test_what_is_shared_out_is_all_there_is(terms: np.ndarray, adds: np.ndarray) -> None:
    """Whatever a ranker makes of a score, even where the terms cancel out or are none."""
    found = shared_out(pd.Series(adds), pd.DataFrame(terms))
    np.testing.assert_allclose(found.sum(axis=1), adds - adds.mean(), atol=1e-6)
    assert np.isfinite(found.to_numpy()).all()


def test_what_follows_the_score_in_a_line_has_its_exact_part() -> None:
    """The first term alone differs in two rows, the second in the others."""
    terms = pd.DataFrame({"a": [1.0, -1.0, 0.0, 0.0], "b": [0.0, 0.0, 3.0, -3.0]})
    found = shared_out(2 * terms.sum(axis=1) + 5, terms)
    pd.testing.assert_frame_equal(found, 2 * terms)


def test_a_planted_theme_is_the_one_that_counts() -> None:
    """The generator's score is all price; the ranker doubles it and bends it at the top."""
    ids = list("abcd")
    columns = pd.MultiIndex.from_tuples(
        [(PRICE, "price", "price"), (REACH, "tier", "price")],
        names=["theme", "candidate", "query"],
    )
    terms = pd.DataFrame([[3.0, 0.1], [2.0, 0.1], [1.0, 0.1], [0.0, 0.1]], ids, columns)
    parts = pd.DataFrame({"hybrid of the best": [7.0, 4.0, 2.0, 0.0], BASE: 1.0}, ids)
    score = parts.sum(axis=1)
    order = pd.DataFrame({"rank": [1, 2, 3, 4], "score": score, "is_proposed": True})
    found = Account(order, parts, parts, parts, parts, None, {"hybrid": terms})
    np.testing.assert_allclose(found.themes[PRICE], score - score.mean())
    np.testing.assert_allclose(found.themes[REACH], 0, atol=1e-12)


@pytest.mark.parametrize("kind", ["product", "creator"])
def test_themes_of_a_pipeline_add_up_and_name_features(training: Training, kind: str) -> None:
    """Each whole score is told by its features: no theme is left that names none of them."""
    model = Pipeline(members=SUMS, depth=6).fit(training)
    query, candidates = training.products, training.creators
    if kind == "creator":
        query, candidates = candidates, query
    found = account(model, query.take(np.array([2])), candidates, training.pairs)
    beyond = found.order["score"] - found.order["score"].mean()
    np.testing.assert_allclose(found.themes.sum(axis=1), beyond, atol=1e-5)
    assert "the whole profile" not in found.themes
    assert found.themes.head(5).mean().idxmax() == WORDS


def test_a_vector_that_came_with_the_data_is_told_by_its_likeness(training: Training) -> None:
    """By the cosine, of whoever is likelier than most; words and prices are told by sales."""
    product = training.products.take(np.array([4]))
    looks = training.creators.blocks["given look"].toarray()
    own = product.blocks["given look"].toarray()[0]
    likeness = looks @ own / np.linalg.norm(looks, axis=1) / np.linalg.norm(own)
    found = given_facts(training, product, training.creators.ids.tolist())
    nearest = str(training.creators.ids[likeness.argmax()])
    (told,) = found[nearest]
    values = {"block": "given look", "likeness": pytest.approx(likeness.max(), abs=1e-6)}
    assert told.values == {**values, "above": (COUNT - 1) / COUNT}
    assert told.theme == "look"
    assert found[str(training.creators.ids[likeness.argmin()])] == []
