"""How a benchmark tells its figures: lines for people, one JSON line for machines."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import typer


def p50(values: Sequence[float]) -> float:
    return round(float(np.percentile(values, 50)), 1)


def p95(values: Sequence[float]) -> float:
    return round(float(np.percentile(values, 95)), 1)


def tell(lines: Sequence[str], figures: dict[str, Any], as_json: bool) -> None:
    """Writes the lines, then the figures as one line of JSON where that was asked for."""
    for line in lines:
        typer.echo(line)
    if as_json:
        typer.echo(json.dumps(figures))
