"""What a load would change: tried on a copy of the market, which is gone afterwards.

The copy lies in a folder of its own. It has the segments of the tables that money rests on, as
links where it can be, and takes the load up as the market would, so what is told of months before
and after is what will be seen.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from data.contract import TABLES
from data.definitions import SQL
from data.lake import Load
from data.manifests import Manifest, standing
from data.rollups import with_tables
from data.scope import Scope
from data.scratch import scratch
from data.sources.report import Change, Month
from data.store import Store
from data.warehouse import Session, Warehouse

HELD = with_tables({"sales", "reported_metrics"})
COMPARED: dict[str, tuple[str, dict[str, str]]] = {
    "order_lines": (
        "lines",
        {"name": "store.order_states", "before": "store.order_states_before"},
    ),
    "affiliate_lines": (
        "lines",
        {"name": "store.affiliate_states", "before": "store.affiliate_states_before"},
    ),
    "reported_metrics": ("reported_metrics", {}),
}
"""The question that compares each table with what was held, and what it is asked about."""
CHANGES = SQL / "changes"
PREFIX = "tandem-rehearsal-"
MOST_MEMORY = "1GB"
"""So that a file of any size is tried beside a running app; the copy's folder takes the rest."""


class Rehearsal:
    """A copy of a market in which a load is written and taken up."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.copy = Store(folder / store.market)
        self.copy.loads.mkdir(parents=True)
        self.copy.lake.mkdir()
        for load in standing(store):
            _link(store, self.copy, load)
        self.load = Load(self.copy, "a dry run", (), "dry run")

    @staticmethod
    def holds(table: str) -> bool:
        """Whether rows of a table take part; of others a rehearsal tells nothing."""
        return table in HELD and table in TABLES

    def changes(self) -> tuple[tuple[Change, ...], tuple[Month, ...]]:
        """Lines new, updated and unchanged per table and month; GMV per month before and after."""
        if not any(segment.table in COMPARED for segment in self.load.segments):
            return (), ()
        warehouse = Warehouse.snapshot(self.copy, HELD, MOST_MEMORY)
        try:
            session = warehouse.session(Scope.everything())
            before = _gmv(session)
            session.rows(_sql("before"))
            self.load.commit()
            warehouse.take_up()
            session = warehouse.session(Scope.everything())
            return tuple(self._compared(session)), _months(before, _gmv(session))
        finally:
            warehouse.close()

    def _compared(self, session: Session) -> Iterator[Change]:
        for table, (question, about) in COMPARED.items():
            segments = [s for s in self.load.segments if s.table == table]
            if segments:
                paths = [str(self.copy.lake / segment.path) for segment in segments]
                for row in session.rows(_sql(question), paths=paths, **about):
                    yield Change(table, *row)


@contextmanager
def rehearsal(store: Store) -> Iterator[Rehearsal]:
    """A rehearsal whose copy goes with the block."""
    with scratch(PREFIX) as folder:
        trial = Rehearsal(store, folder)
        try:
            yield trial
        finally:
            trial.load.share.leave()


def _link(store: Store, copy: Store, load: Manifest) -> None:
    segments = tuple(s for s in load.segments if Rehearsal.holds(s.table))
    for segment in segments:
        path = copy.lake / segment.path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(store.lake / segment.path, path)
        except OSError:  # another file system
            shutil.copyfile(store.lake / segment.path, path)
    number = f"{load.number:06d}.json"
    text = json.dumps(asdict(replace(load, segments=segments)))
    (copy.loads / number).write_text(text, encoding="utf-8")


def _gmv(session: Session) -> dict[tuple[str, str], tuple[int, int]]:
    return {(month, code): (gmv, net) for month, code, gmv, net in session.rows(_sql("gmv"))}


def _months(
    before: dict[tuple[str, str], tuple[int, int]], after: dict[tuple[str, str], tuple[int, int]]
) -> tuple[Month, ...]:
    nothing = (0, 0)
    return tuple(
        Month(
            *key,
            before.get(key, nothing)[0],
            after.get(key, nothing)[0],
            before.get(key, nothing)[1],
            after.get(key, nothing)[1],
        )
        for key in sorted({*before, *after})
        if before.get(key, nothing) != after.get(key, nothing)
    )


def _sql(name: str) -> str:
    return (CHANGES / f"{name}.sql").read_text()
