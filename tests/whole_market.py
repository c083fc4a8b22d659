"""All that a warehouse holds, to compare two of them, and small loads that change it."""

import pandas as pd

from data import lake
from data.contract import TABLES
from data.manifests import latest
from data.rollups import ROLLUPS
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse

HELD = (*TABLES, "quarantine", *ROLLUPS)


def everything(warehouse: Warehouse) -> Session:
    """A session of an analyst."""
    return warehouse.session(Scope.everything())


def gmv(session: Session) -> int:
    """GMV in US cents."""
    return int(session.rows("select coalesce(sum(gmv), 0) from sales where currency = 'USD'")[0][0])


def contents(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table and rollup, in an order of their own; not which load told them."""
    session = everything(warehouse)
    found = {}
    for name in HELD:
        table = session._cursor.table(f"store.{name}")
        told = table.select(*(column for column in table.columns if column != "load_number"))
        found[name] = sorted(told.fetchall(), key=repr)
    return found


def add(store: Store, table: str, *rows: dict[str, object], source: str = "an export") -> int:
    """Loads rows of a table; the number of the load."""
    with lake.load(store, source, ("x.csv sha256:00",), "ann") as load:
        load.add(table, pd.DataFrame(list(rows)))
    return latest(store)
