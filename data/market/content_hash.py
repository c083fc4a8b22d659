"""What a market says, as one hash per table: equal for equal rows, however they were written."""

import hashlib
from collections import defaultdict

import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES
from data.manifests import standing
from data.store import Store


def content_hashes(store: Store) -> dict[str, str]:
    """SHA-256 of the rows of each table, sorted by key within each month, months in order."""
    months: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for manifest in standing(store.required()):
        for segment in manifest.segments:
            if segment.table in TABLES:
                months[segment.table][segment.path.split("/")[1]].append(segment.path)
    return {table: _hashed(store, table, months[table]) for table in sorted(months)}


def _hashed(store: Store, table: str, months: dict[str, list[str]]) -> str:
    digest = hashlib.sha256()
    for month in sorted(months):
        rows = pa.concat_tables(
            pq.read_table(store.lake / path, schema=TABLES[table].schema) for path in months[month]
        )
        rows = rows.sort_by([(name, "ascending") for name in TABLES[table].key])
        for column in rows.combine_chunks().columns:
            _feed(digest, column)
    return digest.hexdigest()


def _feed(digest: "hashlib._Hash", column: pa.ChunkedArray) -> None:
    """Values in Arrow's stream form, which holds no padding of unknown content."""
    sink = pa.BufferOutputStream()
    batch = pa.table({"": column}).combine_chunks()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_table(batch)
    digest.update(sink.getvalue())
