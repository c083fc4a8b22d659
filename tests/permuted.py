"""The same data under other names and in another order of rows, as nobody may notice."""

import json
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pandas as pd

from data import lake
from data.manifests import standing
from data.store import Store
from tests.simulated import read

KINDS = {
    "product": ("product_id", "brand_id", "item"),
    "creator": ("creator_id", "user"),
}
"""Columns that name one of each kind."""


def permuted(folder: Path, target: Path, seed: int) -> Path:
    """A protocol's folder, or a market's, written anew."""
    if Store(folder).exists:
        return _market(Store(folder), Store(target), seed).root
    target.mkdir()
    rng = np.random.default_rng(seed)
    for file in sorted(folder.iterdir()):
        kind = {".csv": _csv, ".parquet": _parquet, ".txt": _lines, ".json": _attributes}
        kind[file.suffix](file, target / file.name, rng, seed)
    return target


def renamed(kind: str, name: str, seed: int) -> str:
    """Another name, whose place among the others has nothing to do with that of the first."""
    return blake2b(f"{seed} {kind} {name}".encode(), digest_size=8).hexdigest()


def mixed(frame: pd.DataFrame, rng: np.random.Generator, seed: int) -> pd.DataFrame:
    """The rows in another order, whatever they name under another name."""
    told = {
        column: [None if pd.isna(n) else renamed(kind, n, seed) for n in frame[column]]
        for kind, columns in KINDS.items()
        for column in columns
        if column in frame
    }
    return frame.assign(**told).iloc[rng.permutation(len(frame))].reset_index(drop=True)


def _csv(file: Path, target: Path, rng: np.random.Generator, seed: int) -> None:
    mixed(pd.read_csv(file), rng, seed).to_csv(target, index=False)


def _parquet(file: Path, target: Path, rng: np.random.Generator, seed: int) -> None:
    mixed(pd.read_parquet(file), rng, seed).to_parquet(target)


def _lines(file: Path, target: Path, rng: np.random.Generator, seed: int) -> None:
    lines = [line.split() for line in file.read_text().splitlines()]
    told = [
        " ".join([renamed("creator", user, seed), *(renamed("product", i, seed) for i in items)])
        for user, *items in (lines[place] for place in rng.permutation(len(lines)))
    ]
    target.write_text("\n".join(told) + "\n")


def _attributes(file: Path, target: Path, rng: np.random.Generator, seed: int) -> None:
    held = list(json.loads(file.read_text()).items())
    told = {renamed("product", held[n][0], seed): held[n][1] for n in rng.permutation(len(held))}
    target.write_text(json.dumps(told))


def _market(store: Store, target: Store, seed: int) -> Store:
    rng = np.random.default_rng(seed)
    tables = {segment.table for manifest in standing(store) for segment in manifest.segments}
    with lake.load(target, source="permuted") as load:
        for table in sorted(tables):
            load.add(table, mixed(read(store, table).to_pandas(), rng, seed))
    return target
