"""Rows older than what is held of their key: they load, but the newer ones stay in force.

Most say when they were recorded, figures of reports when their report was made, if people said so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES
from data.manifests import standing_segments
from data.sources import held_figures
from data.sources.repeats import hashes
from data.store import Store

AT = "recorded_at"


@dataclass
class Older:
    """Keys that passed and when their rows were recorded, in 16 bytes a row."""

    seen: dict[str, list[tuple[np.ndarray, np.ndarray]]] = field(default_factory=dict)
    figures: list[pd.Series] = field(default_factory=list)

    def see(self, table: str, rows: pa.Table) -> None:
        """Remembers the keys of a table whose rows say when they were recorded."""
        if AT in TABLES[table].names:
            self.seen.setdefault(table, []).append(_keys(table, rows))
        if table == held_figures.NAME:
            self.figures.append(held_figures.figures(rows)[held_figures.AT].dropna())

    def notes(self, store: Store) -> Iterator[str]:
        """A sentence per table that holds newer rows of the same keys."""
        for table, pieces in self.seen.items():
            keys, at = (np.concatenate(part) for part in zip(*pieces, strict=True))
            order = np.argsort(keys)
            if n := _older(store, table, keys[order], at[order]):
                yield f"{n:,} rows of {table} are older than what is held: the newer rows stay"
        if n := _older_figures(store, self.figures):
            yield f"{n:,} reported figures are older than what is held: the newer figures stay"


def _older(store: Store, table: str, keys: np.ndarray, at: np.ndarray) -> int:
    is_older = np.zeros(len(keys), dtype=bool)
    for segment in standing_segments(store, table):
        path = store.lake / segment.path
        if _newest(path) > at.min():
            rows = pq.read_table(path, columns=[*TABLES[table].key, AT])
            held, held_at = _keys(table, rows)
            place = np.minimum(np.searchsorted(keys, held), len(keys) - 1)
            is_older[place[(keys[place] == held) & (held_at > at[place])]] = True
    return int(is_older.sum())


def _older_figures(store: Store, pieces: list[pd.Series]) -> int:
    made_at = pd.concat(pieces) if pieces else pd.Series(dtype="datetime64[us]")
    if made_at.empty:
        return 0
    held = held_figures.held_figures(store, made_at.index.to_numpy())[held_figures.AT]
    return int((held.reindex(made_at.index) > made_at).sum())


def _newest(path: Path) -> np.datetime64:
    """When the newest row of a segment was recorded, as its footer says."""
    footer = pq.read_metadata(path)
    place = footer.schema.names.index(AT)
    groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
    return max(np.datetime64(group.column(place).statistics.max, "us") for group in groups)


def _keys(table: str, rows: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    keys = rows.select(TABLES[table].key).to_pandas(types_mapper=pd.ArrowDtype)
    return hashes(keys), rows[AT].to_numpy()
