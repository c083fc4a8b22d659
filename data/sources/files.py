"""The files of a source: found, told apart by content, fingerprinted, read in pieces."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from data.sources import json_text, parquet, text
from data.sources.chunk import Chunk, Records, UnreadableError

FORMS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}

EMPTY = "the file is empty; export it again"


@dataclass(frozen=True)
class SourceFile:
    """One file; `name` is how its owner would call it, relative to the folder that was given."""

    path: Path
    name: str
    form: str

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, or keys of the first record. Raises UnreadableError."""
        reader = {"csv": text.columns, "parquet": parquet.columns, "json": json_text.columns}
        return reader[self.form](self.path)

    def chunks(self) -> Iterator[Chunk]:
        """The rows of a table, some tens of thousands at a time. Raises UnreadableError."""
        return text.chunks(self.path) if self.form == "csv" else parquet.chunks(self.path)

    def records(self) -> Iterator[Records]:
        """The rows as nested records. Raises UnreadableError."""
        reader = parquet.records if self.form == "parquet" else json_text.records
        return reader(self.path)

    def digest(self, salt: str) -> str:
        """SHA-256 over the content and what was said about it: equal means already loaded."""
        sha = hashlib.sha256(salt.encode())
        with self.path.open("rb") as file:
            while block := file.read(1 << 20):
                sha.update(block)
        return sha.hexdigest()


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
            good[path.resolve()] = SourceFile(path, name, FORMS[path.suffix.lower()])
    return list(good.values()), bad


def _unreadable(path: Path) -> str | None:
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
