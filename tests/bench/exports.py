"""A year of three shops' order exports, tried and loaded: `python -m tests.bench.exports --json`.

The peer is DuckDB reading the same CSV files as plain text, without meaning: what the disk and the
separators alone cost.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer

from tests.bench.report import tell
from tests.exports import year
from tests.places import ROOT

LINES = 200_000


def command(folder: Path, *flags: str) -> tuple[float, float, dict[str, Any]]:
    """Seconds, peak memory in MB and the report of the load command in a process of its own."""
    shops = [f"{path.name}={path.name}" for path in sorted(folder.iterdir())]
    said = [word for shop in shops for word in ("--merchant", shop)]
    known = ["--market", "bench", "--tz", year.ZONE, "--currency", "USD"]
    arguments = [*known, "--json", *said, *flags]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "data.load", *arguments, str(folder)],
        cwd=ROOT,
        env={**os.environ, "TANDEM_STORE": str(folder.parent / "store")},
        stdout=subprocess.PIPE,
        check=True,
        timeout=600,
    )
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return seconds, peak, json.loads(done.stdout)


def peer(folder: Path) -> float:
    start = time.perf_counter()
    for path in folder.rglob("*.csv"):
        duckdb.connect().read_csv(str(path), all_varchar=True).fetchall()
    return time.perf_counter() - start


def main(
    scale: Annotated[float, typer.Option(help="Times 200,000 lines.")] = 1.0,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Dry run and load of so many lines, against reading the same files as text."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "files"
        rows = year.write(folder, round(LINES * scale))
        dry, dry_peak, _ = command(folder, "--dry-run")
        load, load_peak, report = command(folder)
        plain = peer(folder)
    used = sum(file["used"] for file in report["files"])
    figures = {
        "rows": rows,
        "used": used,
        "dry_run_seconds": round(dry, 2),
        "load_seconds": round(load, 2),
        "rows_per_second": round(rows / load),
        "plain_read_seconds": round(plain, 2),
        "ratio": round(plain / load, 3),
        "peak_memory_mb": round(max(dry_peak, load_peak)),
    }
    tell([f"{name}: {value}" for name, value in figures.items()], figures, as_json)


if __name__ == "__main__":
    typer.run(main)
