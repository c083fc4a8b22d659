"""Creators without a pair: what is not known of them says nothing, and what they state decides."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.entities import Entities
from models.exam import Exam, Training
from models.generators.content import Content
from models.kinds import kind_of
from models.matcher import Hybrid
from models.pipeline import Pipeline
from models.recommender import Recommender

CATEGORIES, BRANDS, TIERS = 4, 12, 3
PRODUCTS, KNOWN, NEW = 120, 240, 60
NONE = -1


def one_hot(codes: np.ndarray, width: int) -> sparse.csr_array:
    """A row per code, empty for NONE."""
    rows = np.flatnonzero(codes != NONE)
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_array((ones, (rows, codes[rows])), shape=(len(codes), width))


def world() -> tuple[Entities, Entities]:
    """Products of a category and a brand; creators who state a category, and of whom all but the
    newcomers also have a brand behind them. The tier says nothing.
    """
    product, creator = np.arange(PRODUCTS), np.arange(KNOWN + NEW)
    brands = np.where(creator < KNOWN, creator % BRANDS, NONE)
    return (
        Entities(
            "product",
            np.array([f"p{n:03}" for n in product]),
            {
                "category": one_hot(product % CATEGORIES, CATEGORIES),
                "brand": one_hot(product % BRANDS, BRANDS),
            },
        ),
        Entities(
            "creator",
            np.array([f"c{n:03}" for n in creator]),
            {
                "category": one_hot(creator % CATEGORIES, CATEGORIES),
                "brand": one_hot(brands, BRANDS),
                "tier": one_hot(creator // 7 % TIERS, TIERS),
            },
        ),
    )


def sat(seed: int) -> Exam:
    """Whoever states a product's category is as likely to carry it, known or new; newcomers have
    not begun yet.
    """
    products, creators = world()
    rng = np.random.default_rng(seed)
    column, row = np.meshgrid(np.arange(KNOWN + NEW), np.arange(PRODUCTS))
    suits = (row % CATEGORIES == column % CATEGORIES) & (rng.random(row.shape) < 0.3)
    is_known = suits & (column < KNOWN) & (rng.random(row.shape) < 0.5)
    pairs, later = (
        pd.DataFrame({"product_id": products.ids[one], "creator_id": creators.ids[other]})
        for one, other in (np.nonzero(is_known), np.nonzero(suits & ~is_known))
    )
    training = Training(products, creators, pairs.assign(weight=1.0, at=0.0))

    def rehearsals() -> Iterator[Exam]:
        if seed < 3:
            yield sat(seed + 1)

    return Exam(training, products, creators, pairs, later, rehearsals)


@cache
def taught(method: type[Recommender]) -> tuple[Exam, Recommender]:
    exam = sat(0)
    return exam, method().fit(exam.training, exam.rehearsals)


def newcomers(exam: Exam) -> np.ndarray:
    return exam.candidates.ids[KNOWN:]


@pytest.mark.parametrize("method", [Content, Pipeline])
def test_newcomers_stand_where_their_category_puts_them(method: type[Recommender]) -> None:
    """Of every product's newcomers those of its category lead, and they do so among all."""
    exam, model = taught(method)
    assert kind_of(exam.training) == "market"
    listed = model.answer(exam).frame("product_id", "creator_id")
    number = {name: place for place, name in enumerate(exam.candidates.ids)}
    creator = listed["creator_id"].map(number)
    listed["suits"] = listed["product_id"].str[1:].astype(int) % CATEGORIES == creator % CATEGORIES
    listed["is_new"] = creator >= KNOWN
    worst = listed[listed["is_new"] & listed["suits"]].groupby("product_id")["rank"].max()
    others = listed[~listed["suits"]].groupby("product_id")["rank"].min()
    assert (worst < others).all()
    suited = listed[listed["suits"]]
    share = suited["rank"] / suited.groupby("product_id")["rank"].transform("size")
    assert share[suited["is_new"]].mean() < 0.6, "fewer of their pairs are told already"


@pytest.mark.parametrize("method", [Content, Pipeline])
def test_a_newcomer_who_asks_is_shown_its_category(method: type[Recommender]) -> None:
    exam, model = taught(method)
    found = model.recommend_products(newcomers(exam), PRODUCTS // CATEGORIES)
    product, creator = (found[name].str[1:].astype(int) for name in ("product_id", "creator_id"))
    assert len(found) == NEW * PRODUCTS // CATEGORIES
    assert (product % CATEGORIES == creator % CATEGORIES).all()


def test_content_is_a_mean_over_what_both_have_by_hand() -> None:
    """Usual cosines: of categories 1/4, of brands 1/12. One who has both blocks right adds up
    3/4 + 11/12, by the root of 2; a newcomer with the right category has its 3/4 alone.
    """
    exam, model = taught(Content)
    scores = model.scores(exam.queries, exam.candidates)
    usual = {"category": 1 / CATEGORIES, "brand": np.bincount(np.arange(KNOWN) % BRANDS)}
    usual["brand"] = (usual["brand"] / KNOWN / BRANDS).sum()
    assert scores[0, 0] == pytest.approx((2 - sum(usual.values())) / np.sqrt(2), abs=1e-6)
    assert scores[0, 4] == pytest.approx((1 - sum(usual.values())) / np.sqrt(2), abs=1e-6)
    assert scores[0, KNOWN] == pytest.approx(1 - usual["category"], abs=1e-6)
    assert scores[0, KNOWN + 1] == pytest.approx(-usual["category"], abs=1e-6)
    blank = Entities("creator", np.array(["blank"]), {}).completed(exam.training.creators)
    assert not model.scores(exam.queries, blank).any(), "of whom nothing is known it says nothing"


def test_the_hybrid_knows_newcomers_by_their_features_alone() -> None:
    """Two of one category and tier are the same to it, though both were there to learn from."""
    exam, model = taught(Hybrid)
    twins = exam.candidates.take(np.array([KNOWN, KNOWN + 4]))
    scores = model.scores(exam.queries, twins)
    np.testing.assert_allclose(scores[:, 0], scores[:, 1], atol=1e-6)
    late = Entities("creator", np.array(["late"]), twins.take(np.array([0])).blocks)
    np.testing.assert_allclose(model.scores(exam.queries, late)[:, 0], scores[:, 0], atol=1e-6)
