"""What a load would do, or did: files, tables, problems, and what stays missing on which page."""

from dataclasses import asdict, dataclass
from typing import Any

from data.lake import Rejected
from data.sources.options import Question


@dataclass(frozen=True)
class FileReport:
    """One file: every row read was used, a repeat, rejected, or set aside for a stated reason."""

    name: str
    shape: str
    read: int
    used: int
    repeated: int
    rejected: int
    unused: int
    why_unused: str | None


@dataclass(frozen=True)
class TableReport:
    """Rows for one table; `first` and `last` are ISO instants or days, `sums` minor units.

    `sums` holds column → currency → sum; amounts of different currencies are never added.
    """

    table: str
    rows: int
    first: str | None
    last: str | None
    sums: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Gap:
    """What a page cannot show, and what would bring it."""

    page: str
    consequence: str
    brought_by: str


@dataclass(frozen=True)
class Change:
    """Rows of a table that a load brings, per local month: new, changed, or as they are held."""

    table: str
    month: str
    new: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class Month:
    """GMV of a local month before and after a load, in minor units of a currency."""

    month: str
    currency: str
    gmv_before: int
    gmv_after: int
    net_gmv_before: int
    net_gmv_after: int


@dataclass(frozen=True)
class Report:
    """A dry run, or the account of a load; `refused` says why nothing can be loaded.

    `gaps` stay after the load, `gains` are those it fills, and where figures of others will stand.
    `changes` and `months` (only of months whose GMV changes) are told by a dry run.
    """

    market: str
    format: str | None = None
    why: str | None = None
    files: tuple[FileReport, ...] = ()
    left_alone: tuple[tuple[str, str], ...] = ()
    tables: tuple[TableReport, ...] = ()
    problems: tuple[Rejected, ...] = ()
    problem_counts: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    gains: tuple[Gap, ...] = ()
    changes: tuple[Change, ...] = ()
    months: tuple[Month, ...] = ()
    questions: tuple[Question, ...] = ()
    already: int | None = None
    refused: str | None = None

    @property
    def is_loadable(self) -> bool:
        return self.refused is None

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """Plain values for `--json`, money in minor units."""
        return {**asdict(self), "rejected": self.rejected}
