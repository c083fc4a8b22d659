"""Folders for work that ends: each goes with its work, or later where its process was killed."""

import shutil
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from data.locks import Share, is_held

YOUNG_SECONDS = 60
"""A folder this young may not be held yet: another process makes it at this moment."""


class Scratch:
    """A folder of the system's for temporary files, held until it is closed or nobody knows it any
    more; what killed processes left under the same prefix is swept first.
    """

    def __init__(self, prefix: str) -> None:
        _sweep(prefix)
        self._folder = TemporaryDirectory(prefix=prefix)
        self._share = Share(self.path)
        self._share.take(lambda: None)
        weakref.finalize(self, self._share.leave)

    @property
    def path(self) -> Path:
        return Path(self._folder.name)

    def fileno(self) -> int:
        """A descriptor; a process that it is passed to holds the folder as well."""
        return self._share.fileno()

    def close(self) -> None:
        self._share.leave()
        self._folder.cleanup()


@contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """A folder that is gone after the block."""
    folder = Scratch(prefix)
    try:
        yield folder.path
    finally:
        folder.close()


def _sweep(prefix: str) -> None:
    for folder in Path(gettempdir()).glob(f"{prefix}*"):
        if _is_old(folder) and not is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > YOUNG_SECONDS
    except OSError:  # gone meanwhile
        return False
