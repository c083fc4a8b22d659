"""`item-cold-start`: readers and articles with tags; the articles to rank have no reader yet."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from models.entities import Entities
from models.exam import Exam, Training
from models.protocols import interactions
from models.protocols.folder import check_files, table
from models.protocols.interactions import every, tagged
from models.protocols.opaque import Opaque
from models.protocols.protocol import Held, RankingProtocol
from models.splits import random_folds

FILES = ("train.csv", "warm_val.csv", "warm_test.csv", "cold_test.csv", "item_tags.parquet")
FOLDS = 5


class ItemColdStart(RankingProtocol):
    """The articles of `cold_test.csv` are ranked for each of its readers, learned from `train.csv`
    alone.
    """

    name = "item-cold-start"
    metrics = ("ndcg@20", "precision@20")

    def read(self, folder: Path, seed: int, dataset: str | None) -> Held:
        check_files(self.name, folder, FILES)
        columns = {"user": "creator_id", "item": "product_id"}
        train, cold = (
            table(folder / name, tuple(columns)).rename(columns=columns)
            for name in ("train.csv", "cold_test.csv")
        )
        tags = table(folder / "item_tags.parquet", ("item", "tag"))
        products = Opaque.of(every(train["product_id"], cold["product_id"]), seed)
        creators = Opaque.of(every(train["creator_id"], cold["creator_id"]), seed + 1)
        items = tagged(products, tags)
        known, asked = (interactions.hidden(pairs, products, creators) for pairs in (train, cold))
        return Held(partial(_exams, known, asked, items, creators.ids, seed), products, creators)


def _exams(
    known: pd.DataFrame, asked: pd.DataFrame, items: Entities, readers: np.ndarray, seed: int
) -> Iterator[Exam]:
    """The only one."""
    new = np.unique(asked["product_id"].to_numpy(np.str_))
    yield _exam(known, asked, items, readers, new=new, seed=seed)


def _exam(
    pairs: pd.DataFrame,
    asked: pd.DataFrame,
    items: Entities,
    readers: np.ndarray,
    *,
    new: np.ndarray,
    seed: int,
) -> Exam:
    """Learned as if the new articles did not exist yet."""
    left = items.take(np.flatnonzero(~np.isin(items.ids, new)))
    known = interactions.training(pairs[~pairs["product_id"].isin(new)], left, readers)
    asking = interactions.takers(known, asked)
    candidates, nothing = items.take(items.rows_of(new)), asked.iloc[:0]
    return Exam(known, asking, candidates, nothing, asked, partial(_rehearsals, known, seed))


def _rehearsals(known: Training, seed: int) -> Iterator[Exam]:
    """A part of the known articles after the other, as if it had no reader yet."""
    folds = random_folds(known.pairs["product_id"], FOLDS, seed)
    for fold in range(FOLDS):
        new = folds.index[folds == fold].to_numpy(np.str_)
        asked = known.pairs[known.pairs["product_id"].isin(new)]
        yield _exam(known.pairs, asked, known.products, known.creators.ids, new=new, seed=seed)
