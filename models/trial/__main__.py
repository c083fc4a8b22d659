"""`python -m models.trial SCENARIO`: how far estimates are from the truth, over many markets."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from time import perf_counter
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.progress import track

from data.market.scenario import SCENARIOS
from models.causal.telling import fail, tell
from models.trial.kept import Kept
from models.trial.market import Figures, judged
from models.trial.summary import errors, summary

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


app = typer.Typer(add_completion=False)


@app.command()
def main(
    scenario: Annotated[str, typer.Argument(help=f"One of {', '.join(SCENARIOS)}.")],
    *,
    markets: Annotated[int, typer.Option(min=1, help="How many are drawn.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Of the first; each has its own.")] = 0,
    processes: Annotated[int, typer.Option(min=1)] = os.cpu_count() or 1,
    keep: Annotated[bool, typer.Option("--keep", help="For the Trust page.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Draws markets, estimates each from its tables alone and compares with what is true there."""
    if scenario not in SCENARIOS:
        names = ", ".join(SCENARIOS)
        raise fail(f"no scenario '{scenario}'; there are {names}")
    began = perf_counter()
    seeds = [markets_seed(seed, number) for number in range(markets)]
    found = pd.DataFrame(list(_all_judged(scenario, seeds, processes)))
    told = {"scenario": scenario, "seed": seed} | summary(found)
    told |= {"standard_errors": errors(found), "seconds": round(perf_counter() - began, 1)}
    if keep:
        Kept.of(scenario, seed, found).write()
    tell([*_lines(told), SCENARIOS[scenario].about], told, as_json)


def markets_seed(seed: int, number: int) -> int:
    """Far enough apart that trials of neighbouring seeds share no market."""
    return 100_000 * seed + number


def _all_judged(scenario: str, seeds: list[int], processes: int) -> Iterator[Figures]:
    """In the order of the seeds, whoever is ready first; each process has one thread, for libraries
    that start more in each wait on each other.
    """
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    context = multiprocessing.get_context("spawn")
    console = Console(stderr=True)
    with ProcessPoolExecutor(min(processes, len(seeds)), mp_context=context) as pool:
        ready = pool.map(partial(judged, scenario), seeds)
        yield from track(
            ready, scenario, len(seeds), console=console, disable=not console.is_terminal
        )


def _lines(told: dict[str, Any]) -> list[str]:
    shown = {name: value for name, value in told.items() if isinstance(value, float)}
    return [f"{name:<24} {value:.4g}" for name, value in shown.items()]


if __name__ == "__main__":
    app()
