"""Folders for work that ends: each goes with its block, or later where its process was killed."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from data.locks import is_held, shared

YOUNG_SECONDS = 600
"""A folder this young may not be held yet: another process makes it at this moment."""


@contextmanager
def scratch(prefix: str) -> Iterator[Path]:
    """A folder of the system's for temporary files, held until the block ends; what killed
    processes left under the same prefix is swept first.
    """
    _sweep(prefix)
    with TemporaryDirectory(prefix=prefix) as name, shared(Path(name)):
        yield Path(name)


def _sweep(prefix: str) -> None:
    for folder in Path(gettempdir()).glob(f"{prefix}*"):
        if _is_old(folder) and not is_held(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > YOUNG_SECONDS
    except OSError:  # gone meanwhile
        return False
