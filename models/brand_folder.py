"""The folder format of `brand-cold-start`: brands, creators, pairs, and who is held out.

Where all three files carry a column `split` (`train`, `test`), it replaces `folds.csv`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from models.evidence import Evidence
from models.rounds import FOLDS, Round, by_folds
from models.splits import Split, by_product, random_folds

BLOCKS = ("hashtag", "topic", "image")
FILES = ("brands.parquet", "creators.parquet", "pairs.csv")


class FolderFormatError(ValueError):
    """A folder is not in the protocol's format; says what was expected."""


@dataclass(frozen=True)
class BrandFolder:
    """What the files hold, a brand being a product of its own; `split` names the test's ids."""

    known: Evidence
    fold_of: pd.Series | None
    test_brands: frozenset[str]
    test_creators: frozenset[str]

    def rounds(self, seed: int) -> Iterator[Round]:
        """Five rounds by `folds.csv`, or the one that the column `split` lays down."""
        if self.fold_of is not None:
            yield from by_folds(self.known, self.fold_of)
            return
        test = self._split()
        creators = self.known.creators["creator_id"]
        seen = creators[~creators.isin(self.test_creators)].to_numpy(np.str_)
        folds = random_folds(test.train["product_id"], FOLDS, seed)
        yield Round(by_product(test.train, folds, 0, seen), test)

    def _split(self) -> Split:
        pairs = self.known.pairs
        is_test = pairs["product_id"].isin(self.test_brands)
        is_candidate = pairs["creator_id"].isin(self.test_creators)
        queries, candidates = tuple(sorted(self.test_brands)), tuple(sorted(self.test_creators))
        return Split(pairs[~is_test], pairs[is_test & is_candidate], queries, None, candidates)


def read_brand_folder(folder: Path) -> BrandFolder:
    """Reads the folder. Raises FolderFormatError."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise FolderFormatError(f"{folder} lacks {missing}; brand-cold-start expects {FILES}")
    brands = pd.read_parquet(folder / "brands.parquet")
    creators = pd.read_parquet(folder / "creators.parquet")
    pairs = pd.read_csv(folder / "pairs.csv", dtype=str)
    _check_columns(folder, brands, creators, pairs)
    is_known = pairs["creator_id"].isin(creators["creator_id"])
    known = _evidence(brands, creators, pairs[is_known].reset_index(drop=True))
    if all("split" in frame for frame in (brands, creators, pairs)):
        held = (
            frozenset(frame.loc[frame["split"] == "test", key].astype(str))
            for frame, key in ((brands, "brand_id"), (creators, "creator_id"))
        )
        return BrandFolder(known, None, *held)
    return BrandFolder(known, _folds(folder), frozenset(), frozenset())


def _check_columns(folder: Path, *frames: pd.DataFrame) -> None:
    needed = (("brand_id", "hashtag_0"), ("creator_id", "hashtag_0"), ("brand_id", "creator_id"))
    for name, frame, columns in zip(FILES, frames, needed, strict=True):
        lacking = [column for column in columns if column not in frame]
        if lacking:
            raise FolderFormatError(f"{folder / name} lacks the columns {lacking}")


def _folds(folder: Path) -> pd.Series:
    path = folder / "folds.csv"
    if not path.is_file():
        raise FolderFormatError(
            f"{folder} has neither folds.csv (brand_id, fold) nor a column split in {FILES}"
        )
    folds = pd.read_csv(path, dtype={"brand_id": str})
    if not {"brand_id", "fold"} <= set(folds):
        raise FolderFormatError(f"{path} must have the columns brand_id and fold")
    return folds.set_index("brand_id")["fold"]


def _evidence(brands: pd.DataFrame, creators: pd.DataFrame, pairs: pd.DataFrame) -> Evidence:
    ids = brands["brand_id"].astype(str)
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
            {"creator_id": creators["creator_id"].astype(str)},
            ("followers", "tier", "country", "categories"),
        ),
        pd.DataFrame(
            {name: [] for name in ("creator_id", "dimension", "bucket", "share")}, dtype=str
        ),
        pd.concat(vectors, ignore_index=True),
        pd.DataFrame(
            {"product_id": pairs["brand_id"], "creator_id": pairs["creator_id"], "orders": 0}
        ).assign(started_on=pd.NaT, gmv=0, commission_rate=np.nan),
    )


def _with_empty(columns: dict[str, pd.Series], names: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns).assign(**dict.fromkeys(names, None))


def _vectors(frame: pd.DataFrame, kind: str, key: str) -> Iterator[pd.DataFrame]:
    for block in BLOCKS:
        columns = [name for name in frame if name.rpartition("_")[0] == block]
        if columns:
            rows = list(frame[columns].to_numpy(np.float32))
            ids = frame[key].astype(str)
            yield pd.DataFrame(
                {"entity_type": kind, "entity_id": ids, "block": block, "vector": rows}
            )
