"""Reads what a load wrote into the lake, for tests of the simulated market."""

import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES
from data.manifests import standing
from data.store import Store


def read(store: Store, table: str) -> pa.Table:
    """All rows of a table of the lake."""
    paths = [
        segment.path
        for manifest in standing(store)
        for segment in manifest.segments
        if segment.table == table
    ]
    return pa.concat_tables(
        pq.read_table(store.lake / path, schema=TABLES[table].schema) for path in paths
    )
