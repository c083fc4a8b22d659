"""A file that someone still writes must not be loaded by half: it is refused once it changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from data.sources.chunk import UnreadableError


@dataclass(frozen=True)
class Stamp:
    """Size in bytes and time of the last change in nanoseconds, as the disk tells them."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Self:
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns)


@contextmanager
def unchanged(path: Path, name: str, size: int | None) -> Iterator[None]:
    """Raises UnreadableError where the file has no longer that size, or changes meanwhile.

    A file that was only copied again since it was found still is what was found. What else is
    wrong with a file that changes comes of reading half of it, and is not said.
    """
    start = _stamp(path, name)
    if size not in (None, start.size):
        raise _changed(name)
    try:
        yield
    except UnreadableError:
        _check(path, name, start)
        raise
    _check(path, name, start)


def _check(path: Path, name: str, start: Stamp) -> None:
    if _stamp(path, name) != start:
        raise _changed(name)


def _stamp(path: Path, name: str) -> Stamp:
    try:
        return Stamp.of(path)
    except FileNotFoundError as error:
        raise UnreadableError(name, "went away before it was read", "put it back") from error


def _changed(name: str) -> UnreadableError:
    reason = "changed while it was read, so it may be half written"
    return UnreadableError(name, reason, "wait until it is complete, then load it again")
