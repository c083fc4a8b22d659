"""Methods side by side, each judged in a process of its own, and figures as people read them."""

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from models.methods import PIPELINE
from models.metrics import MEDIAN_RANK
from models.protocols.known import checked
from models.protocols.market import COLD
from models.recommender import UnsuitedError

Told = dict[str, Any]
"""What the command tells of one method."""
ALL = "all"
SPENT = {"seconds": "s", "peak_memory_mb": "MB"}
NAME = 15
"""Width of a method's name."""


def leaderboard(protocol: str, arguments: Sequence[str], predictions: Path | None) -> Told:
    """Every method by itself, so that time and memory are its own too; the figures above the
    board, and the predictions, are the pipeline's. Raises UnsuitedError.
    """
    board = []
    for method in checked(protocol).methods:
        own = [protocol, *arguments, "--method", method, "--json"]
        if predictions and method == PIPELINE:
            own += ["--predictions", str(predictions.absolute())]
        board.append(_in_own_process(method, own))
    served = next(line for line in board if line["method"] == PIPELINE)
    if "lacks" in served:
        raise UnsuitedError(served["lacks"])
    return {**served, "method": ALL, "leaderboard": board}


def _in_own_process(method: str, arguments: Sequence[str]) -> Told:
    """What the command says of a method, or `lacks` with the reason why it says nothing."""
    typer.echo(f"{method} ...", err=True)
    command = [sys.executable, "-m", "models.evaluate", *arguments]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["ended without a word"])[-1]
        return {"method": method, "lacks": reason.removeprefix("error: ")}
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def lines(told: Told) -> Iterator[str]:
    """A table of the methods, best first, and one of queries that are new to the model where these
    are told apart; means with their standard errors.
    """
    board = _ranked(told.get("leaderboard", [told]))
    cold = [name for name in told["metrics"] if name.startswith(COLD)]
    every = [name for name in told["metrics"] if name not in cold]
    held = "".join(f", {name} {value}" for name, value in told.get("held_out", {}).items())
    yield f"{told.get('market', told['protocol'])}: n = {told['n']:,}{held}"
    yield from _table(board, every, SPENT)
    if cold:
        yield f"new to the model: n = {told['n_cold']:,}"
        yield from _table([line for line in board if "lacks" not in line], cold, {})


def _ranked(board: Sequence[Told]) -> list[Told]:
    """By the first metric; last those that were not tried."""
    tried = [line for line in board if "lacks" not in line]
    best = sorted(tried, key=lambda line: next(iter(line["metrics"].values())), reverse=True)
    return best + [line for line in board if "lacks" in line]


def _table(
    board: Sequence[Told], metrics: Sequence[str], spent: Mapping[str, str]
) -> Iterator[str]:
    yield _row("", [name.removeprefix(COLD) for name in metrics], spent.values())
    for line in board:
        if "lacks" in line:
            yield f"{line['method']:<{NAME}} not tried: {line['lacks']}"
        else:
            figures = [_figure(line, name) for name in metrics]
            yield _row(line["method"], figures, [f"{line[name]:,.0f}" for name in spent])


def _row(first: str, figures: Iterable[str], spent: Iterable[str]) -> str:
    wide, narrow = (f"{cell:>18}" for cell in figures), (f"{cell:>7}" for cell in spent)
    return "".join((f"{first:<{NAME}}", *wide, *narrow))


def _figure(line: Told, name: str) -> str:
    value, error = line["metrics"][name], line["se"].get(name)
    if value is None:
        return "-"
    told = f"{value:,.1f}" if name.endswith(MEDIAN_RANK) else f"{value:.4f}"
    return f"{told} ± {error:.4f}" if error is not None and math.isfinite(error) else told
