"""Files on their way into a market: received, and loaded by a command in a process of its own.

The command writes the lake, as it would from a shell; the owner takes the load up. Leaving the page
stops nothing, and a load that is cancelled leaves the market as it was.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data.manifests import latest, standing
from data.scratch import Scratch
from data.sources import Options, said
from data.store import Store
from pages.components.access import viewer
from pages.components.words import file_name

ROOT = Path(__file__).parents[2]
PREFIX = "tandem-upload-"
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Received:
    """Uploaded files on disk, under the names their owner gave them; gone with the session."""

    ids: tuple[str, ...]
    paths: tuple[Path, ...]
    folder: Scratch = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The files as reports call them."""
        return tuple(path.name for path in self.paths)


def received(uploads: Sequence[UploadedFile]) -> Received:
    """The uploads on disk, written once per choice of files."""
    ids = tuple(upload.file_id for upload in uploads)
    held: Received | None = st.session_state.get("received")
    if held is None or held.ids != ids:
        folder = Scratch(PREFIX)
        held = Received(ids, tuple(_write(folder.path, u) for u in uploads), folder)
        st.session_state["received"] = held
    return held


def _write(folder: Path, upload: UploadedFile) -> Path:
    """Files of one name, as from several folders, stay apart."""
    name, place = Path(upload.name).name, 1
    path = folder / name
    while path.exists():
        place += 1
        path = folder / str(place) / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(upload.getbuffer())
    return path


@dataclass(frozen=True)
class Loading:
    """A running or ended load; `rows` is how many the dry run read, `since` the number of the
    market's newest load when it began.
    """

    market: str
    rows: int
    since: int
    files: Received
    process: "subprocess.Popen[bytes]"
    outcome: Path
    told: Path

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    @property
    def step(self) -> tuple[str, int]:
        """The file being read and the rows read of all files so far."""
        read: dict[str, int] = {}
        for line in self.told.read_text(errors="replace").splitlines():
            if line.startswith("{") and line.endswith("}"):
                said = json.loads(line)
                read[said["file"]] = said["rows"]
        return next(reversed(read), "starting"), sum(read.values())

    @property
    def report(self) -> dict[str, Any] | None:
        """What the command reported in the end; None where it was cancelled or broke."""
        try:
            return dict(json.loads(self.outcome.read_text()))
        except json.JSONDecodeError:
            return None

    @property
    def last_words(self) -> str:
        """The command's last line, which says why it broke."""
        lines = self.told.read_text(errors="replace").splitlines()
        return next((line for line in reversed(lines) if line and not line.startswith("{")), "")

    @property
    def committed(self) -> int | None:
        """The number of the load that holds these files; None while there is none."""
        names = {path.name for path in self.files.paths}
        return next(
            (
                load.number
                for load in standing(Store.of(self.market), self.since)
                if {Path(file_name(file)).name for file in load.files} == names
            ),
            None,
        )

    def cancel(self) -> None:
        """Interrupts the command, which then takes back what it has written, unless the load was
        `committed` before.
        """
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


@st.cache_resource(show_spinner=False)
def _loadings() -> dict[str, Loading]:
    """One load per market at a time, for every page to see."""
    return {}


def loading(market: str) -> Loading | None:
    """The load that runs into a market, or the last one that ended and was not yet put away."""
    return _loadings().get(market)


def put_away(market: str) -> None:
    """Forgets an ended load, and its files with it."""
    _loadings().pop(market, None)


def start(files: Received, options: Options, rows: int) -> None:
    """Starts the command that loads files into a market."""
    folder = files.folder.path
    outcome, told = folder / ".report", folder / ".progress"
    since = latest(Store.of(options.market))
    with outcome.open("wb") as out, told.open("wb") as errors:
        process = subprocess.Popen(
            _command(files.paths, options),
            cwd=ROOT,
            stdout=out,
            stderr=errors,
            start_new_session=True,
            pass_fds=(files.folder.fileno(),),
        )
    _loadings()[options.market] = Loading(
        options.market, rows, since, files, process, outcome, told
    )
    st.session_state.pop("received", None)


def _command(paths: Sequence[Path], options: Options) -> list[str]:
    named = {"--by": viewer().name, "--market": options.market, "--title": options.title}
    given = [part for name, value in named.items() if value for part in (name, value)]
    flags = ["--json", "--progress", *given, *said.arguments(options)]
    return [sys.executable, "-m", "data.load", *flags, "--", *map(str, paths)]
