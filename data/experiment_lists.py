"""The drawn list of an experiment, written as a load of assignments like any other, or taken back.

Only units of shops within the session's scope are written or taken back, whoever asks; and a list
that is on record is never changed, for an arm that is told anew was not drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data import lake
from data.check import checked
from data.contract import TABLES
from data.definitions import SQL
from data.edits import NotYourShopError
from data.manifests import Manifest, manifests, standing, undo
from data.store import Store
from data.warehouse import Session

SOURCE = "drawn on the page"
TABLE = TABLES["assignments"]


class ListHeldError(ValueError):
    """The experiment is on record already, so its list stays as it is."""


@dataclass(frozen=True)
class KeptList:
    """What was written: the load's number, by which it can be taken back, and how many rows."""

    load: int
    rows: int


@dataclass(frozen=True)
class TakenBack:
    """The load that was undone, and those that still hold rows of the list; none if it is gone."""

    load: int
    held_by: tuple[int, ...]


def keep_list(store: Store, session: Session, rows: pd.DataFrame, by: str) -> KeptList:
    """Writes one experiment's `assignments`. Raises NotYourShopError, ListHeldError and, on rows
    that are none, ContractError; then nothing is written.
    """
    listed = checked(TABLE, rows)
    (name,) = set(rows["experiment_id"])
    _check_shops(session, rows)
    with lake.load(store, SOURCE, (name,), by, _check_new) as load:
        load.add(TABLE.name, listed)
    number = next(m.number for m in manifests(store) if m.load_id == load.load_id)
    return KeptList(number, listed.num_rows)


def held_list(session: Session, experiment_id: str) -> pd.DataFrame:
    """The rows of `assignments` on record that the session sees; none where it is not on record."""
    return session.frame(_asked("experiment_held"), experiment_id=experiment_id)


def written_by(store: Store, session: Session, experiment_id: str, by: str) -> int | None:
    """The load that wrote a list here, if it may be taken back: it stands, every row of it is the
    session's to see, and who asks kept it or sees all shops. None of a list that came in a file.
    """
    held = len(held_list(session, experiment_id))
    for load in reversed(standing(store)):
        if load.source == SOURCE and load.files == (experiment_id,):
            is_seen = held > 0 and held == sum(segment.rows for segment in load.segments)
            may = is_seen and (load.by == by or session.scope.is_everything)
            return load.number if may else None
    return None


def take_back(store: Store, session: Session, experiment_id: str, by: str) -> TakenBack:
    """Undoes the load that wrote a list. Raises NotYourShopError, UndoError."""
    number = written_by(store, session, experiment_id, by)
    if number is None:
        raise NotYourShopError(
            f"the list '{experiment_id}' is none that you kept here; choose one of your own"
        )
    undo(store, number, by)
    left = (load for load in standing(store) if _tells(store, load, experiment_id))
    return TakenBack(number, tuple(load.number for load in left))


def _check_new(load: lake.Load) -> None:
    """No other load commits before this one does, so that of two lists kept at once one counts."""
    (name,) = load.files
    if any(_tells(load.store, other, name) for other in standing(load.store)):
        raise ListHeldError(
            f"the experiment '{name}' is on record already; change its name or its seed to draw "
            "another"
        )


def _tells(store: Store, load: Manifest, experiment_id: str) -> bool:
    """Whether a load brings any row of the list."""
    paths = [store.lake / part.path for part in load.segments if part.table == TABLE.name]
    wanted = pc.field("experiment_id") == experiment_id
    return any(pq.read_table(path, filters=wanted).num_rows for path in paths)


def _check_shops(session: Session, rows: pd.DataFrame) -> None:
    """Every row names a shop in scope, and every product is that shop's."""
    shops = {row["merchant_id"] for row in session.arrow(_asked("experiment_shops")).to_pylist()}
    _refuse(set(rows["merchant_id"]) - shops, "shop")
    products = rows[rows["unit_type"] != "creator"]
    ids = products["unit_id"].str.partition("|")[0]
    held = session.arrow(_asked("experiment_products"), product_ids=ids.unique().tolist())
    owner = {row["product_id"]: row["merchant_id"] for row in held.to_pylist()}
    is_own = ids.map(owner) == products["merchant_id"]
    _refuse(set(ids[~is_own]), "product")


def _refuse(strangers: Iterable[object], what: str) -> None:
    named = sorted(map(str, strangers))
    if named:
        raise NotYourShopError(f"no {what} '{named[0]}' that you may test with; choose your own")


def _asked(name: str) -> str:
    return (SQL / "edits" / f"{name}.sql").read_text()
