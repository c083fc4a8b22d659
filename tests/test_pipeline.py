"""The pipeline: it learns from rehearsals what to trust, says why, and is the same when loaded."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.board import Board
from models.exam import Exam
from models.generators.known import GENERATORS
from models.kinds import kind_of
from models.pipeline import Pipeline
from models.protocols.known import PROTOCOLS
from models.protocols.protocol import RankingProtocol
from models.ranker import Lessons, Ranker
from models.rates.boosting import BoostingConfig
from models.recommender import cells
from models.single_rankers import LinearRanker, TreeRanker
from tests.checkerboard import checkerboard
from tests.protocol_folders import WRITERS

KINDS = {
    "brand-cold-start": "described",
    "item-cold-start": "worded",
    "warm": "pairs",
    "next-item": "sequences",
}


def first_exam(name: str, folder: Path) -> Exam:
    protocol = PROTOCOLS[name]()
    assert isinstance(protocol, RankingProtocol)
    return next(protocol.read(WRITERS[name](folder), 0, None).exams())


def lessons(seed: int, count: int = 300) -> Lessons:
    """Questions of ten rows; signal 0 tells who is right, 1 misleads a little, 2 says nothing."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(10 * count, 3))
    luck = rows[:, 0] - 0.3 * rows[:, 1] + 0.3 * rng.normal(size=len(rows))
    is_right = np.zeros(len(rows), bool)
    is_right[np.argmax(luck.reshape(count, 10), axis=1) + 10 * np.arange(count)] = True
    return Lessons(("a", "b", "c"), rows, is_right, np.full(count, 10))


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker.fitted(lessons(1), BoostingConfig(trees=60), ridge=1e-5)


def test_each_protocol_is_data_of_its_own_kind(tmp_path: Path) -> None:
    kinds = {name: kind_of(first_exam(name, tmp_path / name).training) for name in KINDS}
    assert kinds == KINDS
    board = checkerboard()
    assert kind_of(board) == "worded"
    named = replace(board.creators, blocks={"tier": board.creators.blocks["category"]})
    assert kind_of(replace(board, creators=named)) == "market"
    brands = first_exam("brand-cold-start", tmp_path / "dated").training
    assert kind_of(replace(brands, pairs=brands.pairs.assign(at=1.0))) == "market"


def test_the_ranker_trusts_what_told_the_truth(ranker: Ranker) -> None:
    fresh = lessons(2)
    told = ranker.scores(fresh.rows).reshape(-1, 10).argmax(axis=1)
    right = fresh.is_right.reshape(-1, 10).argmax(axis=1)
    plain = fresh.rows[:, 0].reshape(-1, 10).argmax(axis=1)
    assert (told == right).mean() > (plain == right).mean() > 0.5
    assert ranker.weights[0] > 0 > ranker.weights[1]
    assert abs(ranker.weights[2]) < 0.1 * ranker.weights[0]


def test_contributions_add_up_to_the_score(ranker: Ranker) -> None:
    rows = lessons(3, 20).rows
    told = ranker.contributions(rows)
    assert told.shape == (200, 4)
    np.testing.assert_allclose(told.sum(axis=1), ranker.scores(rows), atol=1e-9)


def test_either_half_alone_is_its_part_of_the_score(ranker: Ranker) -> None:
    rows = lessons(3, 20).rows
    linear = ranker.only(has_linear=True, has_trees=False)
    trees = ranker.only(has_linear=False, has_trees=True)
    np.testing.assert_array_equal(linear.scores(rows), ranker.linear(rows))
    np.testing.assert_allclose(linear.scores(rows) + trees.scores(rows), ranker.scores(rows))
    for half in (linear, trees):
        told = half.contributions(rows).sum(axis=1)
        np.testing.assert_allclose(told, half.scores(rows), atol=1e-9)


def test_a_single_ranker_is_restored_as_one(tmp_path: Path) -> None:
    exam = first_exam("warm", tmp_path / "data")
    for method in (LinearRanker, TreeRanker):
        saved = method(depth=10).fit(exam.training, exam.rehearsals)
        loaded = method.restored(saved.config_values, saved.arrays(), exam.training)
        one, two = (model.answer(exam, 20) for model in (saved, loaded))
        np.testing.assert_array_equal(one.places, two.places)
        assert loaded.config.voices == method().config.voices != Pipeline().config.voices


def test_an_unknown_signal_is_taken_as_the_usual(ranker: Ranker) -> None:
    rows = lessons(4, 1).rows
    rows[:, 2] = np.nan
    assert np.isfinite(ranker.scores(rows)).all()
    np.testing.assert_allclose(
        ranker.contributions(rows).sum(axis=1), ranker.scores(rows), atol=1e-9
    )


def test_lessons_that_lack_a_signal_are_learned_from_with_the_others(ranker: Ranker) -> None:
    """An early rehearsal may have no dated pair, and so nothing to say of how long ago."""
    whole, part = lessons(1), lessons(5)
    lean = replace(part, names=("b", "a"), rows=part.rows[:, [1, 0]])
    both = Lessons.joined([whole, lean])
    assert both.names == ("a", "b", "c")
    np.testing.assert_array_equal(both.rows[3000:, :2], part.rows[:, :2])
    assert np.isnan(both.rows[3000:, 2]).all()
    taught = Ranker.fitted(both, BoostingConfig(trees=20), ridge=1e-5)
    assert taught.weights[0] > 0 > taught.weights[1]


def test_a_training_with_dates_learns_from_a_rehearsal_without(tmp_path: Path) -> None:
    exam = first_exam("next-item", tmp_path / "data")
    undated = next(exam.rehearsals())
    pairs = undated.training.pairs.assign(at=np.nan)
    undated = replace(undated, training=replace(undated.training, pairs=pairs))
    model = Pipeline().fit(exam.training, lambda: iter([undated]))
    assert np.isfinite(model.answer(exam, 5).scores).all()


def test_nobody_to_choose_from_is_an_empty_list(tmp_path: Path) -> None:
    exam = first_exam("brand-cold-start", tmp_path / "data")
    model = Pipeline().fit(exam.training, exam.rehearsals)
    assert model.recommend_for(exam.queries, 5, among=[]).empty


@pytest.mark.parametrize("name", KINDS)
def test_load_equals_save(tmp_path: Path, name: str) -> None:
    exam = first_exam(name, tmp_path / "data")
    saved = Pipeline().fit(exam.training, exam.rehearsals)
    loaded = Pipeline.restored(saved.config_values, saved.arrays(), exam.training)
    one, two = (model.answer(exam, 20) for model in (saved, loaded))
    np.testing.assert_array_equal(one.places, two.places)
    np.testing.assert_array_equal(one.scores, two.scores)
    assert loaded.config == saved.config


def test_every_candidate_is_listed_and_those_proposed_come_first(tmp_path: Path) -> None:
    exam = first_exam("warm", tmp_path / "data")
    model = Pipeline(depth=5).fit(exam.training, exam.rehearsals)
    answer = model.answer(exam)
    left_out = cells(exam.exclude, exam.queries, exam.candidates)
    listed = (answer.places >= 0).sum(axis=1)
    np.testing.assert_array_equal(listed, len(exam.candidates) - left_out.sum(axis=1))
    pool = model._board.pool(exam.queries, exam.candidates, left_out, 5)
    sizes = np.bincount(pool.query, minlength=len(exam.queries))
    for row in range(5):
        proposed = set(pool.candidate[pool.query == row])
        assert set(answer.places[row, : sizes[row]]) == proposed


def test_a_pair_that_is_left_out_is_not_proposed_and_moves_no_scale(tmp_path: Path) -> None:
    exam = first_exam("warm", tmp_path / "data")
    board = Board.fitted(exam.training, tuple(GENERATORS))
    left_out = cells(exam.exclude, exam.queries, exam.candidates)
    pool = board.pool(exam.queries, exam.candidates, left_out, 10)
    is_out = left_out.toarray() != 0
    assert not is_out[pool.query, pool.candidate].any()
    best = pool.names.index("item-knn of the best")
    tops = np.zeros(len(exam.queries))
    np.maximum.at(tops, pool.query, pool.signals[:, best])
    np.testing.assert_allclose(tops, 1, atol=1e-6)
