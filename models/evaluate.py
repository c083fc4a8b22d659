"""`python -m models.evaluate`: how good matches are, on a market or by a public protocol."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from data.scope import Scope
from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import NotTakenUpError, Warehouse
from models.brand_folder import FolderFormatError
from models.evidence import READ
from models.protocols import PIPELINE, Outcome, UnknownProtocolError, run_protocol
from models.selection import FIGURES
from models.training import Learned, NothingToLearnError, learn, peak_memory_mb

PROBLEMS = (
    FolderFormatError,
    MarketMissingError,
    MarketNameError,
    NotTakenUpError,
    NothingToLearnError,
    UnknownProtocolError,
)


def main(
    protocol: Annotated[str | None, typer.Argument(help="Such as brand-cold-start.")] = None,
    folder: Annotated[Path | None, typer.Argument(help="The protocol's data.")] = None,
    *,
    market: Annotated[str | None, typer.Option(help="Instead: a market's held-out part.")] = None,
    method: Annotated[str, typer.Option(help="pipeline, one method, or all.")] = PIPELINE,
    seed: Annotated[int, typer.Option(help="Orders ids and draws.")] = 0,
    predictions: Annotated[Path | None, typer.Option(help="Parquet file to write.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Prints a leaderboard; with --json the last line is one JSON object."""
    started = time.monotonic()
    try:
        if market is not None and protocol is None:
            result = _market(market, seed)
        elif protocol is not None and folder is not None and market is None:
            result = _protocol(protocol, folder, method, seed, predictions)
        else:
            raise typer.BadParameter("give a protocol and its folder, or --market alone")
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    result["seconds"] = round(time.monotonic() - started, 2)
    result["peak_memory_mb"] = peak_memory_mb()
    for line in result["leaderboard"]:
        typer.echo(_told(line))
    if as_json:
        typer.echo(json.dumps(result))


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
    board = [_line(line) for line in tested]
    served = next(line for line in board if line["method"] == f"{learned.winner} (all)")
    return {
        "protocol": _protocol_name(learned),
        "market": market,
        "method": learned.winner,
        "metrics": served["metrics"],
        "n": served["n"],
        "leaderboard": board,
    }


def _protocol(
    name: str, folder: Path, method: str, seed: int, predictions: Path | None
) -> dict[str, Any]:
    outcome = run_protocol(name, folder, method, seed)
    shown = PIPELINE if method == "all" else method
    if predictions is not None:
        _write_predictions(outcome, shown, predictions)
    methods = outcome.queries["method"].unique()
    own = outcome.queries[outcome.queries["method"] == shown]
    return {
        "protocol": name,
        "method": method,
        "fitted": sorted(own["fitted"].unique()),
        "metrics": outcome.figures(shown),
        "n": len(own),
        "leaderboard": [
            {"method": m, "metrics": outcome.figures(m), "se": outcome.errors(m)} for m in methods
        ],
    }


def _write_predictions(outcome: Outcome, method: str, path: Path) -> None:
    own = outcome.predictions[outcome.predictions["method"] == method]
    columns = {"product_id": "query_id", "creator_id": "candidate_id"}
    named = own.rename(columns=columns)[["query_id", "candidate_id", "rank", "score"]]
    named.to_parquet(path, index=False)


def _line(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": f"{figures['method']} ({figures['products']})",
        "n": figures["n"],
        "metrics": {name: figures[name] for name in FIGURES},
    }


def _protocol_name(learned: Learned) -> str:
    is_by_time = learned.held_out[0].test.cut_off is not None
    return "held-out time" if is_by_time else "held-out products"


def _told(line: dict[str, Any]) -> str:
    figures = "  ".join(f"{name} {value:.4f}" for name, value in line["metrics"].items())
    return f"{line['method']:<20} {figures}"


def _on_step(step: str, share: float) -> None:
    typer.echo(f"{share:4.0%}  {step}", err=True)


if __name__ == "__main__":
    typer.run(main)
