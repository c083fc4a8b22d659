"""A market is judged as a protocol is, and by the figures that its training keeps."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.evaluation import judged
from models.evidence import READ
from models.methods import METHODS, PIPELINE, seeded
from models.metrics import ndcg
from models.protocols.known import run_protocol
from models.protocols.market import Market
from models.rounds import examined
from models.selection import CHOSEN_BY, FIGURES
from models.training import learn
from tests import tiny
from tests.protocol_folders import evaluated, predicted

SEED = 3


@pytest.fixture(scope="module")
def session(small_store: Store) -> Iterator[Session]:
    warehouse = Warehouse.snapshot(small_store, READ)
    yield warehouse.session(Scope.everything())
    warehouse.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, small_store: Store) -> Any:
    """What the command tells of the small market, in JSON."""
    monkeypatch.setenv("TANDEM_STORE", str(small_store.root.parent))

    def ask(*options: str) -> Any:
        result = evaluated("--market", "small", *options, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout.splitlines()[-1])

    return ask


def of_training(session: Session, seed: int) -> dict[tuple[str, str], dict[str, Any]]:
    """The test part's figures that a training keeps, per method and products."""
    judgement = learn(session, seed, seeded(seed)).judgement
    assert judgement is not None
    lines = [line for line in judgement.figures() if line["part"] == "test"]
    return {(line["method"], line["products"]): line for line in lines}


def figures(line: dict[str, Any]) -> list[float]:
    return [line[name] for name in FIGURES]


def test_figures_are_those_of_the_training_to_the_bit(small_store: Store, session: Session) -> None:
    """Though the exams come under names that mean nothing: so no method reads names either."""
    kept = of_training(session, SEED)
    for method in (PIPELINE, "hybrid", "popularity", "ials", "prod2vec"):
        outcome = run_protocol("market", small_store.root, method, SEED)
        every, cold = kept[method, "all"], kept[method, "cold"]
        assert list(outcome.metrics.values()) == [*figures(every), *figures(cold)], method
        assert (outcome.n, outcome.notes["n_cold"]) == (every["n"], cold["n"])
        assert outcome.errors[CHOSEN_BY] == every["se"]
        assert outcome.errors[f"cold {CHOSEN_BY}"] == cold["se"]


def test_a_method_leaves_what_it_learned_from_as_it_was(session: Session) -> None:
    """Or figures would depend on who was judged before."""
    _, exams = examined(session, 0)
    assert exams is not None
    (test,) = exams.tests
    sides = (test.training.products, test.training.creators)

    def bits() -> list[bytes]:
        blocks = [block for side in sides for block in side.blocks.values()]
        return [block.data.tobytes() + block.indices.tobytes() for block in blocks]

    before, pairs = bits(), test.training.pairs.copy()
    for method in (name for name in METHODS if METHODS[name].lacks(test.training) is None):
        judged(test, [method], [CHOSEN_BY])
        assert bits() == before, method
    pd.testing.assert_frame_equal(test.training.pairs, pairs)


def test_figures_can_be_counted_again_from_the_predictions(
    told: Any, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "predictions.parquet"
    line = told("--method", "content", "--predictions", str(file))
    listed = pd.read_parquet(file)
    assert list(listed.columns) == ["query_id", "candidate_id", "rank", "score"]
    _, exams = examined(session, 0)
    assert exams is not None
    (test,) = exams.tests
    assert line["held_out"] == exams.told()
    wanted = test.positives.groupby("product_id")["creator_id"].agg(set).to_dict()
    place = listed.set_index(["query_id", "candidate_id"])["rank"]
    ranks = {
        product: np.sort([place[product, creator] for creator in creators])
        for product, creators in wanted.items()
    }
    reached = {product: ndcg(own, len(own), 10) for product, own in ranks.items()}
    assert line["n"] == len(reached)
    assert line["metrics"]["ndcg@10"] == pytest.approx(np.mean(list(reached.values())))
    known = set(test.training.pairs["product_id"])
    cold = [value for product, value in reached.items() if product not in known]
    assert line["n_cold"] == len(cold)
    assert line["metrics"]["cold ndcg@10"] == pytest.approx(np.mean(cold))
    assert line["se"]["cold ndcg@10"] == pytest.approx(np.std(cold, ddof=1) / len(cold) ** 0.5)


def test_without_a_method_the_pipeline_is_judged(told: Any) -> None:
    line = told()
    assert {"protocol", "method", "metrics", "n", "seconds", "peak_memory_mb"} <= line.keys()
    assert (line["protocol"], line["market"], line["method"]) == ("market", "small", PIPELINE)
    assert told("--seed", "3")["metrics"] != line["metrics"]
    assert (line["seconds"] > 0, line["held_out"]["by"]) == (True, "time")


def test_the_board_has_every_method_with_what_it_costs(
    told: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Three of the methods, for each takes a process of its own."""
    monkeypatch.setattr(Market, "methods", (PIPELINE, "popularity", "likeness"))
    monkeypatch.chdir(tmp_path)
    line = told("--method", "all", "--predictions", "best.parquet")
    board = {own["method"]: own for own in line["leaderboard"]}
    assert list(board) == [PIPELINE, "popularity", "likeness"]
    assert "needs vectors given with both sides" in board["likeness"]["lacks"]
    for method in (PIPELINE, "popularity"):
        assert board[method]["se"]["ndcg@10"] > 0
        assert (board[method]["seconds"] > 0, board[method]["peak_memory_mb"] > 0) == (True, True)
    assert (line["method"], line["metrics"]) == ("all", board[PIPELINE]["metrics"])
    listed = pd.read_parquet(tmp_path / "best.parquet")
    assert listed["query_id"].nunique() == line["n"]


def undated(store: Store) -> Store:
    """Twenty products with two creators each, who carry nothing else; of no pair a day is known."""
    products, creators = (np.array([f"{letter}{n:02d}" for n in range(40)]) for letter in "pc")
    collaborations = pd.DataFrame({"creator_id": creators, "product_id": products.repeat(2)[:40]})
    category = np.where(np.arange(20) % 2, "Beauty", "Home")
    tables = {
        "market": pd.DataFrame([tiny.MARKET]),
        "products": pd.DataFrame(
            {"product_id": products[:20], "title": products[:20], "category_path": category}
        ),
        "creators": pd.DataFrame({"creator_id": creators, "handle": creators}),
        "collaborations": collaborations.assign(
            collaboration_id=creators, recorded_at=pd.Timestamp("1970-01-01")
        ),
    }
    tables["products"]["merchant_id"] = tables["collaborations"]["merchant_id"] = "a"
    return tiny.build(store, tables)


def test_without_dates_whole_products_are_held_out(tmp_path: Path) -> None:
    """Every product is new to the model then, so that none is told apart."""
    store = undated(Store(tmp_path / "undated"))
    outcome = run_protocol("market", store.root, "popularity", 0)
    assert outcome.notes["held_out"] == {"by": "product", "folds": 5, "pairs": 40}
    assert list(outcome.metrics) == list(FIGURES)
    assert outcome.notes["n_cold"] == outcome.n == 20
    assert predicted(outcome)["query_id"].nunique() == 20
    warehouse = Warehouse.snapshot(store, READ)
    kept = of_training(warehouse.session(Scope.everything()), 0)["popularity", "all"]
    warehouse.close()
    assert list(outcome.metrics.values()) == figures(kept)
    assert outcome.errors[CHOSEN_BY] == kept["se"]


def test_too_few_pairs_are_said_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    tiny.build(Store.of("tiny"))
    result = evaluated("--market", "tiny", "--method", "popularity")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "market 'tiny' has too few pairs to hold any out" in result.stderr
    assert "no market 'nowhere'" in evaluated("--market", "nowhere").stderr
