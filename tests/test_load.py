"""The command: exit codes, reports, loading twice, a load that is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from data import lake, load, quarantine
from data.locks import alone_in
from data.sources import Options, inspect
from data.store import Store
from tests.small_sources import CONTRACT, LIVE_SELLERS, write

ROOT = Path(__file__).parents[1]
OWN = ("--market", "own", "--tz", "UTC", "--currency", "EUR")


def _run(tmp_path: Path, main: Callable[..., None], *arguments: object) -> Result:
    command = typer.Typer()
    command.command()(main)
    environment = {"TANDEM_STORE": str(tmp_path / "store")}
    return CliRunner().invoke(command, list(map(str, arguments)), env=environment)


def _load(tmp_path: Path, *arguments: object) -> Result:
    return _run(tmp_path, load.main, *arguments)


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def test_a_dry_run_reports_and_writes_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "files", CONTRACT)
    done = _load(tmp_path, folder, *OWN, "--dry-run", "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert {t["table"]: t["rows"] for t in report["tables"]}["order_lines"] == 4
    assert {"Overview", "Product", "Matches"} <= {gap["page"] for gap in report["gaps"]}
    assert not (tmp_path / "store").exists()


def test_loading_twice_writes_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "files", CONTRACT)
    assert _load(tmp_path, folder, *OWN).exit_code == 0
    before = _files(tmp_path / "store")
    again = _load(tmp_path, folder, *OWN)
    assert again.exit_code == 0
    assert "load 1 brought these very files already; nothing changes" in again.stdout
    assert _files(tmp_path / "store") == before


def test_changed_files_load_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "own")
    options = Options("own", time_zone="UTC", currency="EUR")
    folder = write(tmp_path / "files", CONTRACT)
    inspect([folder], options).load_into(store)
    settled = CONTRACT["order_lines.csv"].replace(",pending,", ",settled,")
    (folder / "order_lines.csv").write_text(settled)
    inspect([folder], options).load_into(store)
    assert [manifest.number for manifest in lake.manifests(store)] == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "say what to load and where"),
        (("FILES", "--market", "No Good"), 2, "cannot name a market"),
        (("FILES", "--market", "own", "--tz", "Mars"), 2, "--tz 'Mars' is no IANA time zone"),
        (("FILES", "--market", "own", "--currency", "EURO"), 2, "'EURO' is no ISO 4217 currency"),
        (("FILES", "--market", "own", "--format", "x"), 1, "--format 'x' is not known; give one"),
        (("FILES", "--market", "own"), 1, "give\n  --tz, the time zone"),
        (("nowhere", "--market", "own"), 1, "nowhere: there is no such file or folder"),
    ],
)
def test_wrong_use_gets_one_clear_line(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    folder = write(tmp_path / "files", CONTRACT)
    done = _load(tmp_path, *(folder if a == "FILES" else a for a in arguments))
    assert done.exit_code == code
    assert said in done.output
    assert not done.exception or isinstance(done.exception, SystemExit)
    assert not (tmp_path / "store").exists()


def test_unknown_damaged_and_empty_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    done = _load(tmp_path, tmp_path / "notes.csv", *OWN)
    assert "notes.csv: no known columns (has a, b)" in done.stdout
    (tmp_path / "orders.parquet").write_bytes(b"PAR1 this is none")
    done = _load(tmp_path, tmp_path / "orders.parquet", *OWN)
    assert "orders.parquet: is no whole Parquet file" in done.stdout
    (tmp_path / "empty.csv").write_text("")
    done = _load(tmp_path, tmp_path / "empty.csv", *OWN)
    assert (done.exit_code, "empty.csv (the file is empty" in done.stdout) == (1, True)


def test_quarantine_lists_what_was_not_loaded(tmp_path: Path) -> None:
    bad = LIVE_SELLERS["posts.csv"].replace("12/31/2017", "13/31/2017")
    folder = write(tmp_path / "files", {"posts.csv": bad})
    assert _load(tmp_path, folder, "--market", "sellers").exit_code == 0
    listed = json.loads(_run(tmp_path, quarantine.main, "--market", "sellers", "--json").stdout)
    assert len(listed) == 1
    assert (listed[0]["file"], listed[0]["row"]) == ("posts.csv", 5)
    assert listed[0]["record"]["status_published"] == "13/31/2017 23:30"
    assert "posts.csv" in _run(tmp_path, quarantine.main, "--market", "sellers").stdout
    assert _run(tmp_path, quarantine.main, "--market", "nobody").exit_code == 2


def test_templates_are_written_once(tmp_path: Path) -> None:
    assert _load(tmp_path, "--templates", tmp_path / "new").exit_code == 0
    assert (tmp_path / "new" / "order_lines.csv").exists()
    assert _load(tmp_path, "--templates", tmp_path / "new").exit_code == 1


def test_the_module_runs_as_a_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "data.load", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "Usage: python -m data.load" in done.stdout


@pytest.mark.parametrize("signal_sent", [signal.SIGKILL, signal.SIGINT])
def test_a_load_that_is_stopped_leaves_the_market_as_it_was(
    tmp_path: Path, signal_sent: signal.Signals
) -> None:
    """Stopped before it commits, which the test holds up, and loaded whole afterwards."""
    store = Store(tmp_path / "store" / "own")
    options = Options("own", time_zone="UTC", currency="EUR")
    inspect([write(tmp_path / "files", CONTRACT)], options).load_into(store)
    more = tmp_path / "more"
    _write_many(more, 120_000)
    segments = len(list(store.lake.rglob("*.parquet")))
    command = [sys.executable, "-m", "data.load", str(more), *OWN]
    with alone_in(store.loads):
        process = subprocess.Popen(
            # A run in the background has SIGINT ignored, which a child would inherit.
            ["env", "--default-signal=INT", *command],
            cwd=ROOT,
            env={**os.environ, "TANDEM_STORE": str(tmp_path / "store")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while len(list(store.lake.rglob("*.parquet"))) == segments:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal_sent)
        process.wait(60)
    assert [manifest.number for manifest in lake.manifests(store)] == [1]
    assert inspect([more], options).load_into(store).is_loadable
    assert [m.number for m in lake.manifests(store)] == [1, 2]
    assert sum(s.rows for s in lake.manifests(store)[1].segments if s.table == "events") == 120_000
    held = {store.lake / s.path for m in lake.manifests(store) for s in m.segments}
    assert {path for path in store.lake.rglob("*") if path.is_file()} == held, "all litter is gone"


def _write_many(folder: Path, rows: int) -> None:
    folder.mkdir()
    with (folder / "events.csv").open("w") as file:
        file.write("event_id,event_at,kind,n\n")
        for n in range(rows):
            file.write(f"e{n},{2020 + n % 6}-{n % 10 + 1:02d}-01T00:00:00Z,view,1\n")
