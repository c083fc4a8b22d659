"""The real app as its own process, on a store of its own."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

from tests.places import ROOT

START_SECONDS = 60
COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True)
class Served:
    """A running app: where it answers, which store it owns, what it has written."""

    url: str
    store: Path
    log: Path
    pid: int

    def complaints(self, after: int = 0) -> str:
        """The first traceback in the log beyond so many characters, and what follows it."""
        text = COLOUR.sub("", self.written[after:])
        found = text.find("Traceback")
        return text[found:] if found >= 0 else ""

    @property
    def written(self) -> str:
        return self.log.read_text()


@contextmanager
def serve(
    store: Path, log: Path, *, script: Path = ROOT / "app.py", **variables: str
) -> Iterator[Served]:
    """Serves an app on a free port until the block ends; `variables` go to its environment."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with log.open("w") as written:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**_neutral(), "TANDEM_STORE": str(store), **variables},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    served = Served(f"http://127.0.0.1:{port}", store, log, process.pid)
    try:
        _wait_until_healthy(served, process)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=20)


def _neutral() -> dict[str, str]:
    """This process's environment without a choice of viewer."""
    chosen = ("TANDEM_MARKET", "TANDEM_MERCHANT")
    return {name: value for name, value in environ.items() if name not in chosen}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(served: Served, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{served.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the app did not start:\n{served.written[-3000:]}")
