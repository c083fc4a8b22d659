"""Who is asked and who may be listed, and that no label of a test reaches a prediction."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.methods import PIPELINE
from models.protocols.brand_cold_start import BrandColdStart
from models.protocols.item_cold_start import ItemColdStart
from models.protocols.known import run_protocol
from models.protocols.next_item import NextItem
from models.protocols.warm import Warm
from tests import protocol_folders
from tests.protocol_folders import BRANDS, WRITERS, predicted


def test_candidates_have_no_pair_in_the_folds_learned_from(tmp_path: Path) -> None:
    held = BrandColdStart().read(protocol_folders.brands(tmp_path / "brands"), 0, None)
    exams = list(held.exams())
    assert len(exams) == 5
    queries = [name for exam in exams for name in held.products.shown(exam.queries.ids)]
    assert sorted(queries) == [f"b{n:03d}" for n in range(BRANDS)]
    for exam in exams:
        known = exam.training
        assert not set(exam.candidates.ids) & set(known.pairs["creator_id"])
        assert not set(exam.queries.ids) & set(known.products.ids)
        for rehearsal in exam.rehearsals():
            assert set(rehearsal.queries.ids) <= set(known.products.ids)
            assert set(rehearsal.candidates.ids) <= set(known.pairs["creator_id"])
            assert not set(rehearsal.candidates.ids) & set(rehearsal.training.pairs["creator_id"])


def test_cold_articles_have_no_reader_in_training(tmp_path: Path) -> None:
    held = ItemColdStart().read(protocol_folders.articles(tmp_path / "data"), 0, None)
    (exam,) = held.exams()
    shown = held.products.shown(exam.candidates.ids).astype(int)
    assert set(shown // protocol_folders.SUBJECTS % 3) == {0}
    assert not set(exam.candidates.ids) & set(exam.training.products.ids)
    first = next(exam.rehearsals())
    assert set(first.candidates.ids) < set(exam.training.products.ids)
    assert not set(first.candidates.ids) & set(first.training.pairs["product_id"])


def test_what_was_taken_in_training_is_not_listed_again(tmp_path: Path) -> None:
    folder = protocol_folders.check_ins(tmp_path / "data")
    listed = predicted(run_protocol("warm", folder, "popularity", 0))
    (exam,) = Warm().read(folder, 0, None).exams()
    lines = (folder / "train.txt").read_text().splitlines()
    taken = {(line.split()[0], item) for line in lines for item in line.split()[1:]}
    assert not taken & set(zip(listed["query_id"], listed["candidate_id"], strict=True))
    for rehearsal in [next(exam.rehearsals())]:
        both = rehearsal.training.pairs.merge(rehearsal.positives, on=["creator_id", "product_id"])
        assert both.empty
        assert len(rehearsal.positives) + len(rehearsal.training.pairs) == len(exam.exclude)


def test_the_last_of_a_sequence_is_asked_and_the_one_before_in_the_rehearsal(
    tmp_path: Path,
) -> None:
    folder = protocol_folders.sequences(tmp_path / "data")
    held = NextItem().read(folder, 0, "walks")
    (exam,) = held.exams()
    lines = [line.split() for line in (folder / "walks.txt").read_text().splitlines()]
    expected = {(line[0], line[-1]) for line in lines}
    creators, products = (exam.positives[c].to_numpy(str) for c in ("creator_id", "product_id"))
    asked = zip(held.creators.shown(creators), held.products.shown(products), strict=True)
    assert set(asked) == expected
    rehearsal = next(exam.rehearsals())
    before = rehearsal.positives
    shown = zip(
        held.creators.shown(before["creator_id"].to_numpy(str)),
        held.products.shown(before["product_id"].to_numpy(str)),
        strict=True,
    )
    assert set(shown) == {(line[0], line[-2]) for line in lines}


def _brand_pairs(folder: Path, rng: np.random.Generator) -> None:
    pairs = pd.read_csv(folder / "pairs.csv")
    is_test = pairs["split"] == "test"
    pairs.loc[is_test, "creator_id"] = rng.permutation(pairs.loc[is_test, "creator_id"])
    pairs.to_csv(folder / "pairs.csv", index=False)


def _cold_pairs(folder: Path, rng: np.random.Generator) -> None:
    pairs = pd.read_csv(folder / "cold_test.csv")
    pairs["item"] = rng.permutation(pairs["item"])
    pairs.to_csv(folder / "cold_test.csv", index=False)


def _warm_lists(folder: Path, rng: np.random.Generator) -> None:
    lines = [line.split() for line in (folder / "test.txt").read_text().splitlines()]
    order = rng.permutation(len(lines))
    mixed = [[line[0], *lines[other][1:]] for line, other in zip(lines, order, strict=True)]
    (folder / "test.txt").write_text("\n".join(map(" ".join, mixed)) + "\n")


def _last_items(folder: Path, rng: np.random.Generator) -> None:
    lines = [line.split() for line in (folder / "walks.txt").read_text().splitlines()]
    last = rng.permutation([line[-1] for line in lines])
    mixed = [[*line[:-1], end] for line, end in zip(lines, last, strict=True)]
    (folder / "walks.txt").write_text("\n".join(map(" ".join, mixed)) + "\n")


SHUFFLERS: dict[str, Callable[[Path, np.random.Generator], None]] = {
    "brand-cold-start": _brand_pairs,
    "item-cold-start": _cold_pairs,
    "warm": _warm_lists,
    "next-item": _last_items,
}


@pytest.mark.parametrize("name", SHUFFLERS)
def test_shuffled_test_labels_change_no_bit_of_the_predictions(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "data"
    if name == "brand-cold-start":
        protocol_folders.brands(folder, with_split=True)
    else:
        WRITERS[name](folder)
    before = predicted(run_protocol(name, folder, PIPELINE, 3))
    SHUFFLERS[name](folder, np.random.default_rng(0))
    after = run_protocol(name, folder, PIPELINE, 3)
    pd.testing.assert_frame_equal(before, predicted(after))
