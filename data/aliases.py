"""Handles that creators went by: which belong to whom, and that two are the same person."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.parquet as pq

from data import lake
from data.contract import TABLES
from data.contract.naming import ALIASES
from data.manifests import Manifest, standing_segments
from data.store import Store

SOURCE = "creators joined"


class AliasError(ValueError):
    """Two creators cannot be joined; says why."""


def resolved(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Alias → the creator at the end of its chain; one that leads into a ring is left out."""
    known = dict(pairs)
    return {alias: end for alias in known if (end := _end(known, alias)) != alias}


def join(store: Store, alias: str, creator_id: str, by: str) -> Manifest | None:
    """Says that a handle belongs to a creator, as a load that can be undone. Raises AliasError.

    What is held under the handle moves to the creator when the load is taken up; one whom no row
    describes yet is described as the alias was.
    """
    if alias == creator_id:
        raise AliasError("a creator is already who they are; choose two different ones")
    rows = pa.Table.from_pylist(
        [{"alias": alias, "creator_id": creator_id}], schema=TABLES[ALIASES].schema
    )
    with lake.load(store, SOURCE, (), by) as load:
        load.add(ALIASES, rows)
        if (described := _described(store, alias, creator_id)) is not None:
            load.add("creators", described)
    return next((m for m in reversed(lake.manifests(store)) if m.load_id == load.load_id), None)


def _described(store: Store, alias: str, creator_id: str) -> pa.Table | None:
    """A row for a creator whom none describes: what is known of the alias, under the new handle."""
    schema = TABLES["creators"].schema
    held: dict[str, dict[str, object]] = {}
    for segment in standing_segments(store, "creators"):
        rows = pq.read_table(store.lake / segment.path, schema=schema).to_pylist()
        held |= {row["creator_id"]: row for row in rows if row["creator_id"] in (alias, creator_id)}
    if creator_id in held:
        return None
    row = {**held.get(alias, {}), "creator_id": creator_id, "handle": creator_id}
    return pa.Table.from_pylist([row], schema=schema)


def _end(known: dict[str, str], alias: str) -> str:
    end, seen = alias, {alias}
    while end in known:
        end = known[end]
        if end in seen:
            return alias
        seen.add(end)
    return end
