"""How proposals add up, reckoned by hand and by law; where each candidate came from."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import models.generate
from data.store import Store
from models.account import origins
from models.board import Board, _share
from models.entities import Entities
from models.exam import Exam, Training
from models.generators.known import GENERATORS
from models.merging import Adding, Merging, merging, proposals
from models.pipeline import Pipeline
from models.protocols.known import PROTOCOLS, run_protocol
from models.protocols.protocol import RankingProtocol
from models.ranking import Ranking
from models.recommender import cells
from tests.protocol_folders import WRITERS
from tests.test_models_train import run


def sat(wanted: list[tuple[int, int]], queries: int = 2, candidates: int = 6) -> Exam:
    """Queries p0, p1 … of which the candidates c0, c1 … are wanted; only p0 and c0 are known."""
    products = Entities("product", np.array([f"p{n}" for n in range(queries)]), {})
    creators = Entities("creator", np.array([f"c{n}" for n in range(candidates)]), {})
    known = pd.DataFrame({"product_id": ["p0"], "creator_id": ["c0"], "weight": 1.0, "at": 0.0})
    pairs = pd.DataFrame(
        {"product_id": [f"p{q}" for q, _ in wanted], "creator_id": [f"c{c}" for _, c in wanted]}
    )
    training = Training(products, creators, known)
    return Exam(training, products, creators, known.iloc[:0], pairs)


ANSWERS = {
    "one": np.array([[0, 1], [0, 1]], np.int32),
    "two": np.array([[1, 5], [3, 4]], np.int32),
    "three": np.array([[4, 5], [5, -1]], np.int32),
}


def test_proposals_add_up_by_hand() -> None:
    """First two each. p0 wants c0, c1 and c3, p1 wants c4: one finds c0 and c1, two c1 and c4."""
    exam = sat([(0, 0), (0, 1), (0, 3), (1, 4)])
    told = merging(exam, ANSWERS, 2, ["one", "two"]).figures(["one", "two"])
    one, two, three = told["generators"]
    assert (one["recall"], two["recall"], three["recall"]) == pytest.approx((1 / 3, 2 / 3, 0))
    assert (one["alone"], two["alone"], three["alone"]) == pytest.approx((1 / 3, 1 / 3, 0))
    assert told["merged"]["recall"] == pytest.approx((2 / 3 + 1) / 2)
    assert told["merged"]["proposed"] == pytest.approx((3 + 4) / 2)
    assert told["new_pairs"] == {"product": 1, "creator": 3}, "p1 with c4; all but p0 with c0"
    assert one["new_recall"] == pytest.approx({"product": 0, "creator": 1 / 3})
    assert two["new_recall"] == pytest.approx({"product": 1, "creator": 2 / 3})
    assert told["overlap"][0][1] == pytest.approx((1 / 3 + 0) / 2, abs=1e-4)
    assert told["overlap"][1][2] == pytest.approx((1 / 3 + 0) / 2, abs=1e-4)
    assert (one["proposed"], three["proposed"]) == (2, 1.5)
    assert not three["is_member"]


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000), depth=st.integers(1, 9), members=st.integers(1, 3))
def test_merged_proposals_find_no_less_than_each(seed: int, depth: int, members: int) -> None:
    rng = np.random.default_rng(seed)
    wanted = [(int(q), int(c)) for q, c in rng.integers(0, (5, 9), size=(12, 2))]
    exam = sat(wanted, 5, 9)
    orders = [rng.permuted(np.tile(np.arange(9), (5, 1)), axis=1) for _ in range(3)]
    answers = {name: o.astype(np.int32) for name, o in zip(("a", "b", "c"), orders, strict=True)}
    chosen = list(answers)[:members]
    answers = {name: order[:, :depth] for name, order in answers.items()}
    told = merging(exam, answers, depth, chosen).figures(chosen)
    lines = told["generators"]
    own = [line["recall"] for line in lines if line["is_member"]]
    assert max(own) - 1e-9 <= told["merged"]["recall"] <= min(sum(own), 1) + 1e-9
    assert sum(line["alone"] for line in lines) <= 1 + 1e-9
    overlap = np.array(told["overlap"])
    np.testing.assert_allclose(overlap, overlap.T)
    np.testing.assert_allclose(np.diag(overlap), 1)
    assert depth <= told["merged"]["proposed"] <= min(depth * members, 9)


def test_who_stands_there_by_the_order_of_ids_alone_is_not_proposed() -> None:
    """The second query has nothing to say from the second place on, the third nothing at all."""
    scores = np.array([[9, 8, 7, 6], [9, 0, 0, 0], [0, 0, 0, 0]], np.float32)
    places = np.tile(np.arange(4, dtype=np.int32), (3, 1))
    answer = Ranking(np.array(list("abc")), np.array(list("wxyz")), places, scores)
    assert proposals(answer, 2).tolist() == [[0, 1], [0, -1], [-1, -1]]
    assert proposals(answer, 4).tolist() == places.tolist(), "nobody is left out"
    exam = sat([(0, 0)], 3, 4)
    silent = merging(exam, {"silent": proposals(answer, 2)[[2, 2, 2]]}, 2, ["silent"])
    assert silent.figures(["silent"])["overlap"] == [[0.0]]


def test_several_exams_are_read_as_one() -> None:
    first, second = sat([(0, 0), (1, 4)]), sat([(0, 1)])
    one = merging(first, ANSWERS, 2, ["one"])
    two = merging(second, ANSWERS, 2, ["one"])
    told = Merging.joined([one, two]).figures(["one"])
    assert (told["n"], told["pairs"]) == (3, 3)
    assert told["generators"][0]["recall"] == pytest.approx((1 + 0 + 1) / 3)


def test_the_ranked_list_counts_apart_and_by_hand() -> None:
    """p0 wants c0, c1 and c3, p1 wants c4; the list has c0 and c3, c4 and c1."""
    exam = sat([(0, 0), (0, 1), (0, 3), (1, 4)])
    listed = {"pipeline": np.array([[3, 0], [4, 1]], np.int32)}
    told = merging(exam, ANSWERS | listed, 2, ["one", "two"]).figures(["one", "two"])
    assert told["listed"]["recall"] == pytest.approx((2 / 3 + 1) / 2)
    assert told["listed"]["new_recall"] == pytest.approx({"product": 1, "creator": 2 / 3})
    assert len(told["generators"]) == 3
    without = merging(exam, ANSWERS, 2, ["one", "two"]).figures(["one", "two"])
    assert without["listed"] is None
    assert without == told | {"listed": None}


def test_only_generators_are_added_up() -> None:
    exam = sat([(0, 0)])
    ranked = Ranking(exam.queries.ids, exam.candidates.ids, ANSWERS["one"], np.zeros((2, 3)))
    adding = Adding(["popularity"])
    for method in ("popularity", "content", "logistic"):
        adding(method, ranked)
    adding.end(exam)
    names = [[line["method"] for line in told["generators"]] for told in adding.figures()]
    assert names == [["popularity", "content"]] * 2


def first_exam(folder: Path) -> Exam:
    protocol = PROTOCOLS["warm"]()
    assert isinstance(protocol, RankingProtocol)
    return next(protocol.read(WRITERS["warm"](folder), 0, None).exams())


@pytest.mark.parametrize("depth", [3, 1000])
def test_each_candidate_tells_who_proposed_it_and_at_what_rank(tmp_path: Path, depth: int) -> None:
    """Against the generators' own scores: one more than have a better one, and only as many as the
    depth; none of whom a generator has nothing to say, though a depth beyond all takes all.
    """
    exam = first_exam(tmp_path / "data")
    board = Board.fitted(exam.training, tuple(GENERATORS))
    left_out = cells(exam.exclude, exam.queries, exam.candidates)
    pool = board.pool(exam.queries, exam.candidates, left_out, depth)
    assert pool.ranks.shape == (len(pool.query), len(board.members))
    if depth < len(exam.candidates):
        assert (pool.ranks > 0).any(axis=1).all(), "nobody comes from nowhere"
    is_out = left_out.toarray() != 0
    for column, (name, member) in enumerate(board.members.items()):
        shares = _share(member.signals(exam.queries, exam.candidates)[name], is_out)
        told = np.where(is_out | (shares <= 0), -np.inf, shares)
        rank = 1 + (told[:, None] > told[:, :, None]).sum(axis=2)
        own, named = pool.ranks[:, column], pool.ranks[:, column] > 0
        np.testing.assert_array_equal(own[named], rank[pool.query, pool.candidate][named])
        assert (own <= depth).all()
        many = np.bincount(pool.query[named], minlength=len(told))
        np.testing.assert_array_equal(many, np.minimum((told > -np.inf).sum(axis=1), depth))


def test_the_pipeline_names_the_origins_of_its_candidates(tmp_path: Path) -> None:
    exam = first_exam(tmp_path / "data")
    model = Pipeline(depth=4).fit(exam.training, exam.rehearsals)
    found = origins(model, exam.queries.take(np.arange(3)), exam.candidates, exam.exclude)
    assert list(found.columns) == ["creator_id", "product_id", "generator", "rank"]
    assert set(found["generator"]) == set(model.config.members)
    each = found.groupby(["creator_id", "generator"])["rank"].agg(["min", "max", "count"])
    assert (each["min"] == 1).all()
    assert (each["max"] == each["count"]).all()
    assert each["max"].max() == 4
    held = Pipeline.restored(model.config_values, model.arrays(), exam.training)
    again = origins(held, exam.queries.take(np.arange(3)), exam.candidates, exam.exclude)
    pd.testing.assert_frame_equal(found, again)


def test_the_command_tells_every_generator_of_a_protocol(tmp_path: Path) -> None:
    folder = WRITERS["warm"](tmp_path / "data")
    result = run(models.generate.main, "warm", str(folder), "--json")
    assert result.exit_code == 0, result.output
    assert "overlap (Jaccard)" in result.output
    assert "among the first of the ranked list" in result.output
    for one in json.loads(result.stdout.splitlines()[-1]):
        assert 0 < one["listed"]["recall"] <= one["merged"]["recall"]
    some = run(models.generate.main, "warm", str(folder), "--generator", "ials", "--json")
    told = json.loads(some.stdout.splitlines()[-1])
    assert [[line["method"] for line in one["generators"]] for one in told] == [["ials"]] * 2
    unknown = run(models.generate.main, "warm", str(folder), "--generator", "oracle")
    assert unknown.exit_code == 2
    refused = run(models.generate.main, "conversion", str(folder))
    assert refused.exit_code == 1
    assert "ranks no candidates" in refused.output


def test_the_command_tells_of_a_market(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(small_store.root.parent))
    result = run(models.generate.main, "--market", "small", "--generator", "popularity", "--json")
    told = json.loads(result.stdout.splitlines()[-1])
    judged = run_protocol("market", small_store.root, "popularity", 0)
    assert [one["n"] for one in told] == [judged.n] * 2
    assert told[0]["generators"][0]["recall"] == pytest.approx(judged.metrics["recall@50"])


def test_an_unknown_newcomer_is_not_counted_as_known() -> None:
    """Blocks are of no account to who is new: only pairs are."""
    exam = sat([(1, 0), (0, 0)])
    tagged = Entities("product", exam.queries.ids, {"tag": sparse.csr_array(np.eye(2, dtype="f4"))})
    told = merging(
        Exam(exam.training, tagged, exam.candidates, exam.exclude, exam.positives),
        ANSWERS,
        2,
        ["one"],
    )
    assert told.is_cold.tolist() == [[False, False], [True, False]]
