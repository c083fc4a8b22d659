"""Files that are on disk, whole, once they have their name, even if the machine stops."""

import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def write_durably(path: Path, write: Callable[[Path], None]) -> None:
    """Writes a file beside its place and moves it there when it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    write(temporary)
    sync(temporary)
    temporary.rename(path)
    sync(path.parent)


def write_text_durably(path: Path, text: str) -> None:
    """Writes a text in place of what stood there."""

    def write(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8")

    write_durably(path, write)


def write_new(path: Path, text: str) -> bool:
    """Writes a file that must not exist yet; False if another process was quicker."""
    temporary = path.with_name(f"{uuid.uuid4().hex}.part")
    temporary.write_text(text)
    sync(temporary)
    with suppress(FileExistsError):
        os.link(temporary, path)
        sync(path.parent)
        temporary.unlink()
        return True
    temporary.unlink()
    return False


def sync(path: Path) -> None:
    """Returns once the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
