"""`brand-cold-start`: new brands, and creators who have worked with no brand of the training.

Where all three files carry a column `split` (`train`, `test`), it replaces `folds.csv`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from models.evaluation import exam
from models.evidence import Evidence
from models.exam import Exam
from models.protocols.folder import FolderFormatError, check_files, table, unique
from models.protocols.opaque import Opaque
from models.protocols.protocol import Held, RankingProtocol
from models.rounds import by_folds, within
from models.splits import Split

BLOCKS = ("hashtag", "topic", "image")
FILES = ("brands.parquet", "creators.parquet", "pairs.csv")
TEST = "test"


class BrandColdStart(RankingProtocol):
    """A brand is a product of its own; each fold is asked for once."""

    name = "brand-cold-start"
    metrics = ("recall@10", "recall@50", "map", "mrr", "median_rank")

    def read(self, folder: Path, seed: int, dataset: str | None) -> Held:
        check_files(self.name, folder, FILES)
        brands, creators, pairs = _tables(folder)
        products = Opaque.of(brands["brand_id"], seed)
        people = Opaque.of(creators["creator_id"], seed + 1)
        known = _evidence(
            brands.assign(brand_id=products.hidden(brands["brand_id"])),
            creators.assign(creator_id=people.hidden(creators["creator_id"])),
            pairs.assign(
                brand_id=products.hidden(pairs["brand_id"]),
                creator_id=people.hidden(pairs["creator_id"]),
            ),
        )
        if all("split" in frame for frame in (brands, creators, pairs)):
            held = _Split(
                frozenset(products.hidden(brands.loc[brands["split"] == TEST, "brand_id"])),
                frozenset(people.hidden(creators.loc[creators["split"] == TEST, "creator_id"])),
            )
            return Held(partial(held.exams, known, seed), products, people)
        folds = _folds(folder, brands["brand_id"], products)
        return Held(partial(by_folds, known, folds, seed), products, people)


@dataclass(frozen=True)
class _Split:
    """The ids that the column `split` calls test."""

    brands: frozenset[str]
    creators: frozenset[str]

    def exams(self, known: Evidence, seed: int) -> Iterator[Exam]:
        """The only one: the test's brands among the test's creators."""
        pairs = known.pairs
        is_test = pairs["product_id"].isin(self.brands)
        is_candidate = pairs["creator_id"].isin(self.creators)
        queries, candidates = tuple(sorted(self.brands)), tuple(sorted(self.creators))
        split = Split(pairs[~is_test], pairs[is_test & is_candidate], queries, None, candidates)
        yield exam(known, split, seed, partial(within, known, queries, seed))


def _tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    brands, creators = (
        unique(folder / name, table(folder / name, (column,)), column)
        for name, column in zip(FILES, ("brand_id", "creator_id"), strict=False)
    )
    pairs = table(folder / FILES[2], ("brand_id", "creator_id"))
    for name, frame in zip(FILES, (brands, creators), strict=False):
        if not any(column.rpartition("_")[0] in BLOCKS for column in frame):
            raise FolderFormatError(
                f"{folder / name} has no features; expected columns such as hashtag_0, topic_0"
            )
    is_known = pairs["creator_id"].isin(creators["creator_id"])
    is_known &= pairs["brand_id"].isin(brands["brand_id"])
    return brands, creators, pairs[is_known].reset_index(drop=True)


def _folds(folder: Path, brand_ids: pd.Series, products: Opaque) -> pd.Series:
    path = folder / "folds.csv"
    if not path.is_file():
        raise FolderFormatError(
            f"{folder} has neither folds.csv (brand_id, fold) nor a column split in {FILES}"
        )
    folds = table(path, ("brand_id", "fold"))
    lacking = set(brand_ids) - set(unique(path, folds, "brand_id")["brand_id"])
    if lacking:
        raise FolderFormatError(
            f"{path} tells no fold of {len(lacking)} brands, such as {min(lacking)!r}; each has one"
        )
    known = folds[folds["brand_id"].isin(brand_ids)]
    return known.assign(brand_id=products.hidden(known["brand_id"])).set_index("brand_id")["fold"]


def _evidence(brands: pd.DataFrame, creators: pd.DataFrame, pairs: pd.DataFrame) -> Evidence:
    ids = brands["brand_id"]
    vectors = [
        *_vectors(brands, "product", "brand_id"),
        *_vectors(creators, "creator", "creator_id"),
    ]
    return Evidence(
        _with_empty(
            {"product_id": ids, "merchant_id": ids, "title": ids, "brand": ids},
            ("category_path", "price", "currency"),
        ),
        _with_empty(
            {"creator_id": creators["creator_id"]}, ("followers", "tier", "country", "categories")
        ),
        pd.DataFrame(
            {name: [] for name in ("creator_id", "dimension", "bucket", "share")}, dtype=str
        ),
        pd.concat(vectors, ignore_index=True),
        pd.DataFrame(
            {"product_id": pairs["brand_id"], "creator_id": pairs["creator_id"], "orders": 0}
        ).assign(started_on=pd.NaT, gmv=0, commission_rate=np.nan),
    )


def _numbers(frame: pd.DataFrame, columns: list[str]) -> np.ndarray:
    try:
        return frame[columns].to_numpy(np.float32)
    except (TypeError, ValueError) as error:
        raise FolderFormatError(
            f"the features {columns[0]} to {columns[-1]} must be numbers: {error}"
        ) from error


def _with_empty(columns: dict[str, pd.Series], names: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns).assign(**dict.fromkeys(names, None))


def _vectors(frame: pd.DataFrame, kind: str, key: str) -> Iterator[pd.DataFrame]:
    for block in BLOCKS:
        columns = [name for name in frame if name.rpartition("_")[0] == block]
        if columns:
            rows = list(_numbers(frame, columns))
            ids = frame[key]
            yield pd.DataFrame(
                {"entity_type": kind, "entity_id": ids, "block": block, "vector": rows}
            )
