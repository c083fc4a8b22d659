"""The files of a source: found, told apart by content, fingerprinted, read in pieces."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import ModuleType

from data.sources import json_text, parquet, text, text_blocks, workbook
from data.sources.changing import unchanged
from data.sources.chunk import Broken, Chunk, Records, UnreadableError
from data.sources.text_blocks import Block

FORMS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".xlsx": "xlsx",
}
READERS: dict[str, ModuleType] = {
    "csv": text,
    "parquet": parquet,
    "json": json_text,
    "xlsx": workbook,
}

AS_XLSX = "open it in a spreadsheet program and save it as .xlsx"
UNREAD = {
    ".xlsm": f"a workbook with macros is not read; {AS_XLSX}",
    ".xlsb": f"a binary workbook is not read; {AS_XLSX}",
    ".xls": f"an old workbook is not read; {AS_XLSX}",
    ".ods": f"an OpenDocument sheet is not read; {AS_XLSX}",
    ".numbers": "a Numbers sheet is not read; export it as Excel (.xlsx) or CSV",
    ".zip": "an archive is not read; unpack it and give the folder",
    ".gz": "a packed file is not read; unpack it first",
    ".pdf": "a PDF holds no rows; export the data as CSV or .xlsx",
}
"""Files that people have in place of those that are read, and what to do with each."""

TABULAR = ("csv", "xlsx")
HEAD_ROWS = 20
"""How far down a header is looked for: reports put a title or a window above it."""

LOCK = "~$"
"""How the names of files begin that Excel keeps beside a workbook while it is open."""

EMPTY = "the file is empty; export it again"

Row = tuple[int, Sequence[str | None] | Broken]


@dataclass(frozen=True)
class SourceFile:
    """One file; `name` is how its owner would call it, relative to the folder that was given.

    `size` is in bytes, when it was found. Reading raises UnreadableError where the file changes.
    """

    path: Path
    name: str
    form: str
    size: int | None = field(default=None, compare=False)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, or keys of the first record. Raises UnreadableError."""
        with self._unchanged():
            columns: tuple[str, ...] = READERS[self.form].columns(self.path)
        return columns

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its columns; none where the first row names none, as above a report's header."""
        try:
            return self.columns
        except UnreadableError:
            return ()

    @cached_property
    def head(self) -> list[Row]:
        """The first rows of a table, whether they are a header or not; none of another form."""
        return list(islice(self.rows(), HEAD_ROWS)) if self.form in TABULAR else []

    @property
    def unread(self) -> tuple[str, ...]:
        """The sheets of a workbook that hold something and are not read. Raises UnreadableError."""
        return workbook.unread(self.path) if self.form == "xlsx" else ()

    def chunks(self) -> Iterator[Chunk]:
        """The rows of a table, some tens of thousands at a time. Raises UnreadableError."""
        with self._unchanged():
            yield from READERS[self.form].chunks(self.path)

    def records(self) -> Iterator[Records]:
        """The rows as nested records. Raises UnreadableError."""
        reader = parquet if self.form == "parquet" else json_text
        with self._unchanged():
            yield from reader.records(self.path)

    def rows(self) -> Iterator[Row]:
        """Rows of a CSV file or workbook from row 1 on, whether it is a header or not.

        Fields are trimmed, blank ones None. One row at a time. Raises UnreadableError.
        """
        for row, fields in self.raw_rows():
            yield row, fields if isinstance(fields, Broken) else trimmed(fields)

    def raw_rows(self) -> Iterator[Row]:
        """The same rows, fields as they stand."""
        if self.form not in TABULAR:
            raise UnreadableError(self.name, "is no table of plain rows", "give CSV or .xlsx")
        with self._unchanged():
            yield from READERS[self.form].rows(self.path)

    def blocks(self, header_row: int, rows: int) -> Iterator[Block | Row]:
        """The same rows below a header, where it can be about so many at once."""
        if self.form != "csv":
            yield from (found for found in self.raw_rows() if found[0] > header_row)
            return
        with self._unchanged():
            yield from text_blocks.blocks(self.path, header_row, rows)

    def _unchanged(self) -> AbstractContextManager[None]:
        return unchanged(self.path, self.name, self.size)

    def digest(self, salt: str) -> str:
        """SHA-256 over the content and what was said about it: equal means already loaded."""
        sha = hashlib.sha256(salt.encode())
        with self.path.open("rb") as file:
            while block := file.read(1 << 20):
                sha.update(block)
        return sha.hexdigest()


def trimmed(fields: Sequence[str | None]) -> list[str | None]:
    """Fields without blanks around them, None where nothing else is there."""
    return [(cell or "").strip() or None for cell in fields]


def find(paths: Sequence[Path]) -> tuple[list[SourceFile], list[tuple[str, str]]]:
    """The files that can be read, and the others with the reason, of files and folders."""
    good: dict[Path, SourceFile] = {}
    bad: list[tuple[str, str]] = []
    names: set[str] = set()
    for path, short in _walk(paths):
        if path.resolve() in good:
            continue
        name = short if short not in names else str(path)
        names.add(name)
        if why := _unreadable(path):
            bad.append((name, why))
        else:
            form = FORMS[path.suffix.lower()]
            good[path.resolve()] = SourceFile(path, name, form, path.stat().st_size)
    return list(good.values()), bad


def _unreadable(path: Path) -> str | None:
    if path.name.startswith(LOCK):
        of = path.name.removeprefix(LOCK)
        return f"only marks that {of} is open in a spreadsheet program; close that, leave this out"
    if why := UNREAD.get(path.suffix.lower()):
        return why
    if path.suffix.lower() not in FORMS:
        return f"'{path.suffix}' files are not read; give {', '.join(FORMS)}"
    if not os.access(path, os.R_OK):
        return "the file may not be read; change its permissions"
    if path.stat().st_size == 0:
        return EMPTY
    return None


def _walk(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.is_file() and not hidden:
                    yield file, file.relative_to(path).as_posix()
        elif path.is_file():
            yield path, path.name
        else:
            raise UnreadableError(path.name, "there is no such file or folder", "check the path")
