"""Ids that rows name and no row describes: they load, but pages can show no more than the id."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.manifests import standing_segments
from data.store import Store

DESCRIBED_IN = {
    "merchant_id": "merchants",
    "product_id": "products",
    "creator_id": "creators",
    "content_id": "content",
}
SHOWN = 3


@dataclass
class References:
    """Ids seen while rows pass, by column: those that were described, those that were named."""

    described: dict[str, set[str]] = field(default_factory=dict)
    named: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def see(self, table: str, rows: pa.Table) -> None:
        """Remembers the ids in rows of a contract table."""
        for column, home in DESCRIBED_IN.items():
            if column in rows.column_names:
                ids = {name for name in pc.unique(rows[column]).to_pylist() if name is not None}
                if table == home:
                    self.described.setdefault(column, set()).update(ids)
                else:
                    self.named.setdefault((table, column), set()).update(ids)

    def notes(self, store: Store) -> Iterator[str]:
        """A sentence per table and column that names ids which are described nowhere."""
        for (table, column), ids in self.named.items():
            unknown = ids - self.described.get(column, set())
            unknown -= _held(store, DESCRIBED_IN[column], column) if unknown else set()
            if unknown:
                some = ", ".join(sorted(unknown)[:SHOWN]) + (" …" if len(unknown) > SHOWN else "")
                where = f"in no {DESCRIBED_IN[column]} row ({some})"
                yield (
                    f"{len(unknown):,} {column}s of {table} are described {where}: "
                    "pages show the id alone"
                )


def _held(store: Store, table: str, column: str) -> set[str]:
    return {
        name
        for segment in standing_segments(store, table)
        for name in pq.read_table(store.lake / segment.path, columns=[column])[column].to_pylist()
    }
