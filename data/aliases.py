"""Handles that creators went by: which belong to whom, and that two are the same person."""

from collections.abc import Iterable

import pyarrow as pa

from data import lake
from data.contract import TABLES
from data.contract.naming import ALIASES
from data.manifests import Manifest
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

    What is held under the handle moves to the creator when the load is taken up.
    """
    if alias == creator_id:
        raise AliasError("a creator is already who they are; choose two different ones")
    rows = pa.Table.from_pylist(
        [{"alias": alias, "creator_id": creator_id}], schema=TABLES[ALIASES].schema
    )
    with lake.load(store, SOURCE, (), by) as load:
        load.add(ALIASES, rows)
    return next((m for m in reversed(lake.manifests(store)) if m.load_id == load.load_id), None)


def _end(known: dict[str, str], alias: str) -> str:
    end, seen = alias, {alias}
    while end in known:
        end = known[end]
        if end in seen:
            return alias
        seen.add(end)
    return end
