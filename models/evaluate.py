"""`python -m models.evaluate`: how good matches are, on a market or by a public protocol."""

import json
import math
import time
from pathlib import Path
from typing import Annotated, Any

import pyarrow.parquet as pq
import typer

from models.leaderboard import ALL, leaderboard, lines
from models.methods import PIPELINE
from models.protocols.known import PROBLEMS, chosen, run_protocol
from models.protocols.protocol import Outcome
from models.training import peak_memory_mb


def main(
    protocol: Annotated[str | None, typer.Argument(help="Such as brand-cold-start.")] = None,
    folder: Annotated[Path | None, typer.Argument(help="The protocol's data.")] = None,
    *,
    market: Annotated[str | None, typer.Option(help="Instead: a market's held-out part.")] = None,
    name: Annotated[str | None, typer.Option(help="Which data of a folder: beauty.")] = None,
    method: Annotated[str, typer.Option(help="pipeline, one method, or all.")] = PIPELINE,
    seed: Annotated[int, typer.Option(help="Orders ids and draws.")] = 0,
    predictions: Annotated[Path | None, typer.Option(help="Parquet file to write.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Prints a leaderboard; with --json the last line is one JSON object."""
    started = time.monotonic()
    try:
        if predictions is not None and not predictions.parent.is_dir():
            raise typer.BadParameter(f"--predictions: there is no folder {predictions.parent}")
        protocol, folder = chosen(protocol, folder, market)
        if method == ALL:
            options = [str(folder), "--seed", str(seed), *(("--name", name) if name else ())]
            result = leaderboard(protocol, options, predictions)
        else:
            outcome = run_protocol(protocol, folder, method, seed, name)
            result = _told(protocol, method, outcome)
            if predictions is not None:
                _write(outcome, predictions)
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    result["seconds"] = round(time.monotonic() - started, 2)
    result["peak_memory_mb"] = max(peak_memory_mb(), result.get("peak_memory_mb", 0))
    for line in lines(result):
        typer.echo(line)
    if as_json:
        typer.echo(json.dumps(_finite(result), allow_nan=False))


def _told(protocol: str, method: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "protocol": protocol,
        "method": method,
        "metrics": dict(outcome.metrics),
        "n": outcome.n,
        "se": dict(outcome.errors),
        **outcome.notes,
    }


def _finite(told: Any) -> Any:
    """The same, where a figure that is no number is none: JSON has no other word for it."""
    if isinstance(told, dict):
        return {name: _finite(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_finite(value) for value in told]
    return None if isinstance(told, float) and not math.isfinite(told) else told


def _write(outcome: Outcome, path: Path) -> None:
    """All predictions or no file: they are put in place when whole."""
    partial = path.with_name(f".{path.name}.part")
    writer: pq.ParquetWriter | None = None
    for table in outcome.predictions():
        writer = writer or pq.ParquetWriter(partial, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
        partial.replace(path)


if __name__ == "__main__":
    typer.run(main)
