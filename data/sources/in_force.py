"""Whether what a load brought still holds, so that loading it again would change nothing."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data import lake
from data.contract import TABLES, Table
from data.manifests import Manifest, Segment
from data.store import Store

Months = dict[tuple[str, str], list[Segment]]


def is_in_force(store: Store, load: Manifest, later: Sequence[Manifest]) -> bool:
    """Whether no later load brought other values for a key of this one that replaced its own."""
    ours, theirs = _by_month([load]), _by_month(later)
    return not any(
        _replaces(TABLES[table], pq.read_table(new), pq.read_table(old))
        for (table, month), segments in ours.items()
        if (table, month) in theirs
        for old in lake.alike(store, segments)
        for new in lake.alike(store, theirs[table, month])
    )


def _by_month(loads: Sequence[Manifest]) -> Months:
    """Segments of contract tables by table and month."""
    found: Months = {}
    for segment in (segment for load in loads for segment in load.segments):
        if segment.table in TABLES:
            found.setdefault((segment.table, segment.path.split("/")[1]), []).append(segment)
    return found


def _replaces(table: Table, new: pa.Table, old: pa.Table) -> bool:
    """Whether a new row says otherwise than the old one of its key, and counts in its place."""
    pairs = _numbered(table, new, "new").join(
        _numbered(table, old, "old"), list(table.key), join_type="inner"
    )
    new, old = new.take(pairs["new"]), old.take(pairs["old"])
    if "recorded_at" in table.names:
        # One recorded earlier replaced nothing; one recorded later would not be replaced again.
        is_tie = pc.equal(new["recorded_at"], old["recorded_at"])
        new, old = new.filter(is_tie), old.filter(is_tie)
    if "made_at" in new.column_names and "made_at" in old.column_names:
        # A report that is known to be older replaced nothing.
        is_older = pc.fill_null(pc.less(new["made_at"], old["made_at"]), False)
        new, old = new.filter(pc.invert(is_older)), old.filter(pc.invert(is_older))
    # Until when a market is complete only ever moves on, whichever load comes last.
    shared = [n for n in old.column_names if n in new.column_names and n != "complete_until_at"]
    return not all(new[name].equals(old[name]) for name in shared)


def _numbered(table: Table, rows: pa.Table, name: str) -> pa.Table:
    return rows.select(table.key).append_column(name, pa.array(np.arange(rows.num_rows)))
