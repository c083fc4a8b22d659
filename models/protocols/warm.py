"""`warm`: who took what, ids only; all things are ranked but those taken in training."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from models.entities import Entities
from models.exam import Exam, Training
from models.protocols import interactions
from models.protocols.folder import check_files, lists
from models.protocols.interactions import every
from models.protocols.opaque import Opaque
from models.protocols.protocol import Held, RankingProtocol

FILES = ("train.txt", "test.txt")
HIDDEN = 0.2
"""Share of everyone's pairs that a rehearsal hides, as the test does."""


class Warm(RankingProtocol):
    """LightGCN's format: lines `user item item …` in both files."""

    name = "warm"
    metrics = ("recall@20", "ndcg@20")

    def read(self, folder: Path, seed: int, dataset: str | None) -> Held:
        check_files(self.name, folder, FILES)
        train, test = (lists(folder / name)[["creator_id", "product_id"]] for name in FILES)
        products = Opaque.of(every(train["product_id"], test["product_id"]), seed)
        creators = Opaque.of(every(train["creator_id"], test["creator_id"]), seed + 1)
        known, asked = (interactions.hidden(pairs, products, creators) for pairs in (train, test))
        things = Entities("product", products.ids, {})
        return Held(partial(_exams, known, asked, things, creators.ids, seed), products, creators)


def _exams(
    known: pd.DataFrame, asked: pd.DataFrame, things: Entities, takers: np.ndarray, seed: int
) -> Iterator[Exam]:
    """The only one."""
    yield _exam(interactions.training(known, things, takers), asked, seed)


def _exam(known: Training, asked: pd.DataFrame, seed: int) -> Exam:
    takers = interactions.takers(known, asked)
    rehearsals = partial(_rehearsals, known, seed)
    return Exam(known, takers, known.products, known.pairs, asked, rehearsals)


def _rehearsals(known: Training, seed: int) -> Iterator[Exam]:
    """A part of everyone's pairs is hidden, others each time; one at least, nobody's only one."""
    rng = np.random.default_rng(seed)
    mixed = known.pairs.iloc[rng.permutation(len(known.pairs))]
    own = mixed.groupby("creator_id")["product_id"]
    place, count = own.cumcount(), own.transform("size")
    hidden = np.maximum((HIDDEN * count).round(), 1)
    for number in range(round(1 / HIDDEN)):
        is_hidden = (place // hidden == number) & (count > 1)
        if not is_hidden.any():
            return
        left = interactions.training(mixed[~is_hidden], known.products, known.creators.ids)
        yield _exam(left, mixed[is_hidden], seed)
