"""Simulated markets: python -m data.market build | panel | hash (--help says more)."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data.manifests import standing
from data.market.build import ForeignMarketError, is_built, is_built_as
from data.market.build import Progress as Told
from data.market.build import build as build_market
from data.market.content_hash import content_hashes
from data.market.panel import simulate
from data.market.panel_folder import write_panel
from data.market.plan import Plan, demo
from data.market.scenario import SCENARIOS
from data.store import MarketMissingError, MarketNameError, Store

FAILED, MISUSED = 1, 2

app = typer.Typer(help="Simulated markets.", no_args_is_help=True, add_completion=False)
Market = Annotated[str, typer.Option(help="Name of the market.")]
Seed = Annotated[int, typer.Option(help="Equal seeds give equal rows.", min=0)]
AsJson = Annotated[bool, typer.Option("--json", help="Report as JSON on standard output.")]


@app.command()
def build(
    *,
    market: Market = "demo",
    seed: Seed = 1,
    scale: Annotated[
        float,
        typer.Option(help="Factor on traffic: 1 gives 5.7 million rows.", min=0.05),
    ] = 1.0,
    force: Annotated[bool, typer.Option("--force", help="Build anew what exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Build a simulated market, unless it exists. Stop the app first if you build one anew.

    Exit code: 0 built or there already, 1 failed, 2 wrong use.
    """
    store, started = _store(market), time.perf_counter()
    plan = replace(demo(scale), market=store.market, title=_title(store.market))
    exists = is_built(store) and not force
    if not exists:
        _build(store, plan, seed)
    rows = _rows(store)
    is_same = is_built_as(store, plan, seed)
    report = {"market": market, "built": not exists, "is_as_asked": is_same, "rows": rows}
    seconds = round(time.perf_counter() - started, 1)
    if as_json:
        _say_json(report | {"seconds": seconds})
    elif exists:
        which = "is there already" if is_same else "is there, of another seed, scale or version"
        typer.echo(f"{market} {which} ({sum(rows.values()):,} rows); --force builds anew")
    else:
        typer.echo(f"{market}: {sum(rows.values()):,} rows in {seconds} s")


@app.command()
def panel(
    *,
    out: Annotated[Path, typer.Option(help="Folder to write; its truth/ holds the effects.")],
    scenario: Annotated[str, typer.Option(help=f"One of {', '.join(SCENARIOS)}.")] = "S0",
    seed: Seed = 1,
    products: Annotated[int, typer.Option(min=50)] = 5_000,
    creators: Annotated[int, typer.Option(min=10)] = 2_000,
    days: Annotated[int, typer.Option(min=70)] = 90,
    as_json: AsJson = False,
) -> None:
    """Draw a daily economy and write it as a panel folder."""
    if scenario not in SCENARIOS:
        raise _misused(f"no scenario '{scenario}'; there are {', '.join(SCENARIOS)}")
    started = time.perf_counter()
    drawn = simulate(scenario, seed, products=products, creators=creators, days=days)
    seconds = round(time.perf_counter() - started, 3)
    write_panel(drawn, out)
    starts = int((drawn.requests.started >= 0).sum())
    if as_json:
        _say_json({"scenario": scenario, "seed": seed, "starts": starts, "seconds": seconds})
    else:
        typer.echo(f"{out}: {scenario}, seed {seed}, {starts} starts, drawn in {seconds} s")


@app.command("hash")
def hash_(market: Market = "demo", as_json: AsJson = False) -> None:
    """Hash the rows of every table of a market, in the order of their keys."""
    try:
        hashes = content_hashes(_store(market))
    except MarketMissingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from error
    if as_json:
        _say_json(hashes)
    else:
        for table, value in hashes.items():
            typer.echo(f"{value}  {table}")


def _build(store: Store, plan: Plan, seed: int) -> None:
    try:
        with _progress(f"building {store.market}") as told:
            build_market(store, plan, seed, told)
    except ForeignMarketError as error:
        raise _misused(str(error)) from error
    except OSError as error:
        typer.echo(f"{store.root} cannot be written: {error}; nothing was built", err=True)
        raise typer.Exit(FAILED) from error


def _title(market: str) -> str:
    return f"{market.replace('_', ' ').replace('-', ' ').capitalize()} market"


def _store(market: str) -> Store:
    try:
        return Store.of(market)
    except MarketNameError as error:
        raise _misused(str(error)) from error


def _rows(store: Store) -> dict[str, int]:
    rows: dict[str, int] = {}
    for manifest in standing(store):
        for segment in manifest.segments:
            rows[segment.table] = rows.get(segment.table, 0) + segment.rows
    return rows


@contextmanager
def _progress(what: str) -> Iterator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda share: progress.update(task, completed=share)


def _say_json(report: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(report) + "\n")


def _misused(why: str) -> typer.Exit:
    typer.echo(why, err=True)
    return typer.Exit(MISUSED)


if __name__ == "__main__":
    app()
