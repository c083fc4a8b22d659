"""How a benchmark tells its figures: lines for people, one JSON line for machines."""

import json
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import typer


def p50(values: Sequence[float]) -> float:
    return round(float(np.percentile(values, 50)), 1)


def p95(values: Sequence[float]) -> float:
    return round(float(np.percentile(values, 95)), 1)


def tell(lines: Sequence[str], figures: dict[str, Any], as_json: bool) -> None:
    """Writes the lines, then the figures as one line of JSON where that was asked for.

    The load says how far to trust them: above the number of cores, other work slowed them down.
    """
    busy, cores = round(os.getloadavg()[0], 1), os.cpu_count()
    for line in [*lines, f"load average {busy} on {cores} cores"]:
        typer.echo(line)
    if as_json:
        typer.echo(json.dumps(figures | {"load": busy, "cores": cores}))
