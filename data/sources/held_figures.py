"""Figures of reports that a market holds: which of two of one key counts, as in `take_up.sql`."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES
from data.manifests import standing_segments
from data.sources.repeats import hashes
from data.store import Store

NAME = "reported_metrics"
VALUES = ["low", "value", "high"]
AT = "made_at"


def figures(rows: pa.Table) -> pd.DataFrame:
    """VALUES and AT of rows of the table, by a hash of their key."""
    table = TABLES[NAME]
    keys = rows.select(table.key).to_pandas(types_mapper=pd.ArrowDtype)
    # An optional column that the rows lack is empty.
    told = rows.select([n for n in (*VALUES, AT) if n in rows.column_names]).to_pandas()
    told = told.reindex(columns=[*VALUES, AT])
    types = dict.fromkeys(VALUES, "float64") | {AT: "datetime64[us]"}
    return told.astype(types).set_axis(pd.Index(hashes(keys), dtype="uint64"))


def held_figures(store: Store, wanted: np.ndarray) -> pd.DataFrame:
    """What counts now of the keys with these hashes; no row for a key that nobody told."""
    held = figures(TABLES[NAME].schema.empty_table())
    for told in _told(store):
        known = told[told.index.isin(wanted)]
        is_older = held[AT].reindex(known.index) > known[AT]
        rows = known[~is_older]
        held = pd.concat([held[~held.index.isin(rows.index)], rows])
    return held


def is_equal(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Whether rows of one index tell the same values, or both none."""
    left, right = one[VALUES], other[VALUES]
    return ((left == right) | (left.isna() & right.isna())).all(axis=1)


def _told(store: Store) -> Iterator[pd.DataFrame]:
    """The figures of each segment, in the order in which loads apply."""
    for segment in standing_segments(store, NAME):
        yield figures(pq.read_table(store.lake / segment.path))
