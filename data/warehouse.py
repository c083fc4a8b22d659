"""The warehouse: one DuckDB file per market, filled from the lake by one owner process.

A load's rows, the rollups and the ledger's line enter in one transaction, so that a reader sees a
load whole or not at all; what an undo takes back goes the same way. The file holds nothing that the
lake does not: it may be deleted.
"""

import threading
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from data.aliases import resolved
from data.contract import TABLES
from data.contract.naming import ALIASES, DESCRIBING, NAMING
from data.contract.told import TELLING, TOLD
from data.definitions import LEDGER, SQL, VIEWS, fingerprint
from data.lake import QUARANTINE, alike
from data.manifests import Manifest, Pending, latest, manifests, pending
from data.rollups import EVERYTHING, ROLLUPS, altered_by, with_tables
from data.scope import Scope
from data.store import Store


class WarehouseLockedError(RuntimeError):
    """Another process owns the market's warehouse."""


class NotTakenUpError(RuntimeError):
    """A committed load could not enter the warehouse, which stays as it was before."""


class Session:
    """A viewer's eyes on one market: every query runs within the scope it was made with."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, scope: Scope, version: str) -> None:
        self._cursor, self.scope, self.version = cursor, scope, version
        cursor.execute("set variable sees_all = $sees_all", {"sees_all": scope.is_everything})
        cursor.execute(
            "set variable merchant_ids = $ids::varchar[]", {"ids": list(scope.merchant_ids or ())}
        )

    def frame(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """The rows of a question, its named parameters bound; a DataFrame per the SQL's grain."""
        return self._cursor.execute(sql, parameters).df()

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return self._cursor.execute(sql, parameters).fetchall()

    def arrow(self, sql: str, **parameters: Any) -> pa.Table:
        return self._cursor.execute(sql, parameters).to_arrow_table()


class Warehouse:
    """One market's tables; open it once per process, take a session per viewer and script run."""

    def __init__(
        self,
        store: Store,
        connection: duckdb.DuckDBPyConnection,
        only: frozenset[str] = EVERYTHING,
    ) -> None:
        self.store = store
        self._connection, self._only = connection, only
        self._owner = threading.Lock()
        if _fingerprint_of(connection) is None:
            _build(connection, only)
        self._note_ledger()
        self.take_up()

    @classmethod
    def open(cls, store: Store) -> "Warehouse":
        """The market's warehouse file, made anew where its definitions changed.

        Raises MarketMissingError, WarehouseLockedError, NotTakenUpError.
        """
        path = store.required().warehouse
        try:
            connection = _connect(path, store)
        except duckdb.IOException as error:
            raise WarehouseLockedError(
                f"{path} is open in another process; stop that app, or use its page: {error}"
            ) from error
        if not _is_current(connection, store):
            connection.close()
            path.unlink()
            connection = _connect(path, store)
        try:
            return cls(store, connection)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def snapshot(
        cls, store: Store, only: Iterable[str] = EVERYTHING, most_memory: str | None = None
    ) -> "Warehouse":
        """The market as the lake has it now, in memory, for commands beside a running app.

        `only` names the tables and rollups to hold; a question that reads another fails, rather
        than find it empty. What exceeds `most_memory` (such as 1GB) lies in the store's folder
        meanwhile. Raises MarketMissingError, NotTakenUpError.
        """
        spill = {"temp_directory": str(store.root / "spill"), "memory_limit": most_memory}
        connection = _connect(Path(":memory:"), store, **(spill if most_memory else {}))
        return cls(store.required(), connection, with_tables(only))

    @property
    def version(self) -> str:
        """Changes when the data does; a load of match impressions alone changes no answer."""
        return f"{self.store.market}-{self._changed_by}"

    def session(self, scope: Scope) -> Session:
        return Session(self._connection.cursor(), scope, self.version)

    def take_up(self) -> int:
        """Takes up what was committed since, loads and undos; returns how many of both.

        Raises NotTakenUpError.
        """
        with self._owner:
            if latest(self.store) <= self.taken_up:
                return 0
            try:
                new = pending(self.store, after=self.taken_up)
                self._enter(new)
            except (duckdb.Error, pa.ArrowException, OSError) as error:
                raise NotTakenUpError(
                    f"market '{self.store.market}': loads after number {self.taken_up} were not "
                    "taken up; put back the file that is named or free memory and disk, or stop "
                    f"the app and delete {self.store.warehouse}, which is made anew: {error}"
                ) from error
            return len(new.manifests)

    def _enter(self, new: Pending) -> None:
        """All of it or nothing, and the ledger as it then stands."""
        with self._connection.cursor() as cursor:  # closing it takes back what is not committed
            cursor.begin()
            _take_up(cursor, self.store, new, self._only)
            cursor.commit()
        self._note_ledger()

    @property
    def is_superseded(self) -> bool:
        """Whether the market was made anew, so that loads taken up here are no longer its own."""
        newest = manifests(self.store, after=self.taken_up - 1)[:1]
        return self.taken_up > 0 and [load.load_id for load in newest] != [self._newest_load]

    def _note_ledger(self) -> None:
        row = self._connection.cursor().execute(_sql("taken_up.sql")).fetchone()
        self.taken_up, self._newest_load, self._changed_by = row or (0, None, 0)

    def close(self) -> None:
        self._connection.close()


def _connect(path: Path, store: Store, **more: Any) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(path, config={"autoinstall_known_extensions": False, **more})
    connection.execute("set autoload_known_extensions = false")
    connection.execute("set allowed_directories = [$lake]", {"lake": str(store.lake.resolve())})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _build(connection: duckdb.DuckDBPyConnection, only: frozenset[str]) -> None:
    """Lays out an empty warehouse: tables by the contract, empty rollups, scoped views, metrics."""
    connection.begin()
    connection.execute("create schema store")
    schemas = {name: table.schema for name, table in TABLES.items()}
    schemas["quarantine"] = pa.schema([pa.field("load_id", pa.string()), *QUARANTINE])
    for name in TOLD:
        schemas[name] = pa.schema([*schemas[name], *TELLING])
    wanted = {name: schema for name, schema in schemas.items() if name in only}
    definitions = pa.table({"value": [fingerprint()]})
    for name, schema in {**wanted, "loads": LEDGER}.items():
        connection.from_arrow(schema.empty_table()).create(f"store.{name}")
    connection.from_arrow(definitions).create("store.definitions")
    connection.execute(_sql("engine.sql"))
    _roll_up(connection, only & ROLLUPS.keys())
    left_out = () if only == EVERYTHING else (duckdb.CatalogException,)
    for statement in (s for name in VIEWS for s in _statements(connection, name)):
        with suppress(*left_out):
            connection.execute(statement)
    connection.commit()


def _is_current(connection: duckdb.DuckDBPyConnection, store: Store) -> bool:
    """Whether the file is new, or has today's definitions and holds loads of this lake alone."""
    built_with = _fingerprint_of(connection)
    if built_with is None:
        return True
    held = {load_id for (load_id,) in connection.execute(_sql("held_loads.sql")).fetchall()}
    known = {manifest.load_id for manifest in manifests(store)}
    return built_with == fingerprint() and held <= known


def _fingerprint_of(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        return str(_value(connection, _sql("fingerprint.sql")))
    except duckdb.CatalogException:
        return None


def _take_up(
    cursor: duckdb.DuckDBPyConnection, store: Store, new: Pending, only: frozenset[str]
) -> None:
    names = (*TABLES, "quarantine")
    for name, statement in zip(names, _statements(cursor, "empty.sql"), strict=True):
        if name in only & new.emptied:
            cursor.execute(statement)
    # Aliases first: other rows enter under the ids that creators have by all of them.
    _merge(cursor, store, new.loads, only & {ALIASES})
    pairs = cursor.execute(_sql("known_aliases.sql")).fetchall() if ALIASES in only else []
    called = resolved(pairs)
    said = {"handles": list(called), "creators": list(called.values())}
    cursor.execute(_sql("aliases.sql"), said)
    _merge(cursor, store, new.loads, only - {ALIASES})
    for manifest in new.manifests:
        _write_ledger(cursor, manifest)
    _roll_up(cursor, only & altered_by(new.tables))


def _merge(
    cursor: duckdb.DuckDBPyConnection,
    store: Store,
    loads: Sequence[Manifest],
    tables: frozenset[str],
) -> None:
    names = (*TABLES, "quarantine")
    merges = dict(zip(names, _statements(cursor, "take_up.sql"), strict=True))
    plain, naming, describing = _statements(cursor, "incoming.sql")
    for load in loads:
        cursor.execute("set variable load_id = $load_id", {"load_id": load.load_id})
        cursor.execute("set variable load_number = $number", {"number": load.number})
        for table in dict.fromkeys(s.table for s in load.segments if s.table in tables):
            for paths in alike(store, (s for s in load.segments if s.table == table)):
                brought = cursor.read_parquet(paths, hive_partitioning=False)
                brought.create_view("brought")
                lacks = [name for name in _columns(table) if name not in brought.columns]
                cursor.execute("set variable untold = $names::varchar[]", {"names": lacks})
                is_named = table in NAMING and "creator_id" in brought.columns
                cursor.execute(describing if table in DESCRIBING else naming if is_named else plain)
                cursor.execute(merges[table])


def _columns(table: str) -> tuple[str, ...]:
    return TABLES[table].names if table in TABLES else ()


def _write_ledger(cursor: duckdb.DuckDBPyConnection, load: Manifest) -> None:
    held = {name: getattr(load, name) for name in LEDGER.names if name != "rows"}
    rows = sum(s.rows for s in load.segments if s.table != "quarantine")
    cursor.execute(_sql("ledger.sql"), {**held, "files": list(load.files), "rows": rows})


def _roll_up(cursor: duckdb.DuckDBPyConnection, wanted: Collection[str]) -> None:
    """Builds rollups; their files name tables plainly, as Spark will, so the schema is set."""
    cursor.execute("use store")
    for name, statement in zip(ROLLUPS, _statements(cursor, "rollups.sql"), strict=True):
        if name in wanted:
            cursor.sql(_sql(f"rollups/{name}.sql")).create_view(f"{name}_rows")
            cursor.execute(statement)
    cursor.execute("use main")


def _statements(cursor: duckdb.DuckDBPyConnection, name: str) -> list[duckdb.Statement]:
    return cursor.extract_statements(_sql(name))


def _value(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    return None if row is None else row[0]


def _sql(name: str) -> str:
    return (SQL / name).read_text()
