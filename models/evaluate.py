"""`python -m models.evaluate`: how good matches are, on a market or by a public protocol."""

import json
import math
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import pyarrow.parquet as pq
import typer

from data.scope import Scope
from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import NotTakenUpError, Warehouse
from models.evidence import READ
from models.methods import PIPELINE
from models.protocols.folder import FolderFormatError
from models.protocols.known import checked, run_protocol
from models.protocols.protocol import Outcome, UnknownProtocolError
from models.recommender import UnsuitedError
from models.selection import FIGURES
from models.training import Learned, NothingToLearnError, learn, peak_memory_mb

ALL = "all"
PROBLEMS = (
    FolderFormatError,
    MarketMissingError,
    MarketNameError,
    NotTakenUpError,
    NothingToLearnError,
    UnknownProtocolError,
    UnsuitedError,
)


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
        if market is not None and protocol is None:
            if method != PIPELINE or name or predictions:
                raise typer.BadParameter(
                    "--market judges every method on the market's own held-out part; "
                    "leave out --method, --name and --predictions"
                )
            result = _market(market, seed)
        elif protocol is None or folder is None or market is not None:
            raise typer.BadParameter("give a protocol and its folder, or --market alone")
        elif method == ALL:
            result = _leaderboard(protocol, folder, name, seed, predictions)
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
    for line in result.get("leaderboard", [result]):
        typer.echo(_line(line))
    if as_json:
        typer.echo(json.dumps(_finite(result), allow_nan=False))


def _finite(told: Any) -> Any:
    """The same, where a figure that is no number is none: JSON has no other word for it."""
    if isinstance(told, dict):
        return {name: _finite(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_finite(value) for value in told]
    return None if isinstance(told, float) and not math.isfinite(told) else told


def _told(protocol: str, method: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "protocol": protocol,
        "method": method,
        "metrics": dict(outcome.metrics),
        "n": outcome.n,
        "se": dict(outcome.errors),
    }


def _leaderboard(
    protocol: str, folder: Path, name: str | None, seed: int, predictions: Path | None
) -> dict[str, Any]:
    """Every method in a process of its own, so that time and memory are its own too; the figures
    above the board, and the predictions, are the pipeline's.
    """
    board = []
    for method in checked(protocol).methods:
        options = ["--method", method, "--seed", str(seed), "--json"]
        options += ["--name", name] if name else []
        options += ["--predictions", str(predictions)] if predictions and method == PIPELINE else []
        board.append(_in_own_process(method, [protocol, str(folder), *options]))
    served = next(line for line in board if line["method"] == PIPELINE)
    if "lacks" in served:
        raise UnsuitedError(served["lacks"])
    return {**served, "method": ALL, "leaderboard": board}


def _in_own_process(method: str, arguments: list[str]) -> dict[str, Any]:
    """What the command says of a method, or `lacks` with the reason why it says nothing."""
    typer.echo(f"{method} ...", err=True)
    command = [sys.executable, "-m", "models.evaluate", *arguments]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["ended without a word"])[-1]
        return {"method": method, "lacks": reason.removeprefix("error: ")}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


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


def _market(market: str, seed: int) -> dict[str, Any]:
    """The market's methods side by side on its held-out part."""
    warehouse = Warehouse.snapshot(Store.of(market), READ)
    try:
        learned = learn(warehouse.session(Scope.everything()), seed, on_step=_on_step)
    finally:
        warehouse.close()
    if learned.judgement is None:
        raise NothingToLearnError(f"market '{market}' has too few pairs to hold any out")
    tested = [line for line in learned.judgement.figures() if line["part"] == "test"]
    board = [
        {
            "method": f"{line['method']} ({line['products']})",
            "n": line["n"],
            "metrics": {name: line[name] for name in FIGURES},
        }
        for line in tested
    ]
    served = next(line for line in board if line["method"] == f"{learned.winner} (all)")
    return {
        "protocol": _protocol_name(learned),
        "market": market,
        "method": learned.winner,
        "metrics": served["metrics"],
        "n": served["n"],
        "leaderboard": board,
    }


def _protocol_name(learned: Learned) -> str:
    is_by_time = learned.exams is not None and learned.exams.window is not None
    return "held-out time" if is_by_time else "held-out products"


def _line(told: dict[str, Any]) -> str:
    if "lacks" in told:
        return f"{told['method']:<20} not tried: {told['lacks']}"
    figures = "  ".join(_figure(told, name) for name in told["metrics"])
    spent = f"  {told['seconds']:.1f} s, {told['peak_memory_mb']:,} MB" if "seconds" in told else ""
    return f"{told['method']:<20} {figures}{spent}"


def _figure(told: dict[str, Any], name: str) -> str:
    error = told.get("se", {}).get(name)
    return f"{name} {told['metrics'][name]:.4f}" + (f" ± {error:.4f}" if error else "")


def _on_step(step: str, share: float) -> None:
    typer.echo(f"{share:4.0%}  {step}", err=True)


if __name__ == "__main__":
    typer.run(main)
