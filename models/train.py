"""`python -m models.train --market M`: learns a market's model and puts it in force."""

import json
import signal
from types import FrameType
from typing import Annotated

import typer

from data.store import MarketMissingError, MarketNameError, Store
from data.warehouse import NotTakenUpError
from models.progress import Reporter, TrainingRunsError, only_training
from models.rounds import NothingToLearnError
from models.training import train
from models.versions import publish

PROBLEMS = (
    MarketMissingError,
    MarketNameError,
    NotTakenUpError,
    NothingToLearnError,
    TrainingRunsError,
)
TERMINATED = 128 + signal.SIGTERM


class Cancelled(BaseException):
    """The training was asked to stop."""


class Stop:
    """Ends the training where it stands, and remembers that it was asked to: what runs just then
    may report an error of its own instead, as a query does that is interrupted.
    """

    is_asked = False

    def __call__(self, _: int, __: FrameType | None) -> None:
        self.is_asked = True
        raise Cancelled


def main(
    market: Annotated[str, typer.Option(help="Market to learn, a folder in data/store.")],
    seed: Annotated[int, typer.Option(help="Same seed and data, same model.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the model's meta data.")] = False,
) -> None:
    """Judges every method on held-out data, fits the best on all of it and puts it in force.

    Reads the lake, so the app may run beside it. SIGTERM or Ctrl-C cancels: the version in force
    stays as it is.
    """
    stop = Stop()
    signal.signal(signal.SIGTERM, stop)
    try:
        store = Store.of(market).required()
        with only_training(store) as reporter:
            meta = _trained(store, seed, reporter, stop)
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    except (Cancelled, KeyboardInterrupt) as error:
        typer.echo("cancelled; the version in force stays", err=True)
        raise typer.Exit(TERMINATED) from error
    typer.echo(json.dumps(meta) if as_json else _told(meta))


def _trained(store: Store, seed: int, reporter: Reporter, stop: Stop) -> dict[str, object]:
    def on_step(step: str, share: float) -> None:
        reporter.step(step, share)
        typer.echo(f"{share:4.0%}  {step}", err=True)

    try:
        model = train(store, seed=seed, on_step=on_step)
        version = publish(store, model)
    except BaseException as error:
        if stop.is_asked or isinstance(error, KeyboardInterrupt):
            reporter.end("cancelled")
            raise Cancelled from error
        reporter.end("failed", error=str(error))
        raise
    reporter.end("done", version=version)
    return dict(model.meta)


def _told(meta: dict[str, object]) -> str:
    return (
        f"{meta['winner']} serves market '{meta['market']}' as version {meta['version']} "
        f"({meta['seconds']} s, {meta['peak_memory_mb']} MB)"
    )


if __name__ == "__main__":
    typer.run(main)
