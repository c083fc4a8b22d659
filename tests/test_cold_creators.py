"""Creators without a pair: what is not known of them says nothing, and what they state decides."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.account import account
from models.board import Board
from models.entities import NOBODY, Entities
from models.exam import Exam, Training
from models.generators.content import Content
from models.kinds import kind_of
from models.matcher import Hybrid
from models.pipeline import Pipeline
from models.recommender import Recommender, cells

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


def test_every_member_proposes_newcomers_that_it_tells_apart() -> None:
    """Content its best two and one newcomer more; popularity, to whom all newcomers are the same,
    its best two, and it speaks of the others as of whom is usually proposed.
    """
    exam, _ = taught(Content)
    query = exam.queries.take(np.array([0]))
    board = Board.fitted(exam.training, ("content", "popularity"))
    nothing = cells(exam.exclude.iloc[NOBODY], query, exam.candidates)
    before = board.pool(query, exam.candidates, nothing, 2)
    assert before.proposed_by.sum(axis=0).tolist() == [2, 2]
    asked = Board(board.members, board.standing, None, newcomers=1)
    pool = asked.pool(query, exam.candidates, nothing, 2)
    is_new = pool.candidate >= KNOWN
    assert pool.proposed_by.sum(axis=0).tolist() == [3, 2]
    assert pool.proposed_by[is_new].tolist() == [[True, False]]
    assert pool.candidate[is_new].tolist() == [KNOWN], "the first of its category"
    popular = pool.shares[:, 1]
    held = pool.signals[:, pool.names.index("popularity of the best")]
    assert popular[is_new] == pytest.approx(held.mean())
    wide = asked.pool(query, exam.candidates, nothing, 2, is_wide=True)
    assert wide.ranks[wide.candidate == KNOWN].tolist() == [[21, NONE]], "after 20 of its brand"
    parts = pool.blended_by().sum(axis=1)
    assert pool.blended - parts == pytest.approx(np.full(len(parts), (pool.blended - parts)[0]))


def test_the_pipeline_of_a_market_asks_for_newcomers() -> None:
    """Without it all newcomers' places come from what generators say of everybody."""
    exam, _ = taught(Pipeline)
    asked = exam.queries.take(np.arange(8)), exam.candidates
    nothing = cells(exam.exclude.iloc[NOBODY], *asked)
    never = Pipeline(newcomers=0, depth=10).fit(exam.training)
    usual = Pipeline(depth=10).fit(exam.training)
    many = [(p.proposals(*asked, nothing).candidate >= KNOWN).sum() for p in (usual, never)]
    assert many[0] > many[1]


@pytest.mark.parametrize("many", [1, 2, 40])
def test_few_newcomers_are_proposed_for_what_they_are(many: int) -> None:
    """However few there are, those of another category stay out, and one who suits is in."""
    exam, _ = taught(Content)
    board = Board.fitted(exam.training, ("content", "popularity"))
    asked = replace(board, newcomers=40)
    query = exam.queries.take(np.array([0]))
    for is_suited in (True, False):
        suits = (np.arange(NEW) % CATEGORIES == 0) == is_suited
        new = KNOWN + np.resize(np.flatnonzero(suits), many)
        some = exam.candidates.take(np.unique(np.concatenate([np.arange(KNOWN), new])))
        pool = asked.pool(query, some, cells(exam.exclude.iloc[NOBODY], query, some), 2)
        assert (pool.candidate >= KNOWN).any() == is_suited


def test_a_lone_newcomer_is_heard_by_who_has_something_to_say() -> None:
    """Its share with content is its own, whoever else is new; with popularity the usual one."""
    exam, _ = taught(Content)
    board = replace(Board.fitted(exam.training, ("content", "popularity")), newcomers=40)
    query = exam.queries.take(np.array([0]))
    found = []
    for last in (KNOWN + 1, KNOWN + NEW):
        some = exam.candidates.take(np.arange(last))
        nothing = cells(exam.exclude.iloc[NOBODY], query, some)
        pool = board.pool(query, some, nothing, 2, is_wide=True)
        found.append(pool.shares[pool.candidate == KNOWN][0])
    assert found[0][0] == pytest.approx(found[1][0], abs=0.02)


def test_who_is_level_at_the_cut_does_not_depend_on_ids() -> None:
    """All of popularity's candidates level: whom content likes more is proposed, in any order."""
    exam, _ = taught(Content)
    pairs = exam.training.pairs
    even = pairs.groupby("creator_id").head(1).assign(weight=1.0)
    training = Training(exam.training.products, exam.training.creators, even)
    board = Board.fitted(training, ("popularity", "content"))
    query = exam.queries.take(np.array([0]))
    found = []
    for order in (np.arange(KNOWN), np.random.default_rng(0).permutation(KNOWN)):
        some = exam.candidates.take(order)
        pool = board.pool(query, some, cells(exam.exclude.iloc[NOBODY], query, some), 20)
        by_popularity = pool.candidate[pool.proposed_by[:, 0]]
        likes = board.members["content"].ratings(query, some)[0]
        level = np.sort(likes[by_popularity])
        assert level[0] >= np.sort(likes)[-20] - 1e-6
        found.append(level)
    np.testing.assert_allclose(found[0], found[1])


def test_products_bring_no_newcomers() -> None:
    """Products have all their features from the day they are listed."""
    exam, _ = taught(Content)
    board = replace(Board.fitted(exam.training, ("content", "popularity")), newcomers=40)
    query = exam.candidates.take(np.array([0]))
    nothing = cells(exam.exclude.iloc[NOBODY], query, exam.queries)
    some, none = (
        one.pool(query, exam.queries, nothing, 2) for one in (board, replace(board, newcomers=0))
    )
    assert np.array_equal(some.proposed_by, none.proposed_by)


def test_nobody_to_choose_from_is_no_error() -> None:
    exam, model = taught(Pipeline)
    nobody = exam.candidates.take(NOBODY)
    query = exam.queries.take(np.array([0]))
    told = account(model, query, nobody, exam.exclude.iloc[NOBODY])
    assert told.order.empty
