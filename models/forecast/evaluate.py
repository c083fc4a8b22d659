"""`python -m models.forecast.evaluate --market demo`: how forecasts of past weeks fared."""

import json
import time
from dataclasses import asdict
from typing import Annotated

import typer

from data.scope import Scope
from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import NotTakenUpError, Warehouse
from models.evidence import last_complete_day
from models.forecast.ahead import NOTHING, Lessons, lessons
from models.forecast.record import Record
from models.forecast.trials import Tested

READ = frozenset({"market", "products", "events", "sales", "collaborations"})
PROBLEMS = (MarketMissingError, MarketNameError, NotTakenUpError)


def main(
    *,
    market: Annotated[str, typer.Option(help="Name of the market.")] = "demo",
    currency: Annotated[str, typer.Option(help="Of the sales.")] = "USD",
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Prints the error of products and shops beside that of the last 28 days again."""
    started = time.monotonic()
    try:
        taught = _lessons(market, currency)
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    if taught.missing:
        typer.echo(f"error: {taught.missing}", err=True)
        raise typer.Exit(1)
    kinds = {"products": taught.product, "shops": taught.shop}
    for name, known in kinds.items():
        for line in _lines(name, known):
            typer.echo(line)
    if as_json:
        told = {name: _told(known) for name, known in kinds.items()}
        seconds = round(time.monotonic() - started, 1)
        typer.echo(json.dumps({"market": market, **told, "seconds": seconds}))


def _lessons(market: str, currency: str) -> Lessons:
    warehouse = Warehouse.snapshot(Store.of(market), READ)
    session = warehouse.session(Scope.everything())
    last_day = last_complete_day(session)
    found = lessons(session, last_day, currency) if last_day else NOTHING
    warehouse.close()
    return found


def _lines(name: str, known: Record) -> list[str]:
    return [
        f"{name}, {test.days} days from {test.origins} past days: off by {test.error:.1%} of what "
        f"was sold, the last 28 days again by {test.naive_error:.1%}; 80 % band held "
        f"{test.covered:.1%} of {test.n}"
        for test in _tests(known)
    ]


def _tests(known: Record) -> list[Tested]:
    return [test for trial in known.trials if (test := trial.told())]


def _told(known: Record) -> dict[str, object]:
    method = {name: value for name, value in asdict(known.method).items() if value != float("inf")}
    return {"method": method, "tested": [asdict(test) for test in _tests(known)]}


if __name__ == "__main__":
    typer.run(main)
