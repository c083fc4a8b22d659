"""Which creators without a pair generators propose, beside their best and for what they are."""

from dataclasses import replace

import numpy as np
import pytest

from models.account import account
from models.board import NEW_PER_PLACE, Board
from models.entities import NOBODY, Entities
from models.exam import Training
from models.generators.content import Content
from models.generators.known import GENERATORS
from models.pipeline import Pipeline
from models.recommender import cells
from tests.test_cold_creators import CATEGORIES, KNOWN, NEW, NONE, taught


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
    assert popular[is_new] == pytest.approx(held[~is_new].mean())
    wide = asked.pool(query, exam.candidates, nothing, 2, is_wide=True)
    assert wide.ranks[wide.candidate == KNOWN].tolist() == [[21, NONE]], "after 20 of its brand"
    parts = pool.blended_by().sum(axis=1)
    assert pool.blended - parts == pytest.approx(np.full(len(parts), (pool.blended - parts)[0]))


def test_the_pipeline_of_a_market_asks_for_newcomers() -> None:
    """Without it all newcomers' places come from what generators say of everybody."""
    exam, _ = taught(Pipeline)
    asked = exam.queries.take(np.arange(8)), exam.candidates
    nothing = cells(exam.exclude.iloc[NOBODY], *asked)
    never = Pipeline(newcomers=0, depth=10, reach=10).fit(exam.training)
    usual = Pipeline(depth=10, reach=10).fit(exam.training)
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


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_who_tells_by_the_past_says_the_same_of_all_newcomers(name: str) -> None:
    """And nobody else does: what newcomers state sets them apart."""
    exam, _ = taught(Content)
    if GENERATORS[name].lacks(exam.training) is not None:
        pytest.skip(f"{name} cannot learn from this world")
    member = GENERATORS[name]().fit(exam.training)
    scores = member.ratings(exam.queries, exam.candidates)[:, KNOWN:]
    assert member.tells_by_past == bool((np.ptp(scores, axis=1) < 1e-6).all())


def test_of_so_many_newcomers_one_is_proposed() -> None:
    """Six suit, and content proposes a third of all newcomers beside its best."""
    exam, _ = taught(Content)
    board = replace(Board.fitted(exam.training, ("content", "popularity")), newcomers=40)
    query = exam.queries.take(np.array([0]))
    suits = KNOWN + np.arange(6) * CATEGORIES
    some = exam.candidates.take(np.concatenate([np.arange(KNOWN), suits]))
    pool = board.pool(query, some, cells(exam.exclude.iloc[NOBODY], query, some), 2)
    new = board.standing.told(some)["pairs"] == 0
    assert pool.proposed_by[new[pool.candidate], 0].sum() == -(-new.sum() // NEW_PER_PLACE)


def test_of_whom_nothing_is_told_nobody_is_proposed() -> None:
    """Silence is worth more to content than what does not suit, and is no reason."""
    exam, _ = taught(Content)
    board = replace(Board.fitted(exam.training, ("content", "hybrid")), newcomers=40)
    blank = Entities("creator", np.array(["late 1", "late 2"]), {})
    known = exam.candidates.take(np.arange(KNOWN))
    both = known.joined(blank.completed(known))
    query = exam.queries.take(np.array([0]))
    pool = board.pool(query, both, cells(exam.exclude.iloc[NOBODY], query, both), 2)
    assert not (pool.candidate >= KNOWN).any()


def test_a_newcomer_has_no_rank_with_who_tells_by_the_past() -> None:
    exam, model = taught(Pipeline)
    assert isinstance(model, Pipeline)
    told = account(model, exam.queries.take(np.array([0])), exam.candidates, exam.exclude)
    new = told.order.index[told.order["is_new"]]
    by_past = [n for n, member in model.generators.items() if member.tells_by_past]
    assert by_past
    assert told.places.loc[new, by_past].isna().all(axis=None)
    assert not told.proposed.loc[new, by_past].any(axis=None)
