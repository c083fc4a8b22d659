"""The command that lists loads and takes one back, and what is left where it is killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
import typer
from typer.testing import CliRunner, Result

from data import loads
from data.manifests import manifests, standing
from data.store import Store
from data.warehouse import Warehouse
from tests import tiny
from tests.places import ROOT
from tests.whole_market import add, everything, gmv


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The tiny market and a load of one order of a dollar more."""
    built = tiny.build(Store(tmp_path / "tiny"))
    add(built, "order_lines", tiny.line("o99", "p1", "d1", 100))
    return built


def run(store: Store, *arguments: str, market: str = "tiny") -> Result:
    command = typer.Typer()
    command.command()(loads.main)
    environment = {"TANDEM_STORE": str(store.root.parent), "COLUMNS": "160"}
    return CliRunner().invoke(command, ["--market", market, *arguments], env=environment)


def test_the_history_is_listed(store: Store) -> None:
    told = run(store)
    assert told.exit_code == 0
    assert "2 loads" in told.stdout
    assert "x.csv" in told.stdout
    assert "sha256" not in told.stdout
    newest, first = json.loads(run(store, "--json").stdout)
    assert (newest["number"], newest["format"], newest["by"]) == (2, "an export", "ann")
    assert (newest["rows"], newest["rejected"], newest["undone_at"]) == (1, 0, None)
    assert first["rows"] == sum(len(frame) for frame in tiny.frames().values())


def test_an_undo_says_what_was_taken_back(store: Store) -> None:
    told = run(store, "--undo", "2", "--by", "ben")
    assert told.exit_code == 0
    assert told.stdout == "Load 2 was undone: 1 row taken back (1 of order lines).\n"
    assert [load.number for load in standing(store)] == [1]
    newest, _ = json.loads(run(store, "--json").stdout)
    assert (newest["undone_by"], newest["undone_at"]) == ("ben", manifests(store)[-1].committed_at)
    assert "by ben" in run(store).stdout
    said = json.loads(run(store, "--undo", "1", "--json").stdout)
    assert (said["undone"], said["number"], said["rows"]["events"]) == (1, 4, 10)


def test_what_is_refused_or_misused_says_so(store: Store) -> None:
    refused = run(store, "--undo", "7")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "market 'tiny' has no load 7" in refused.stderr
    for market, why in {"none": "no market 'none'", "No!": "cannot name a market"}.items():
        misused = run(store, market=market)
        assert (misused.exit_code, why in misused.stderr) == (2, True)


def command(store: Store, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "data.loads", "--market", store.market, *arguments],
        cwd=ROOT,
        env={**os.environ, "TANDEM_STORE": str(store.root.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_undo_killed_at_any_moment_leaves_before_or_after(store: Store) -> None:
    """Moments are drawn from seed 1 over the time that an undisturbed undo takes."""
    number = 2
    started = time.monotonic()
    assert command(store, "--json").wait() == 0
    takes, random, done = time.monotonic() - started, Random(1), 0
    for _ in range(8):
        process = command(store, "--undo", str(number))
        time.sleep(random.uniform(0.5, 1.1) * takes)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        undone = number not in {load.number for load in standing(store)}
        expected = 15_775 if undone else 15_875
        assert gmv(everything(Warehouse.snapshot(store))) == expected
        if undone:
            done += 1
            number = add(store, "order_lines", tiny.line("o99", "p1", "d1", 100))
    add(store, "order_lines", tiny.line("o98", "p1", "d1", 1))
    assert not list(store.loads.glob("*.part")), "the next load sweeps what the killed left"
    assert gmv(everything(Warehouse.snapshot(store))) == 15_876
    assert [load.undoes is not None for load in manifests(store)].count(True) == done
