"""What lies in the store, told by manifests and Parquet footers; no warehouse is opened for it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from data.contract import TABLES, UNDATED
from data.manifests import Manifest, Segment, latest, standing
from data.sources.held import market_row
from data.store import Store, market_names


@dataclass(frozen=True)
class MarketSummary:
    """One market on disk; instants are UTC, `version` is the number of its newest load or undo.

    `rows` counts what loads brought that stand, so a row that a later load replaced counts twice.
    """

    name: str
    title: str
    currency: str | None
    version: int
    rows: int
    rejected: int
    bytes: int
    loaded_at: datetime | None
    data_until_at: datetime | None


@dataclass(frozen=True)
class Brought:
    """What a load brought of one table; rows without a date have no first or last instant."""

    table: str
    rows: int
    first_at: datetime | None
    last_at: datetime | None


def markets() -> list[MarketSummary]:
    """Every market in the store, by name."""
    return [summary(Store.of(name)) for name in market_names()]


def summary(store: Store) -> MarketSummary:
    """One market's size, newest load and last instant of its facts."""
    loads = standing(store)
    row = market_row(store) or {}
    return MarketSummary(
        store.market,
        row.get("title") or store.market,
        row.get("currency"),
        latest(store),
        sum(rows_by_table(loads).values()),
        sum(load.rejected for load in loads),
        _bytes(store.root),
        datetime.fromisoformat(loads[-1].committed_at) if loads else None,
        _data_until(store, loads),
    )


def rows_by_table(loads: Sequence[Manifest]) -> Counter[str]:
    """Rows that loads brought, per contract table."""
    rows: Counter[str] = Counter()
    for segment in _segments(loads):
        rows[segment.table] += segment.rows
    return rows


def newest_load(loads: Sequence[Manifest]) -> dict[str, Manifest]:
    """The last load that brought rows, per contract table."""
    return {segment.table: load for load in loads for segment in _segments([load])}


def brought(store: Store, load: Manifest) -> list[Brought]:
    """A load's rows per contract table, most first, and over which instants (UTC) they reach."""
    reach: dict[str, list[datetime]] = {}
    for segment in _segments([load]):
        dated = [end for end in _ends(store, segment) if end > UNDATED]
        reach.setdefault(segment.table, []).extend(dated)
    return [
        Brought(table, rows, min(reach[table], default=None), max(reach[table], default=None))
        for table, rows in rows_by_table([load]).most_common()
    ]


def _segments(loads: Sequence[Manifest]) -> list[Segment]:
    return [s for load in loads for s in load.segments if s.table in TABLES]


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _data_until(store: Store, loads: Sequence[Manifest]) -> datetime | None:
    """The last dated fact, from the footers of each table's newest month."""
    timed = [s for s in _segments(loads) if TABLES[s.table].time]
    newest: dict[str, str] = {}
    for segment in timed:
        newest[segment.table] = max(_month(segment), newest.get(segment.table, ""))
    ends = [end for s in timed if _month(s) == newest[s.table] for end in _ends(store, s)]
    return max((end for end in ends if end > UNDATED), default=None)


def _month(segment: Segment) -> str:
    return segment.path.split("/")[1]


def _ends(store: Store, segment: Segment) -> list[datetime]:
    """The first and last instants of a segment's parts, as its footer says; none without a date."""
    time = TABLES[segment.table].time
    if time is None:
        return []
    footer = pq.read_metadata(store.lake / segment.path)
    column = footer.schema.names.index(time)
    found = [footer.row_group(i).column(column).statistics for i in range(footer.num_row_groups)]
    return [end for s in found if s and s.has_min_max for end in (s.min, s.max)]
