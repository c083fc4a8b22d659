"""Temporary folders go with their work, and where its process was killed, with later work."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from data.scratch import YOUNG_SECONDS, Scratch
from data.sources.rehearsal import PREFIX, rehearsal
from data.store import Store
from tests import tiny
from tests.places import ROOT

UPLOADS = "tandem-upload-"
REHEARSES = """
import sys, time
from pathlib import Path
from data.sources.rehearsal import rehearsal
from data.store import Store
with rehearsal(Store(Path(sys.argv[1]))):
    print("rehearses", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files of this test lie, its processes included."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return tiny.build(Store(tmp_path / "tiny"))


def copies(folder: Path) -> set[Path]:
    return set(folder.glob(f"{PREFIX}*"))


def age(folder: Path) -> None:
    then = time.time() - YOUNG_SECONDS - 1
    os.utime(folder, (then, then))


def test_what_a_killed_rehearsal_left_goes_with_the_next_one(store: Store, temporary: Path) -> None:
    command = [sys.executable, "-c", REHEARSES, str(store.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (left,) = copies(temporary)
        age(left)
        with rehearsal(store):
            assert left.exists(), "its process still runs"
        process.kill()
    assert copies(temporary) == {left}
    with rehearsal(store):
        assert left not in copies(temporary)
    assert copies(temporary) == set()


def test_a_folder_that_is_being_made_and_files_of_others_stay(
    store: Store, temporary: Path
) -> None:
    young, other = temporary / f"{PREFIX}young", temporary / "somebody-elses"
    young.mkdir()
    other.mkdir()
    age(other)
    with rehearsal(store):
        pass
    assert young.exists()
    assert other.exists()


def test_files_stay_while_a_process_that_reads_them_lives(temporary: Path) -> None:
    """A load goes on where the app that started it has gone."""
    mine = Scratch(UPLOADS)
    left = mine.path
    reads = [sys.executable, "-c", "input()"]
    with subprocess.Popen(reads, stdin=subprocess.PIPE, pass_fds=(mine.fileno(),)) as process:
        mine._share.leave()  # as the system does for a process that was killed
        age(left)
        Scratch(UPLOADS)
        assert left.exists()
        process.kill()
    Scratch(UPLOADS)
    assert not left.exists()
    assert list(temporary.iterdir()) == [], "what nobody knows any more is gone"
