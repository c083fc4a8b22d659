"""Creators as people name them: by id or by handle; one who is new to the market by @handle."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from data import cells
from data.cells import CellError
from data.contract import TABLES

HANDLE = re.compile(r"[\w.-]{1,64}")


def normalised(name: str) -> str:
    """A handle without @, blanks around it and capitals."""
    return name.strip().lstrip("@").strip().casefold()


def handles(names: Iterable[Any]) -> list[str]:
    """The handles among what was written into cells, normalised: names with @ in front."""
    written = [cells.text(name) for name in names if not cells.is_blank(name)]
    return sorted({normalised(name) for name in written if name.startswith("@")})


@dataclass
class Creators:
    """The creators of a market by what they are called, and those named for the first time.

    `unseen` are ids by handle of those the viewer may not see, for who writes an @handle knows it
    already. A new creator's id is the normalised handle, as exports of orders name creators.
    """

    ids: frozenset[str]
    by_handle: Mapping[str, set[str]]
    by_id: Mapping[str, set[str]]
    unseen: Mapping[str, set[str]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, Any]], unseen: Iterable[Mapping[str, Any]] = ()
    ) -> "Creators":
        """From rows of creator_id and handle, which is None where it is not known."""
        by_handle: dict[str, set[str]] = {}
        by_id: dict[str, set[str]] = {}
        for row in rows:
            by_id.setdefault(normalised(row["creator_id"]), set()).add(row["creator_id"])
            if row["handle"]:
                by_handle.setdefault(normalised(row["handle"]), set()).add(row["creator_id"])
        hidden: dict[str, set[str]] = {}
        for row in unseen:
            hidden.setdefault(normalised(row["handle"]), set()).add(row["creator_id"])
        return cls(frozenset().union(*by_id.values()), by_handle, by_id, hidden)

    def find(self, value: Any) -> str:
        """The id of the creator named in a cell; raises CellError on a blank or a doubtful name."""
        written = cells.text(value)
        if written in self.ids:
            return written
        handle = normalised(written)
        found = self.by_handle.get(handle) or self.by_id.get(handle) or set()
        if len(found) > 1:
            raise CellError(
                f"'{written}' may be any of {len(found)} creators", "write the id of the one meant"
            )
        return next(iter(found)) if found else self._add(written, handle)

    def _add(self, written: str, handle: str) -> str:
        if not written.startswith("@"):
            raise CellError(
                f"'{written}' is no creator of this market",
                "check it, or write the handle with @ in front to add a creator",
            )
        if not HANDLE.fullmatch(handle):
            raise CellError(
                f"'{written}' is no handle", "write it like @glow.daily, without blanks"
            )
        if len(known := self.unseen.get(handle, set())) == 1:
            return next(iter(known))
        self.new.add(handle)
        return handle

    def added(self, creator_ids: set[str]) -> pa.Table:
        """Rows of `creators` for those of the ids that are new; they say the handle alone."""
        handles = sorted(self.new & creator_ids)
        schema = TABLES["creators"].schema
        fields = [schema.field("creator_id"), schema.field("handle")]
        return pa.table([handles, handles], schema=pa.schema(fields))
