"""Manifests: what committed loads brought, in the order in which they apply, and what was undone.

They are numbered without gaps. A load is undone by a later manifest that names it, so that nothing
in the lake is ever changed or lost; what stands is what no later manifest has undone.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from data.contract.naming import ALIASES, NAMING
from data.definitions import MATCH_LOG
from data.durable import write_new
from data.locks import alone_in, shared
from data.store import Store

UNDO = "undo"


class UndoError(ValueError):
    """The load cannot be undone; the market is as it was."""


@dataclass(frozen=True)
class Segment:
    """One Parquet file of a load, `path` relative to the lake."""

    table: str
    path: str
    rows: int


@dataclass(frozen=True)
class Manifest:
    """What a committed load brought; one that `undoes` another brings nothing itself."""

    number: int
    load_id: str
    source: str
    files: tuple[str, ...]
    by: str
    committed_at: str
    segments: tuple[Segment, ...]
    rejected: int
    undoes: int | None = None


@dataclass(frozen=True)
class Pending:
    """What has been committed since: the manifests, and how the tables come to say the same.

    `emptied` tables are emptied, then the segments of `loads` are merged, in this order.
    """

    manifests: tuple[Manifest, ...]
    emptied: frozenset[str]
    loads: tuple[Manifest, ...]

    @property
    def tables(self) -> set[str]:
        """The tables whose rows change."""
        return {*self.emptied, *(s.table for load in self.loads for s in load.segments)}


def manifests(store: Store, after: int = 0) -> list[Manifest]:
    """All that was committed with a number above `after`, loads and undos, undone loads too."""
    paths = sorted(store.loads.glob("[0-9]*.json")) if store.loads.is_dir() else []
    return [_read(path) for path in paths if int(path.stem) > after]


def standing(store: Store, after: int = 0) -> list[Manifest]:
    """The loads that apply, in order: what the market holds. None that is undone, and no undos."""
    return _standing(manifests(store, after))


def standing_segments(store: Store, *tables: str) -> Iterator[Segment]:
    """Segments of some tables of the loads that stand, in the order in which loads apply."""
    return (s for load in standing(store) for s in load.segments if s.table in tables)


def latest(store: Store) -> int:
    """The number of the newest manifest; 0 in an empty market."""
    return max((int(path.stem) for path in store.loads.glob("[0-9]*.json")), default=0)


def append(store: Store, manifest: Manifest) -> Manifest:
    """Writes a manifest under the next free number; to be called alone in `store.loads`."""
    number = 1 + latest(store)
    while True:
        numbered = replace(manifest, number=number)
        if write_new(store.loads / f"{number:06d}.json", json.dumps(asdict(numbered))):
            return numbered
        number += 1


def undo(store: Store, number: int, by: str) -> Manifest:
    """Takes back a load, whose segments stay; returns the manifest that says so.

    Its files may then be loaded again. Raises MarketMissingError, UndoError.
    """
    with shared(store.required().root), alone_in(store.loads):
        _check_undoable(store, number)
        name = uuid.uuid4().hex[:12]
        return append(store, Manifest(0, name, UNDO, (), by, now(), (), 0, undoes=number))


def pending(store: Store, after: int) -> Pending:
    """What a warehouse that has followed all up to number `after` has yet to follow.

    An undo of a load that it took up empties the tables of that load alone, and merges what stands
    of them anew; so does a handle that turns out to be another creator's, of all that name any.
    """
    new = manifests(store, after)
    taken_back = {load.undoes for load in new if load.undoes is not None and load.undoes <= after}
    known = [load for load in manifests(store) if load.number <= new[-1].number]
    gone = {s.table for load in known if load.number in taken_back for s in load.segments}
    if ALIASES in gone | {s.table for load in _standing(new) for s in load.segments}:
        gone |= NAMING
    if not gone:
        return Pending(tuple(new), frozenset(), tuple(_standing(new)))
    emptied = frozenset(gone)
    loads = [
        replace(load, segments=tuple(s for s in load.segments if s.table in emptied))
        if load.number <= after
        else load
        for load in _standing(known)
    ]
    return Pending(tuple(new), emptied, tuple(load for load in loads if load.segments))


def now() -> str:
    """This instant as manifests say it: UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _standing(loads: Iterable[Manifest]) -> list[Manifest]:
    held = list(loads)
    undone = {load.undoes for load in held}
    return [load for load in held if load.undoes is None and load.number not in undone]


def _check_undoable(store: Store, number: int) -> None:
    known = {load.number: load for load in manifests(store)}
    undos = {load.undoes: load for load in known.values()}
    load = known.get(number)
    if load is None:
        raise UndoError(f"market '{store.market}' has no load {number}; see the loads that stand")
    if load.undoes is not None:
        raise UndoError(
            f"number {number} is itself an undo, of load {load.undoes}; "
            "to have that load back, load its files again"
        )
    if number in undos:
        done = undos[number]
        at = datetime.fromisoformat(done.committed_at)
        raise UndoError(
            f"load {number} was undone already, by {done.by} on {at:%-d %b %Y, %H:%M} UTC"
        )
    if load.source == MATCH_LOG:
        raise UndoError(
            f"load {number} is what the app noted of matches that were seen, which no figure "
            "counts; choose a load that brought figures"
        )


def _read(path: Path) -> Manifest:
    raw = json.loads(path.read_text())
    segments = tuple(Segment(**segment) for segment in raw.pop("segments"))
    return Manifest(segments=segments, files=tuple(raw.pop("files")), **raw)
