"""`python -m models.off_policy LOGGED TARGET`: what another policy would earn, from a log."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from models.causal.effect import Grade, shown
from models.causal.logged import FEWEST_ESS, Shortfall, Value, value
from models.causal.logs import read_logs
from models.causal.table import TableError
from models.causal.telling import ending, fail, tell

WAYS = ("ips", "snips", "dr")


def main(
    logged: Annotated[Path, typer.Argument(help="Parquet log of the policy that drew at random.")],
    target: Annotated[Path, typer.Argument(help="Parquet log of the policy to be valued.")],
    *,
    seed: Annotated[int, typer.Option(help="Of folds and bootstrap.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Refuses, with exit code 1, where the logged rows are worth too few of the target's; the JSON
    then has the reason and no estimate.
    """
    try:
        found = value(*read_logs(logged, target), seed)
    except TableError as error:
        raise fail(error) from error
    told = {
        **asdict(found.effect),
        **{name: found.ways[name].estimate if found.ways else None for name in WAYS},
        "ess": found.ess,
        "rewards": found.rewards,
        "weight": asdict(found.weight),
        "more_rows_needed": short.about if (short := _shortfall(found)) else 0,
        "logged": found.logged,
        "intervals": {name: asdict(way) for name, way in found.ways.items()},
    }
    tell(_lines(found), told, as_json)
    if found.effect.grade is Grade.none:
        raise fail(found.effect.reason)


def _lines(found: Value) -> list[str]:
    lines = [f"{name:<6} {shown(way.estimate)} ({way.span})" for name, way in found.ways.items()]
    own = (
        f"logged {shown(found.logged)} · n = {found.effect.n:,}, worth {found.ess:,.0f} rows"
        f" · rewarded rows, or others if fewer, worth {found.rewards:,.1f}"
    )
    short = _shortfall(found)
    return [*lines, own, found.weighing, *([f"{short}"] if short else []), *ending(found.effect)]


def _shortfall(found: Value) -> Shortfall | None:
    """How many rows are lacking, where they are what is."""
    if found.ess >= FEWEST_ESS:
        return None
    return Shortfall.of(found.ess, found.effect.n, "rows")


if __name__ == "__main__":
    typer.run(main)
