"""The lake: immutable Parquet segments, made visible all at once by a load's manifest.

A load writes its segments first and its manifest last, so that a load that was killed leaves the
market as it was.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.check import check_key, checked
from data.contract import TABLES
from data.contract.told import TOLD
from data.durable import write_durably
from data.locks import Share, alone_in
from data.manifests import Manifest, Segment, append, manifests, now
from data.store import Store

Rows: TypeAlias = pa.Table | pd.DataFrame


@dataclass(frozen=True)
class Rejected:
    """A row that was not loaded: where it stood, why, what to do, and the row itself."""

    file: str
    row: int | None
    column: str | None
    reason: str
    remedy: str
    record: dict[str, Any] = field(default_factory=dict)


Check: TypeAlias = "Callable[[Load], None]"


class Load:
    """A load being written; `add` and `reject` may be called any number of times."""

    def __init__(self, store: Store, source: str, files: tuple[str, ...], by: str) -> None:
        self.store, self.source, self.files, self.by = store, source, files, by
        self.load_id = uuid.uuid4().hex[:12]
        self.segments: list[Segment] = []
        self.rejected = 0
        self.share = Share(store.root)
        self._keys: dict[str, list[pa.Table]] = {}

    def add(self, table: str, rows: Rows, *, has_new_keys: bool = False) -> int:
        """Writes rows of a contract table, cut by month; returns how many. Raises ContractError.

        A load holds a key once, of what is told again and again each state of it, which `commit`
        checks; a writer that numbers its own keys says `has_new_keys`, so that a load of any size
        needs no memory for them.
        """
        arrow = checked(TABLES[table], rows)
        self.share.take(self._sweep)
        if not has_new_keys:
            key = [*TABLES[table].key, *(["recorded_at"] if table in TOLD else [])]
            self._keys.setdefault(table, []).append(arrow.select(key))
        for month, part in _by_month(arrow, TABLES[table].time):
            name = f"{table}/{month}/{self.load_id}-{len(self.segments):05d}.parquet"
            _write_parquet(self.store.lake / name, part)
            self.segments.append(Segment(table, name, part.num_rows))
        return arrow.num_rows

    def reject(self, rows: list[Rejected]) -> None:
        """Keeps rows that cannot be loaded in quarantine, with their reasons."""
        if not rows:
            return
        self.share.take(self._sweep)
        frame = pd.DataFrame([asdict(row) for row in rows])
        frame["record"] = [json.dumps(r.record, default=str, ensure_ascii=False) for r in rows]
        frame["row"] = frame["row"].astype("Int64")
        name = f"quarantine/{self.load_id}-{len(self.segments):05d}.parquet"
        arrow = pa.Table.from_pandas(frame, schema=QUARANTINE, preserve_index=False)
        _write_parquet(self.store.lake / name, arrow)
        self.segments.append(Segment("quarantine", name, len(rows)))
        self.rejected += len(rows)

    def commit(self, check: Check = lambda load: None) -> Manifest:
        """Makes the load visible; the manifest takes the next free number. Raises ContractError.

        No other load commits between `check` and the manifest; what `check` raises stops the load.
        """
        for table, keys in self._keys.items():
            check_key(TABLES[table], pa.concat_tables(keys))
        with alone_in(self.store.loads):
            check(self)
            return append(self.store, self._manifest())

    def discard(self) -> None:
        """Takes back what was written; the market's folder too, where nothing else is in it."""
        for segment in self.segments:
            (self.store.lake / segment.path).unlink(missing_ok=True)
        self.share.leave(self._clear)

    def _sweep(self) -> None:
        """Removes what loads that died have left. To be called while no load is running."""
        named = {self.store.lake / s.path for m in manifests(self.store) for s in m.segments}
        parts = (*self.store.lake.rglob("*.part"), *self.store.loads.glob("*.part"))
        for path in {*parts, *self.store.lake.rglob("*.parquet")} - named:
            path.unlink()

    def _clear(self) -> None:
        self._sweep()
        folders = [path for path in self.store.lake.rglob("*") if path.is_dir()]
        homes = (self.store.lake, self.store.loads, self.store.root)
        for folder in (*sorted(folders, reverse=True), *homes):
            with suppress(OSError):  # not empty, or never made
                folder.rmdir()

    def _manifest(self) -> Manifest:
        held = tuple(self.segments)
        return Manifest(
            0, self.load_id, self.source, self.files, self.by, now(), held, self.rejected
        )


QUARANTINE = pa.schema(
    [
        ("file", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("remedy", pa.string()),
        ("record", pa.string()),
    ]
)


@contextmanager
def load(
    store: Store,
    source: str,
    files: tuple[str, ...] = (),
    by: str = "command",
    check: Check = lambda load: None,
) -> Iterator[Load]:
    """A load that commits at the end of the block, or leaves nothing if the block raises.

    `check` is called last, while no other load can commit; what it raises stops the load.
    """
    writing = Load(store, source, files, by)
    try:
        yield writing
        if writing.segments:
            writing.commit(check)
    except BaseException:
        writing.discard()
        raise
    finally:
        writing.share.leave()


def alike(store: Store, segments: Iterable[Segment]) -> list[list[str]]:
    """Full paths of segments, together where they have the same columns, as their footers say."""
    found: dict[tuple[str, ...], list[str]] = {}
    for segment in segments:
        path = store.lake / segment.path
        found.setdefault(tuple(pq.read_schema(path).names), []).append(str(path))
    return list(found.values())


def _by_month(rows: pa.Table, time: str | None) -> Iterator[tuple[str, pa.Table]]:
    if time is None:
        if rows.num_rows:
            yield "all", rows
        return
    months = pc.floor_temporal(rows[time], unit="month")
    for month in sorted(pc.unique(months).to_pylist()):
        is_in = pc.equal(months, pa.scalar(month, months.type))
        yield f"{month:%Y-%m}", rows.filter(is_in).sort_by(time)


def _write_parquet(path: Path, rows: pa.Table) -> None:
    def write(temporary: Path) -> None:
        pq.write_table(rows, temporary, compression="zstd")

    write_durably(path, write)
