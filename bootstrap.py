"""What must be there before Tandem can run. Each gap ends in one line that says what to do.

Needs nothing but the system's Python, even one too old for Tandem, and its standard library:
`python3 bootstrap.py install requirements.txt`, `port 8501`, `space FOLDER GIB` or `browser`.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
VENV = Path(__file__).parent / ".venv"
INSTALL_GIB = 2.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PYTHON = "python{}.{}".format(*sys.version_info[:2])

# Needs the C library, Python's headers and OpenMP, as LightFM's build does.
PROBE = """
#include <stdlib.h>
#include <Python.h>
#include <omp.h>
int threads(void) { return omp_get_max_threads(); }
"""

# What a compiler or pip writes when something is missing, and what to do about it.
COMPILER_GAPS = {
    r"Python\.h": f"the headers of Python are missing; run: sudo apt install {PYTHON}-dev",
    r"omp\.h|gomp": "OpenMP (libgomp) is missing; run: sudo apt install gcc libgomp1",
    r"": f"the C compiler fails; run: sudo apt install gcc libc6-dev {PYTHON}-dev",
}
PIP_GAPS = {
    r"No space left|quota exceeded": "the disk is full; make room, then run this again",
    r"connection broken|versions: none|ResolutionImpossible|Timeout|IncompleteRead": (
        "no package index in reach; check the network, or set HTTPS_PROXY (a proxy) or "
        "PIP_INDEX_URL (a mirror), then run this again"
    ),
    r"Failed building wheel|Failed to build": "a package did not compile; the reason is above",
    r"": "pip failed; the reason is above",
}


class GapError(Exception):
    """Something is missing; the message is one line that says what to install or set."""


def check_python(version: tuple[int, int]) -> None:
    found = "Python {}.{}".format(*version)
    if version < OLDEST:
        raise GapError(
            f"{found} is too old; install Python 3.11 or later with its -venv and -dev packages, "
            "or name the one to use: make run PYTHON=python3.12"
        )
    if version > NEWEST:
        raise GapError(
            f"{found} is newer than the pinned packages; install Python 3.13 with its -venv and "
            "-dev packages, and name it: make run PYTHON=python3.13"
        )


def check_venv() -> None:
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise GapError(f"{PYTHON} cannot make environments; run: sudo apt install {PYTHON}-venv")


def check_compiler() -> None:
    """Compiles and loads a few lines that need what LightFM's build needs."""
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "gcc").split()
    if shutil.which(compiler[0]) is None:
        raise GapError(
            f"no C compiler ({compiler[0]}), and LightFM is built from source; "
            f"run: sudo apt install gcc {PYTHON}-dev"
        )
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "probe.c"), Path(folder, "probe.so")
        source.write_text(PROBE)
        options = ["-shared", "-fPIC", "-fopenmp", "-I" + sysconfig.get_paths()["include"]]
        command = [*compiler, *options, str(source), "-o", str(library)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise GapError(advice(COMPILER_GAPS, done.stderr))
        try:
            ctypes.CDLL(str(library))
        except OSError as error:
            raise GapError(advice(COMPILER_GAPS, str(error))) from error


def check_space(folder: Path, gib: float) -> None:
    """Raises GapError where the folder's disk has less than `gib` GiB free."""
    existing = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    free = shutil.disk_usage(existing).free / 2**30
    if free < gib:
        raise GapError(
            f"the disk of {existing.resolve()} has {free:.1f} GiB free and {gib:.1f} are needed; "
            "make room there"
        )


def check_port(port: str) -> None:
    if not port.isdigit() or not 1024 <= int(port) <= 65535:
        raise GapError(f"PORT={port} is no free port; name one from 1024 to 65535: PORT=8502")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            raise GapError(
                f"port {port} is in use; stop what runs there, or take another: "
                f"make run PORT={int(port) % 65535 + 1}"
            ) from error


def advice(gaps: dict[str, str], output: str) -> str:
    """What to do about the first gap whose sign is in the output."""
    return next(advice for sign, advice in gaps.items() if re.search(sign, output))


def install(requirements: str) -> None:
    """Makes `.venv` where there is none, and installs the requirements into it."""
    check_venv()
    check_compiler()
    if not VENV.exists():
        check_space(VENV.parent, INSTALL_GIB)
    say(f"Making .venv with {PYTHON}")
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    say(f"Installing {requirements}")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    status, errors = run_aloud([*pip, "-r", requirements])
    if status:
        raise GapError(advice(PIP_GAPS, errors))


def run_aloud(command: list[str]) -> tuple[int, str]:
    """Runs a command in sight of the user; its exit status and what it wrote on stderr."""
    errors = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr or ():
            sys.stderr.write(line)
            errors.append(line)
    return process.returncode, "".join(errors)


def find_browser() -> str | None:
    """The Chromium that tests drive: `TANDEM_CHROMIUM`, else one on the path."""
    names = (os.environ.get("TANDEM_CHROMIUM") or " ".join(BROWSERS)).split()
    return next(filter(None, map(shutil.which, names)), None)


def install_browser() -> None:
    """Sees to it that there is a Chromium; installs the system's where that is allowed."""
    if not find_browser() and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing chromium for the browser tests")
        for command in ("apt-get update -q", "apt-get install -qy chromium"):
            subprocess.run(command.split(), check=False)
    if not find_browser():
        raise GapError(
            "no Chromium for the browser tests; run: sudo apt install chromium, "
            "or set TANDEM_CHROMIUM to the path of one"
        )


def take_a_fitting_python() -> None:
    """Goes on in another Python of this machine where the one that runs this does not fit."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        other = shutil.which(f"python3.{minor}")
        if other and subprocess.call([other, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(other, [other, *sys.argv])


def say(line: str) -> None:
    sys.stdout.write(f"== {line}\n")
    sys.stdout.flush()


def main(command: str, *arguments: str) -> None:
    take_a_fitting_python()
    check_python(sys.version_info[:2])
    if command == "install":
        install(*arguments)
    elif command == "port":
        check_port(*arguments)
    elif command == "space":
        check_space(Path(arguments[0]), float(arguments[1]))
    elif command == "browser":
        install_browser()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except GapError as gap:
        sys.exit(f"Tandem: {gap}")
