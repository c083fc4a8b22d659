"""`brand-cold-start`: the folder's format, the candidate rule, and that no label leaks."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.brand_folder import FolderFormatError, read_brand_folder
from models.evaluate import _protocol
from models.protocols import PIPELINE, UnknownProtocolError, run_protocol

BRANDS, CREATORS, TOPICS = 25, 200, 4


def write_folder(folder: Path, *, with_split: bool = False) -> Path:
    """Brands and creators on four topics; a brand works with eight creators of its topic."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(5)
    brands = _described("brand_id", "b", BRANDS, rng)
    creators = _described("creator_id", "c", CREATORS, rng)
    pairs = pd.DataFrame(
        [
            (f"b{b:03d}", f"c{(b % TOPICS) + TOPICS * c:03d}")
            for b in range(BRANDS)
            for c in rng.choice(CREATORS // TOPICS, 8, replace=False)
        ],
        columns=["brand_id", "creator_id"],
    )
    pairs.loc[len(pairs)] = ["b000", "c999"]
    if with_split:
        brands["split"] = np.where(brands["brand_id"] < "b020", "train", "test")
        creators["split"] = np.where(creators["creator_id"] < "c100", "train", "test")
        pairs["split"] = np.where(pairs["brand_id"] < "b020", "train", "test")
    brands.to_parquet(folder / "brands.parquet")
    creators.to_parquet(folder / "creators.parquet")
    pairs.to_csv(folder / "pairs.csv", index=False)
    if not with_split:
        folds = pd.DataFrame({"brand_id": brands["brand_id"], "fold": np.arange(BRANDS) % 5})
        folds.to_csv(folder / "folds.csv", index=False)
    return folder


def _described(key: str, letter: str, count: int, rng: np.random.Generator) -> pd.DataFrame:
    topic = np.eye(TOPICS)[np.arange(count) % TOPICS] + 0.1 * rng.random((count, TOPICS))
    tags = topic @ rng.normal(size=(TOPICS, 6)) + 0.3 * rng.normal(size=(count, 6))
    columns = {f"hashtag_{n}": tags[:, n] for n in range(6)}
    columns |= {f"topic_{n}": topic[:, n] for n in range(TOPICS)}
    return pd.DataFrame({key: [f"{letter}{n:03d}" for n in range(count)]} | columns)


def test_candidates_have_no_pair_in_the_folds_learned_from(tmp_path: Path) -> None:
    held = read_brand_folder(write_folder(tmp_path / "brands"))
    assert "c999" not in set(held.known.pairs["creator_id"]), "a creator without features"
    rounds = list(held.rounds(seed=0))
    assert len(rounds) == 5
    queries = [name for each in rounds for name in each.test.queries]
    assert sorted(queries) == [f"b{n:03d}" for n in range(BRANDS)]
    for each in rounds:
        test, validation = each.test, each.validation
        assert not set(test.candidates or ()) & set(test.train["creator_id"])
        assert not set(test.queries) & set(validation.train["product_id"])
        assert not set(test.queries) & set(validation.queries)


def test_content_finds_the_topic_and_popularity_cannot(tmp_path: Path) -> None:
    outcome = run_protocol("brand-cold-start", write_folder(tmp_path / "brands"), "all", 0)
    content, popularity = (outcome.figures(name) for name in ("content", "popularity"))
    assert list(content) == ["recall@10", "recall@50", "map", "mrr", "median_rank"]
    assert content["map"] > 2 * popularity["map"]
    served = outcome.queries[outcome.queries["method"] == PIPELINE]
    assert "popularity" not in set(served["fitted"])
    assert set(outcome.errors("content")) == {"recall@10", "recall@50", "map", "mrr"}


def test_figures_can_be_counted_again_from_the_predictions(tmp_path: Path) -> None:
    folder, file = write_folder(tmp_path / "brands"), tmp_path / "predictions.parquet"
    result = _protocol("brand-cold-start", folder, "content", 0, file)
    listed = pd.read_parquet(file)
    assert list(listed.columns) == ["query_id", "candidate_id", "rank", "score"]
    pairs = pd.read_csv(folder / "pairs.csv").rename(
        columns={"brand_id": "query_id", "creator_id": "candidate_id"}
    )
    hits = listed.merge(pairs, on=["query_id", "candidate_id"])
    positives = hits.groupby("query_id").size()
    early = hits[hits["rank"] <= 10].groupby("query_id").size().reindex(positives.index).fillna(0)
    assert result["metrics"]["recall@10"] == pytest.approx((early / positives).mean())
    assert result["n"] == len(positives)
    json.dumps(result)


@pytest.mark.parametrize("method", [PIPELINE, "hybrid"])
def test_shuffled_test_labels_change_no_bit_of_the_predictions(tmp_path: Path, method: str) -> None:
    folder = write_folder(tmp_path / "brands", with_split=True)
    first = run_protocol("brand-cold-start", folder, method, 3).predictions
    pairs = pd.read_csv(folder / "pairs.csv")
    is_test = pairs["split"] == "test"
    rng = np.random.default_rng(0)
    pairs.loc[is_test, "creator_id"] = rng.permutation(pairs.loc[is_test, "creator_id"])
    pairs.to_csv(folder / "pairs.csv", index=False)
    second = run_protocol("brand-cold-start", folder, method, 3).predictions
    pd.testing.assert_frame_equal(first, second)
    assert set(first["product_id"]) == {f"b{n:03d}" for n in range(20, 25)}
    assert set(first["creator_id"]) == {f"c{n:03d}" for n in range(100, 200)}


def test_the_order_of_ids_moves_figures_by_noise_alone(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "brands")
    one, two = (
        run_protocol("brand-cold-start", folder, "content", seed).figures("content")
        for seed in (0, 1)
    )
    assert one == pytest.approx(two, rel=1e-6)


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "brands")
    with pytest.raises(UnknownProtocolError, match=r"no protocol 'warmish'; known: \['brand-cold"):
        run_protocol("warmish", folder, "content", 0)
    with pytest.raises(UnknownProtocolError, match="no method 'magic'"):
        run_protocol("brand-cold-start", folder, "magic", 0)
    (folder / "folds.csv").write_text("brand,fold\n")
    with pytest.raises(FolderFormatError, match="brand_id and fold"):
        read_brand_folder(folder)
    (folder / "folds.csv").unlink()
    with pytest.raises(FolderFormatError, match=r"neither folds.csv"):
        read_brand_folder(folder)
    (folder / "pairs.csv").unlink()
    with pytest.raises(FolderFormatError, match=r"lacks \['pairs.csv'\]"):
        read_brand_folder(folder)


@pytest.mark.real
def test_real_brands_content_beats_a_plain_cosine(real_data: Path) -> None:
    """A plain cosine reaches MAP .218, each block whitened .253, on the 286 brands."""
    outcome = run_protocol("brand-cold-start", real_data / "brand_creators", "content", 0)
    assert len(outcome.queries) == 286
    figures = outcome.figures("content")
    assert figures["map"] == pytest.approx(0.253, abs=0.006)
    assert figures["recall@50"] == pytest.approx(0.556, abs=0.008)
    assert figures["mrr"] == pytest.approx(0.505, abs=0.015)
