"""Lists of experiments on record, which no file changes: an arm told anew was not drawn."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES
from data.manifests import standing_segments
from data.store import Store

TABLE = TABLES["assignments"]
DRAWN = ["arm", "assigned_at"]
REMEDY = "leave the row out; or take back the load that holds the list, and load this one after"


def contradicted(store: Store, rows: pa.Table) -> np.ndarray:
    """Per row of `assignments`: whether its unit is on record with another arm or time."""
    told = rows.select([*TABLE.key, *DRAWN]).to_pandas()
    known = told.merge(_held(store, set(told["experiment_id"])), "left", list(TABLE.key))
    is_known = known["arm_y"].notna()
    is_same = (known["arm_x"] == known["arm_y"]) & (
        known["assigned_at_x"] == known["assigned_at_y"]
    )
    return np.asarray(is_known & ~is_same)


def _held(store: Store, experiments: set[str]) -> pd.DataFrame:
    """What counts of these experiments: of a unit that several loads tell, the last."""
    columns = [*TABLE.key, *DRAWN]
    pieces = [TABLE.schema.empty_table().select(columns).to_pandas()]
    for segment in standing_segments(store, TABLE.name):
        piece = pq.read_table(store.lake / segment.path, columns=columns).to_pandas()
        pieces.append(piece[piece["experiment_id"].isin(experiments)])
    held = pd.concat(pieces, ignore_index=True)
    return held.drop_duplicates(list(TABLE.key), keep="last")
