"""Public protocols: their formats, their candidates, and that no label reaches a prediction."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.methods import PIPELINE
from models.metrics import ndcg
from models.protocols.known import PROTOCOLS, run_protocol
from models.selection import FIGURES
from tests import protocol_folders
from tests.protocol_folders import WRITERS, evaluated, predicted

METRICS = {
    "brand-cold-start": ("recall@10", "recall@50", "map", "mrr", "median_rank"),
    "item-cold-start": ("ndcg@20", "precision@20"),
    "warm": ("recall@20", "ndcg@20"),
    "next-item": ("hr@10", "ndcg@10"),
    "conversion": ("auroc", "average_precision", "ece"),
    "market": (*FIGURES, *(f"cold {name}" for name in FIGURES)),
}
LEADS = {
    "brand-cold-start": ("content", "popularity", "map"),
    "item-cold-start": ("profile", "popularity", "ndcg@20"),
    "warm": ("item-knn", "popularity", "ndcg@20"),
    "next-item": ("item-knn", "popularity", "ndcg@10"),
    "conversion": ("boosting", "base-rate", "average_precision"),
    "market": ("hybrid", "clock", "ndcg@10"),
}


@pytest.mark.parametrize("name", PROTOCOLS)
def test_a_method_that_sees_the_structure_beats_one_that_cannot(tmp_path: Path, name: str) -> None:
    folder = WRITERS[name](tmp_path / "data")
    better, worse, metric = LEADS[name]
    lead, trail = (run_protocol(name, folder, method, 0) for method in (better, worse))
    assert tuple(lead.metrics) == METRICS[name]
    assert lead.metrics[metric] > 1.3 * trail.metrics[metric]
    assert all(error >= 0 for error in lead.errors.values())


@pytest.mark.parametrize("name", PROTOCOLS)
def test_the_pipeline_runs_and_beats_chance(tmp_path: Path, name: str) -> None:
    folder = WRITERS[name](tmp_path / "data")
    outcome = run_protocol(name, folder, PIPELINE, 0)
    chance = run_protocol(name, folder, LEADS[name][1], 0)
    assert outcome.metrics[LEADS[name][2]] > chance.metrics[LEADS[name][2]]
    assert outcome.n == chance.n > 0


def test_figures_can_be_counted_again_from_the_predictions(tmp_path: Path) -> None:
    folder, file = protocol_folders.check_ins(tmp_path / "data"), tmp_path / "predictions.parquet"
    options = ("--method", "item-knn", "--predictions", str(file), "--json")
    result = evaluated("warm", str(folder), *options)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout.splitlines()[-1])
    assert list(told["metrics"]) == ["recall@20", "ndcg@20"]
    assert {"protocol", "method", "metrics", "n", "seconds", "peak_memory_mb"} <= set(told)
    listed = pd.read_parquet(file)
    assert list(listed.columns) == ["query_id", "candidate_id", "rank", "score"]
    lines = [line.split() for line in (folder / "test.txt").read_text().splitlines()]
    wanted = {line[0]: set(line[1:]) for line in lines}
    found = {
        query: own.set_index("candidate_id")["rank"] for query, own in listed.groupby("query_id")
    }
    ranks = {q: np.sort(found[q].reindex(list(w)).dropna().to_numpy()) for q, w in wanted.items()}
    recall = np.mean([(ranks[q] <= 20).sum() / len(wanted[q]) for q in wanted])
    assert told["metrics"]["recall@20"] == pytest.approx(recall)
    again = np.mean([ndcg(ranks[q], len(wanted[q]), 20) for q in wanted])
    assert told["metrics"]["ndcg@20"] == pytest.approx(again)
    assert told["n"] == len(wanted)


def test_chances_of_conversion_can_be_counted_again(tmp_path: Path) -> None:
    folder, file = protocol_folders.sessions(tmp_path / "data"), tmp_path / "predictions.parquet"
    result = evaluated(
        "conversion", str(folder), "--method", "logistic", "--predictions", str(file), "--json"
    )
    assert result.exit_code == 0, result.output
    listed = pd.read_parquet(file)
    assert list(listed.columns) == ["row", "probability"]
    bought = pd.read_csv(folder / "sessions.csv")["Revenue"].to_numpy()
    assert len(listed) == len(bought)
    positives, negatives = (listed["probability"][bought == label] for label in (1, 0))
    wins = positives.to_numpy()[:, None] - negatives.to_numpy()[None, :]
    auroc = json.loads(result.stdout.splitlines()[-1])["metrics"]["auroc"]
    assert auroc == pytest.approx(((wins > 0) + 0.5 * (wins == 0)).mean())


def test_the_column_split_says_who_is_asked(tmp_path: Path) -> None:
    folder = protocol_folders.brands(tmp_path / "brands", with_split=True)
    listed = predicted(run_protocol("brand-cold-start", folder, "content", 3))
    assert set(listed["query_id"]) == {f"b{n:03d}" for n in range(20, 25)}
    assert set(listed["candidate_id"]) == {f"c{n:03d}" for n in range(100, 200)}


@pytest.mark.parametrize("name", PROTOCOLS)
def test_same_seed_same_bits(tmp_path: Path, name: str) -> None:
    folder = WRITERS[name](tmp_path / "data")
    one, two = (predicted(run_protocol(name, folder, PIPELINE, 5)) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_the_leaderboard_says_what_each_method_costs(tmp_path: Path) -> None:
    folder = protocol_folders.sessions(tmp_path / "data")
    result = evaluated("conversion", str(folder), "--method", "all", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout.splitlines()[-1])
    board = {line["method"]: line for line in told["leaderboard"]}
    assert set(board) == {"pipeline", "base-rate", "logistic", "boosting", "extra-trees"}
    assert all(line["seconds"] > 0 and line["peak_memory_mb"] > 0 for line in board.values())
    assert told["metrics"] == board["pipeline"]["metrics"]


@pytest.mark.real
def test_real_brands_content_beats_a_plain_cosine(real_data: Path) -> None:
    """A plain cosine reaches MAP .218, each block whitened .253, on the 286 brands."""
    outcome = run_protocol("brand-cold-start", real_data / "brand_creators", "content", 0)
    assert outcome.n == 286
    assert outcome.metrics["map"] == pytest.approx(0.253, abs=0.006)
    assert outcome.metrics["recall@50"] == pytest.approx(0.556, abs=0.008)
    assert outcome.metrics["mrr"] == pytest.approx(0.505, abs=0.015)


@pytest.mark.real
def test_real_articles_rare_tags_beat_a_plain_cosine(real_data: Path) -> None:
    """A cosine of tag TF-IDF reaches NDCG@20 .323 for 4,801 readers."""
    outcome = run_protocol("item-cold-start", real_data / "citeulike_cold", "profile", 0)
    assert outcome.n == 4801
    assert outcome.metrics["ndcg@20"] >= 0.349
