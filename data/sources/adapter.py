"""What every file format's adapter has in common: shapes it knows, parts it makes of them.

The contract between reader and adapter is a count: every row that was read is used, rejected,
a repeat, or set aside with a reason. The ledger holds both to it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any

from data.lake import Rejected, Rows
from data.sources.chunk import Broken, Chunk, Records
from data.sources.files import SourceFile
from data.sources.options import Options
from data.store import Store

Progress = Callable[[str, int], None]
"""Told the file and the rows read of it so far."""

NEAR = 0.6
"""Share of a shape's columns from which on a file is taken for a damaged one of that shape."""


@dataclass(frozen=True)
class Shape:
    """A kind of file, told by its columns, and by its name or folder too where `is_named`.

    `unused` says why rows of such a file may go to no table.
    """

    name: str
    columns: frozenset[str]
    is_required: bool = True
    is_named: bool = False
    unused: str | None = None

    def lacks(self, file: SourceFile) -> frozenset[str]:
        return self.columns - set(file.names)

    def fits(self, file: SourceFile) -> bool:
        return not self.lacks(file) and (not self.is_named or self.names(file.name))

    def why(self, file: SourceFile) -> str:
        """Why a file that fits is of this kind."""
        columns = sorted(self.columns)
        shown = ", ".join(columns[:4]) + (" …" if len(columns) > 4 else "")
        return f"{self.name} (has {shown})"

    def is_near(self, file: SourceFile) -> bool:
        """Whether a file that does not fit is likely a damaged one of this kind."""
        if self.is_named:
            return self.names(file.name)
        return len(self.lacks(file)) <= (1 - NEAR) * len(self.columns)

    def names(self, file: str) -> bool:
        """Whether a file is named after this kind, or lies in a folder of its name."""
        folders, stem = PurePath(file).parts[:-1], PurePath(file).stem
        is_named = re.fullmatch(rf"{self.name}([-_. (].*)?", stem, re.IGNORECASE)
        return is_named is not None or self.name in folders


@dataclass(frozen=True)
class Defaults:
    """The market a format belongs to where nothing else is said; None must be asked for."""

    title: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    is_sampled_lines: bool = False
    refund_lag_days: int = 30
    complete_until_at: datetime | None = None


@dataclass(frozen=True)
class Part:
    """What became of some rows of one file, and the contract rows they make."""

    file: str
    tables: Mapping[str, Rows] = field(default_factory=dict)
    used: int = 0
    repeated: int = 0
    unused: int = 0
    rejected: Sequence[Rejected] = ()
    kept: Sequence[Rejected] | None = None
    """The rejected rows as quarantine may keep them, where they hold what must not be kept."""


@dataclass
class Source:
    """The recognised files of one load, by shape, and the count of what was read from them.

    `market` is the row of the table `market` as far as it is known; an adapter may complete it.
    """

    files: dict[str, list[SourceFile]]
    options: Options
    market: dict[str, Any]
    progress: Progress
    store: Store
    is_dry_run: bool = True
    notes: list[str] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    broken: list[Rejected] = field(default_factory=list)

    def chunks(self, shape: str) -> Iterator[tuple[str, Chunk]]:
        """Rows of every file of a shape, with the file's name; counts them as read."""
        for file in self.files.get(shape, []):
            for chunk in file.chunks():
                self._count(file.name, len(chunk.rows), chunk.broken)
                yield file.name, chunk

    def records(self, shape: str) -> Iterator[tuple[str, Records]]:
        """Nested records of every file of a shape; counts them as read."""
        for file in self.files.get(shape, []):
            for piece in file.records():
                self._count(file.name, len(piece.records), piece.broken)
                yield file.name, piece

    def saw(self, file: str, rows: int) -> None:
        """Counts rows of a file as read."""
        self.read[file] = self.read.get(file, 0) + rows
        self.progress(file, self.read[file])

    def _count(self, file: str, rows: int, broken: Sequence[Broken]) -> None:
        self.broken += [Rejected(file, b.row, None, b.reason, b.remedy, b.record) for b in broken]
        self.saw(file, rows + len(broken))


@dataclass(frozen=True)
class Adapter:
    """One file format: how it is recognised and how its rows are read.

    `finds_repeats`: its parts never hold a key twice, so that the lake need not remember keys.
    `asks_itself`: it asks for all that its files leave unsaid, the market's zone and currency too.
    """

    name: str
    title: str
    shapes: tuple[Shape, ...]
    parts: Callable[[Source], Iterator[Part]]
    defaults: Defaults = Defaults()
    finds_repeats: bool = False
    asks_itself: bool = False

    @property
    def formats(self) -> tuple[str, ...]:
        """What options may call it."""
        return (self.name,)

    def claim(self, files: Sequence[SourceFile], options: Options) -> dict[str, list[SourceFile]]:
        """The files by the shape they have; empty unless every required shape is there."""
        found: dict[str, list[SourceFile]] = {}
        for file in files:
            shape = next((s for s in self.shapes if s.fits(file)), None)
            if shape:
                found.setdefault(shape.name, []).append(file)
        needed = {shape.name for shape in self.shapes if shape.is_required}
        return found if found and needed <= set(found) else {}

    def why(self, shape: Shape, file: SourceFile, options: Options) -> str:
        """Why a file that was claimed is of its shape."""
        return shape.why(file)

    def lacking(self, file: SourceFile, options: Options) -> str | None:
        """What keeps a file from the format that was said for it, and the remedy."""
        return None

    def learn(self, files: Mapping[str, Sequence[SourceFile]], options: Options) -> None:
        """Keeps for the next files what was said of these, once they are loaded."""
