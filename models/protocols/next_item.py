"""`next-item`: purchases in order of time; the last of each sequence is to be foretold."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from models.entities import Entities
from models.exam import Exam, Training
from models.protocols import interactions
from models.protocols.folder import FolderFormatError, check_files, lists
from models.protocols.interactions import every, tagged
from models.protocols.opaque import Opaque
from models.protocols.protocol import Held, RankingProtocol

SHORTEST = 2
"""Purchases that a rehearsal needs: one to foretell, one to foretell it from."""


class NextItem(RankingProtocol):
    """`NAME.txt` with lines `user item item …` in time order, `NAME_item_attributes.json`."""

    name = "next-item"
    metrics = ("hr@10", "ndcg@10")

    def read(self, folder: Path, seed: int, dataset: str | None) -> Held:
        name = _chosen(folder, dataset)
        check_files(self.name, folder, (f"{name}.txt", f"{name}_item_attributes.json"))
        pairs = lists(folder / f"{name}.txt")
        tags = attributes(folder / f"{name}_item_attributes.json")
        products = Opaque.of(every(pairs["product_id"], tags), seed)
        creators = Opaque.of(pairs["creator_id"], seed + 1)
        known = interactions.hidden(pairs, products, creators)
        items = tagged(products, tags)
        return Held(partial(_exams, known, items, creators.ids), products, creators)


def _exams(pairs: pd.DataFrame, items: Entities, shoppers: np.ndarray) -> Iterator[Exam]:
    """The last purchase of each sequence; the rehearsal is the same without it, and so on."""
    last = pairs.groupby("creator_id")["at"].transform("max")
    is_last = (pairs["at"] == last) & (last >= SHORTEST - 1)
    if not is_last.any():
        return
    known = interactions.training(pairs[~is_last], items, shoppers)
    yield _exam(known, pairs[is_last])


def _exam(known: Training, asked: pd.DataFrame) -> Exam:
    shoppers = interactions.takers(known, asked)
    rehearsals = partial(_exams, known.pairs, known.products, known.creators.ids)
    return Exam(known, shoppers, known.products, known.pairs, asked, rehearsals)


def _chosen(folder: Path, dataset: str | None) -> str:
    names = sorted(path.stem for path in folder.glob("*.txt"))
    if dataset is None and len(names) == 1:
        return names[0]
    if dataset not in names:
        raise FolderFormatError(
            f"{folder} has {names or 'no sequences'}; choose one with --name, "
            "a file NAME.txt with NAME_item_attributes.json beside it"
        )
    return str(dataset)


def attributes(path: Path) -> dict[str, list[str]]:
    """Each item's attributes as words, in the file's order. Raises FolderFormatError."""
    try:
        held = json.loads(path.read_text())
        if not all(isinstance(words, list) for words in held.values()):
            raise TypeError("an item's attributes are no list")
        return {str(item): [str(word) for word in words] for item, words in held.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise FolderFormatError(
            f"{path} must be one JSON object of lists, an item's attributes each: {error}"
        ) from error
