"""Generators for histories in order of time, by hand: steps, tastes and a clock of their own."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from models.board import Board
from models.entities import Entities
from models.exam import Training
from models.generators.clock import Clock
from models.generators.histories import Histories
from models.generators.smooth_steps import SmoothSteps
from models.generators.tastes import Tastes
from models.generators.transitions import Transitions
from models.protocols.next_item import NextItem
from models.recommender import UnsuitedError, cells
from tests import protocol_folders

STEPS = (Transitions, SmoothSteps, Tastes, Clock)
WORDS = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 0], [1, 0, 1]], np.float32)


def walked(*walks: str) -> Training:
    """Each walk is what a creator took, product after product, among a to d."""
    ids = np.array([f"c{number}" for number in range(len(walks))])
    products = Entities("product", np.array(list("abcd")), {"tag": sparse.csr_array(WORDS)})
    rows = [
        {"creator_id": creator, "product_id": product, "weight": 1.0, "at": float(place)}
        for creator, walk in zip(ids, walks, strict=True)
        for place, product in enumerate(walk)
    ]
    return Training(products, Entities("creator", ids, {}), pd.DataFrame(rows))


def test_the_last_thing_taken_and_the_one_before() -> None:
    found = Histories.of(walked("abc", "d"))
    assert found.taken(0).toarray().tolist() == [[0, 0, 1, 0], [0, 0, 0, 1]]
    assert found.taken(1).toarray().tolist() == [[0, 1, 0, 0], [0, 0, 0, 0]]


def test_transitions_by_hand() -> None:
    """From a to b went two; a was taken by three, b by three, c by two."""
    board = walked("ab", "abc", "ca", "b")
    model = Transitions(decay=0.5, backward=0.0, source=1.0, target=0.0).fit(board)
    scores = model.scores(board.products, board.creators)
    assert scores[:, 2].tolist() == pytest.approx([0, 2 / 3, 0.5 / 3, 0])
    assert scores[:, 0].tolist() == pytest.approx([0, 0, 1 / 3, 0])
    before = model.signals(board.creators, board.products)["transition from the one before"]
    assert before[0].tolist() == pytest.approx([0, 2 / 3, 0.5 / 3, 0])
    assert not before[3].any(), "nothing was taken before"


def test_smooth_steps_with_all_directions_are_the_steps() -> None:
    board = walked("abcd", "acbd", "bdca")
    plain = {"lift_source": 0.5, "lift_target": 0.5, "past_decay": 0.0}
    model = SmoothSteps(components=3, way_decay=0.5, backward=1.0, **plain).fit(board)
    steps = Histories.of(board).followed(0.5, 1.0).toarray()
    values, directions = np.linalg.eigh(steps)
    values[np.argmin(np.abs(values))] = 0
    smooth = directions @ np.diag(values) @ directions.T
    scores = model.scores(board.products, board.creators)
    np.testing.assert_allclose(scores[:, 0], smooth[3], atol=1e-4)


def test_a_taste_is_the_likeness_of_rare_words_times_popularity() -> None:
    """Word 0 is of three things in four and says nothing; c was taken once, d never."""
    board = walked("a", "c")
    scores = Tastes(lift=1.0).fit(board).scores(board.products, board.creators)
    assert scores[:, 0].tolist() == pytest.approx([2 * 0, 0, 0, 0])
    board = walked("d", "c")
    scores = Tastes(lift=1.0).fit(board).scores(board.products, board.creators)
    assert scores[:, 0].tolist() == pytest.approx([0, 0, 0, 2])


def test_the_clock_finds_the_order_in_which_things_came() -> None:
    board = walked("abc", "bcd", "acd", "abd")
    model = Clock(ridge=0.01, prior=0.0).fit(board)
    told = model.signals(board.creators, board.products)
    time = told["clock time"][0]
    assert (np.diff(time) > 0.5).all()
    np.testing.assert_allclose(told["clock"][0], time - time[2], atol=1e-6)
    assert told["clock ends"][0].tolist() == pytest.approx([0, 0, 1 / 3, 1])


@pytest.mark.parametrize("method", STEPS)
def test_load_equals_save_and_a_part_scores_as_in_the_whole(method: type) -> None:
    board = walked("abcd", "acbd", "bdca", "ab")
    model = method().fit(board)
    loaded = method.restored(model.config_values, model.arrays(), board)
    whole = model.signals(board.creators, board.products)
    some = board.creators.take(np.array([3, 1])), board.products.take(np.array([2, 0]))
    for name, part in loaded.signals(*some).items():
        np.testing.assert_allclose(part, whole[name][np.ix_([3, 1], [2, 0])], atol=1e-6)
    turned = model.signals(board.products, board.creators)
    for name, scores in whole.items():
        np.testing.assert_array_equal(scores, turned[name].T)


@pytest.mark.parametrize("method", STEPS)
def test_histories_without_order_are_refused(method: type) -> None:
    board = walked("ab")
    undated = Training(board.products, board.creators, board.pairs.assign(at=np.nan))
    with pytest.raises(UnsuitedError, match="needs pairs in order of time"):
        method().fit(undated)


def test_who_only_tells_proposes_nobody_and_places_follow_signals(tmp_path: Path) -> None:
    folder = protocol_folders.WRITERS["next-item"](tmp_path / "data")
    exam = next(NextItem().read(folder, 0, None).exams())
    left_out = cells(exam.exclude, exam.queries, exam.candidates)
    names = ("item-knn", "popularity")
    asked = exam.queries, exam.candidates, left_out, 5
    alone = Board.fitted(exam.training, names[:1]).pool(*asked)
    board = replace(Board.fitted(exam.training, names), tellers=names[1:], is_ordered=True)
    told, wide = board.pool(*asked), board.pool(*asked, is_wide=True)
    assert told.members == alone.members == names[:1]
    np.testing.assert_array_equal(alone.candidate, told.candidate)
    np.testing.assert_array_equal(alone.blend, told.blend)
    own = told.query == told.query[0]
    value = told.signals[own, told.names.index("popularity of the best")]
    place = told.signals[own, told.names.index("popularity place")]
    assert sorted(place) == list(range(own.sum()))
    assert (np.diff(value[np.argsort(place)]) <= 0).all()
    np.testing.assert_array_equal(wide.signals[wide.is_proposed], told.signals)
