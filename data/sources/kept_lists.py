"""Lists of experiments on record, which no file changes: an arm told anew was not drawn."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES
from data.manifests import Segment, standing_segments
from data.store import Store

TABLE = TABLES["assignments"]
KEY = list(TABLE.key)
REASON = "the list on record has this unit otherwise"
REMEDY = "leave the row out; or take back the load that holds the list, and load this one after"


def contradicted(store: Store, rows: pa.Table) -> np.ndarray:
    """Per row of `assignments`: whether its unit is on record with another arm, time or anything
    else that the row tells.
    """
    told = rows.to_pandas()
    known = told[KEY].merge(_held(store, set(told["experiment_id"])), "left", KEY, indicator=True)
    is_known = known["_merge"] == "both"
    is_same = np.ones(len(told), bool)
    for name in told.columns.drop(KEY):
        ours, theirs = told[name].reset_index(drop=True), known[name]
        is_same &= ((ours == theirs) | (ours.isna() & theirs.isna())).to_numpy(bool)
    return np.asarray(is_known & ~is_same)


def would_change(store: Store, segments: Sequence[Segment]) -> bool:
    """Whether segments of a load that is not committed yet contradict a list on record."""
    own = (segment for segment in segments if segment.table == TABLE.name)
    return any(contradicted(store, pq.read_table(store.lake / part.path)).any() for part in own)


def _held(store: Store, experiments: set[str]) -> pd.DataFrame:
    """What counts of these experiments: of a unit that several loads tell, the first."""
    pieces = [TABLE.schema.empty_table().to_pandas()]
    for segment in standing_segments(store, TABLE.name):
        wanted = [("experiment_id", "in", experiments)]
        pieces.append(pq.read_table(store.lake / segment.path, filters=wanted).to_pandas())
    held = pd.concat(pieces, ignore_index=True)
    return held.drop_duplicates(KEY, keep="first")
