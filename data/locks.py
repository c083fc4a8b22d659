"""Locks on a market's folders. The system frees them with their process, so none outlives it."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

Tidy = Callable[[], None]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Waits until no other process or thread is in such a block of the folder, making it."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def shared(folder: Path) -> Iterator[None]:
    """A share in a folder for as long as the block runs."""
    share = Share(folder)
    share.take(lambda: None)
    try:
        yield
    finally:
        share.leave()


def is_held(folder: Path) -> bool:
    """Whether anyone has a share in a folder, or is alone in it; so too where nobody may look."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return True
    try:
        return not _is_alone(descriptor)
    finally:
        os.close(descriptor)


class Share:
    """A share in a folder while something writes there; who holds the last one may tidy up.

    What lies there unfinished while nobody writes was left by a process that died.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def take(self, tidy: Tidy) -> None:
        """Takes a share, making the folder; `tidy` is called where nobody else has one."""
        while self._descriptor is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                self._descriptor = self._shared(tidy)

    def leave(self, tidy: Tidy = lambda: None) -> None:
        """Gives the share up; `tidy` is called where nobody else has one."""
        if self._descriptor is None:
            return
        try:
            if _is_alone(self._descriptor):
                tidy()
        finally:
            os.close(self._descriptor)
            self._descriptor = None

    def fileno(self) -> int:
        """The descriptor that holds the share, while there is one."""
        if self._descriptor is None:
            raise ValueError(f"no share of {self._folder} is held; take one first")
        return self._descriptor

    def _shared(self, tidy: Tidy) -> int | None:
        """A locked descriptor; None where another has just tidied the folder itself away."""
        with ExitStack() as closing:
            descriptor = os.open(self._folder, os.O_RDONLY)
            closing.callback(os.close, descriptor)
            if _is_alone(descriptor):
                tidy()
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            if os.path.samestat(os.fstat(descriptor), self._folder.stat()):
                closing.pop_all()
                return descriptor
        return None


def _is_alone(descriptor: int) -> bool:
    """Makes a lock the only one; where there are others this one is lost."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
