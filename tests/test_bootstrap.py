"""Each missing prerequisite ends in one line that says what to install or set."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(bootstrap.__file__).parent


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "bootstrap.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a refusal."""
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("Tandem: ")
    return line


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_a_supported_python_passes(version: tuple[int, int]) -> None:
    bootstrap.check_python(version)


@pytest.mark.parametrize(
    ("version", "message"),
    [((3, 9), "Python 3.9 is too old; install"), ((3, 15), "Python 3.15 is newer than the pinned")],
)
def test_another_python_is_named(version: tuple[int, int], message: str) -> None:
    with pytest.raises(bootstrap.GapError, match=message):
        bootstrap.check_python(version)


def test_another_fitting_python_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fitting, broken = tmp_path / "python3.12", tmp_path / "python3.11"
    fitting.write_text("#!/bin/sh\nexit 0\n")
    broken.write_text("#!/bin/sh\nexit 127\n")
    fitting.chmod(0o755)
    broken.chmod(0o755)
    taken: list[str] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(os, "execv", lambda path, _: taken.append(path))
    bootstrap.take_a_fitting_python()
    assert taken == [str(fitting)]


def test_no_module_for_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.GapError, match=r"sudo apt install python3\.\d+-venv"):
        bootstrap.check_venv()


def test_no_compiler_on_the_path(tmp_path: Path) -> None:
    line = only_line(run("install", "requirements.txt", PATH=str(tmp_path), CC="gcc"))
    assert re.search(r"no C compiler \(gcc\).*sudo apt install gcc python3\.\d+-dev", line)


@pytest.mark.parametrize(
    ("complaint", "remedy"),
    [
        ("probe.c:3:10: fatal error: Python.h: No such file or directory", "-dev"),
        ("probe.c:4:10: fatal error: omp.h: No such file or directory", "libgomp1"),
        ("/usr/bin/ld: cannot find -lgomp: No such file or directory", "libgomp1"),
        ("probe.c:2:10: fatal error: stdlib.h: No such file or directory", "libc6-dev"),
    ],
)
def test_what_the_compiler_misses(tmp_path: Path, complaint: str, remedy: str) -> None:
    compiler = tmp_path / "cc"
    compiler.write_text(f"#!/bin/sh\necho '{complaint}' >&2\nexit 1\n")
    compiler.chmod(0o755)
    assert remedy in only_line(run("install", "requirements.txt", CC=str(compiler)))


def test_the_compiler_of_this_machine_builds() -> None:
    bootstrap.check_compiler()


def test_libgomp_missing_at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise OSError("libgomp.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(bootstrap.ctypes, "CDLL", refuse)
    with pytest.raises(bootstrap.GapError, match="sudo apt install gcc libgomp1"):
        bootstrap.check_compiler()


def test_a_full_disk(tmp_path: Path) -> None:
    assert run("space", str(tmp_path / "new" / "store"), "0.001").returncode == 0
    line = only_line(run("space", str(tmp_path / "new" / "store"), "9999999"))
    assert re.search(rf"disk of {tmp_path} has [\d.]+ GiB free and 9999999.0 are needed", line)


def test_a_busy_port() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        line = only_line(run("port", str(port)))
    assert f"port {port} is in use" in line
    assert "make run PORT=" in line
    assert run("port", str(port)).returncode == 0


@pytest.mark.parametrize("port", ["80", "99999", "http"])
def test_no_port_at_all(port: str) -> None:
    assert f"PORT={port} is no free port" in only_line(run("port", port))


@pytest.mark.parametrize("constraints", [(), ("-c", "requirements.lock")])
def test_no_network(tmp_path: Path, constraints: tuple[str, ...]) -> None:
    """Pip's own words, with an index that nobody serves, lead to the right advice."""
    status, errors = bootstrap.run_aloud(
        [
            *(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--isolated"),
            *("--retries", "0", "--index-url", "http://127.0.0.1:9/simple", "--no-cache-dir"),
            *("--target", str(tmp_path), "streamlit==1.67.0", *constraints),
        ]
    )
    assert status == 1
    assert "check the network" in bootstrap.advice(bootstrap.PIP_GAPS, errors)


@pytest.mark.parametrize(
    ("complaint", "remedy"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        ("WARNING: Retrying (Retry(total=0)) after connection broken by 'X'", "check the network"),
        ("ERROR: Failed building wheel for rectools-lightfm", "did not compile"),
        ("ERROR: something else", "pip failed"),
    ],
)
def test_what_pip_says(complaint: str, remedy: str) -> None:
    assert remedy in bootstrap.advice(bootstrap.PIP_GAPS, complaint)


def test_no_browser(tmp_path: Path) -> None:
    line = only_line(run("browser", PATH=str(tmp_path), TANDEM_CHROMIUM=""))
    assert "sudo apt install chromium" in line


def test_a_named_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "my-chromium"
    shutil.copy("/bin/true", named)
    monkeypatch.setenv("TANDEM_CHROMIUM", str(named))
    assert bootstrap.find_browser() == str(named)
