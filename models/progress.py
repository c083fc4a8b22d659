"""How a training stands, in a small file that a page polls; and how to start and to stop one.

`store.models/training.json` says what the training said last. Whether it still runs is told by a
lock that dies with its process, so that a killed training never looks alive.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from data.store import Store

INHERITED_LOCK = "TANDEM_TRAINING_LOCK"


class TrainingRunsError(RuntimeError):
    """A training of the market is running already."""


@dataclass(frozen=True)
class Progress:
    """`state`: running, done, cancelled, failed, or stopped where the process vanished."""

    state: str
    step: str
    percent: int
    pid: int
    started_at: str
    updated_at: str
    version: str | None = None
    error: str | None = None


class Reporter:
    """A running training's pen."""

    def __init__(self, store: Store, pid: int) -> None:
        self._store = store
        now = _now()
        self.progress = Progress("running", "starting", 0, pid, now, now)
        self._write()

    def step(self, step: str, share: float) -> None:
        """What is being done, and the share of the training that lies behind."""
        self._change(step=step, percent=round(100 * share))

    def end(self, state: str, *, version: str | None = None, error: str | None = None) -> None:
        percent = 100 if state == "done" else self.progress.percent
        self._change(state=state, percent=percent, version=version, error=error)

    def _change(self, **changes: object) -> None:
        self.progress = replace(self.progress, updated_at=_now(), **changes)  # type: ignore[arg-type]
        self._write()

    def _write(self) -> None:
        _write(self._store, self.progress)


@contextmanager
def only_training(store: Store) -> Iterator[Reporter]:
    """Holds the market's training lock within the block. Raises TrainingRunsError."""
    inherited = os.environ.pop(INHERITED_LOCK, None)
    lock = os.fdopen(int(inherited), "a") if inherited else _locked(store)
    with lock:
        yield Reporter(store, os.getpid())


def progress(store: Store) -> Progress | None:
    """How the latest training stands; None before the first."""
    try:
        held = Progress(**json.loads(_status(store).read_text()))
    except FileNotFoundError:
        return None
    if held.state == "running" and not is_training(store):
        return replace(held, state="stopped", error="the training ended without a word")
    return held


def is_training(store: Store) -> bool:
    """Whether a training of the market runs now, in whatever process."""
    if not _lock(store).exists():
        return False
    with _lock(store).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def start(store: Store) -> int:
    """Starts a training in a process of its own; returns its id. Raises TrainingRunsError.

    The lock is taken here and inherited, so that there is no moment in which nobody trains.
    """
    with _locked(store) as lock:
        process = subprocess.Popen(
            [sys.executable, "-m", "models.train", "--market", store.market],
            cwd=Path(__file__).parents[1],
            env=os.environ | {INHERITED_LOCK: str(lock.fileno())},
            pass_fds=[lock.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        Reporter(store, process.pid)
    return process.pid


def cancel(store: Store, patience: float = 10.0) -> bool:
    """Asks the running training to stop and waits for it; False if none was running or it goes on.

    One that was stopped before it could say so has been cancelled all the same.
    """
    held = progress(store)
    if held is None or held.state != "running":
        return False
    os.kill(held.pid, signal.SIGTERM)
    until = time.monotonic() + patience
    while is_training(store) and time.monotonic() < until:
        time.sleep(0.05)
    if is_training(store):
        return False
    left = progress(store)
    if left and left.state == "stopped":
        _write(store, replace(left, state="cancelled", error=None))
    return True


def _locked(store: Store) -> TextIO:
    """The lock's file, held until closed; a reader's glance at it is waited out."""
    store.models.mkdir(parents=True, exist_ok=True)
    lock = _lock(store).open("a")
    for _ in range(20):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            time.sleep(0.02)
    lock.close()
    raise TrainingRunsError(
        f"a training of market '{store.market}' is running; wait for it or cancel it"
    )


def _write(store: Store, told: Progress) -> None:
    temporary = _status(store).with_suffix(".part")
    temporary.write_text(json.dumps(asdict(told)))
    temporary.rename(_status(store))


def _status(store: Store) -> Path:
    return store.models / "training.json"


def _lock(store: Store) -> Path:
    return store.models / "training.lock"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
