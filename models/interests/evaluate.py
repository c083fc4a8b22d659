"""`python -m models.interests.evaluate --market demo`: what long, short and sequence each add."""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from data.scope import Scope
from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import NotTakenUpError, Warehouse
from models.interests.judgement import FEWEST, READ, WINDOW_DAYS, ThinError, evaluated, judged
from models.interests.memory import MEMORIES
from models.interests.public import sequences
from models.protocols.folder import FolderFormatError

PROBLEMS = (FolderFormatError, MarketMissingError, MarketNameError, NotTakenUpError, ThinError)


def main(
    folder: Annotated[Path | None, typer.Argument(help="Public sequences, of next-item.")] = None,
    *,
    name: Annotated[str, typer.Option(help="Which of the folder: beauty.")] = "beauty",
    market: Annotated[str, typer.Option(help="Else: name of the market.")] = "demo",
    most: Annotated[int, typer.Option(help="Queries of each window at most.", min=FEWEST)] = 5_000,
    seed: Annotated[int, typer.Option(help="Draws them where there are more.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Prints HR@10 and NDCG@10 for shoppers and creators; with --json the last line is JSON."""
    started, kinds = time.monotonic(), []
    try:
        told = _of_folder(folder, name, most, seed) if folder else _of_market(market, most, seed)
        for found in told:
            kinds.append(found)
            for line in _lines(found):
                typer.echo(line)
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    if as_json:
        seconds = round(time.monotonic() - started, 1)
        of = {"folder": str(folder), "name": name} if folder else {"market": market}
        typer.echo(json.dumps({**of, "kinds": kinds, "seconds": seconds}))


def _of_market(market: str, most: int, seed: int) -> Iterator[dict[str, Any]]:
    """The figures of each kind of entity, or what they lack."""
    warehouse = Warehouse.snapshot(Store.of(market), READ)
    for kind in MEMORIES:
        try:
            yield evaluated(warehouse.session(Scope.everything()), kind, most=most, seed=seed)
        except ThinError as error:
            yield {"kind": kind, "lacks": str(error)}
    warehouse.close()


def _of_folder(folder: Path, name: str, most: int, seed: int) -> Iterator[dict[str, Any]]:
    stream, keys, last_day = sequences(folder, name, WINDOW_DAYS["shopper"])
    yield judged(stream, keys, last_day, most=most, seed=seed)


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    if "lacks" in found:
        yield f"{found['kind']}: not told: {found['lacks']}"
        return
    has_days = "test_until" in found
    until = f"{found['days']} days to {found['test_until']}" if has_days else "the last of each"
    products, n = f"{found['products']:,} products", f"n = {found['n']:,}"
    yield f"{found['kind']}: next of {products}, {n}, {until}"
    yield from (_line(method, own) for method, own in found["figures"].items())
    yield f"  chosen on the weeks before: {found['chosen']}"
    yield from (_line(f"{family} adds", own) for family, own in found["adds"].items())


def _line(name: str, own: Mapping[str, Mapping[str, float]]) -> str:
    figures = (f"{key} {told['value']:.4f} ± {told['se']:.4f}" for key, told in own.items())
    return f"  {name:<20} {'  '.join(figures)}"


if __name__ == "__main__":
    typer.run(main)
