"""`python -m models.generate`: what each generator finds, alone and merged, and their overlap."""

import json
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from models.evaluation import fitted
from models.exam import Exam
from models.generators.known import GENERATORS
from models.merging import DEPTHS, Adding
from models.methods import PIPELINE, seeded, suited
from models.pipeline import settled
from models.protocols.known import PROBLEMS, checked, chosen
from models.protocols.protocol import RankingProtocol, UnknownProtocolError


def main(
    protocol: Annotated[str | None, typer.Argument(help="Such as next-item.")] = None,
    folder: Annotated[Path | None, typer.Argument(help="The protocol's data.")] = None,
    *,
    market: Annotated[str | None, typer.Option(help="Instead: a market's held-out part.")] = None,
    name: Annotated[str | None, typer.Option(help="Which data of a folder: beauty.")] = None,
    generator: Annotated[list[str] | None, typer.Option(help="Which, may be repeated.")] = None,
    seed: Annotated[int, typer.Option(help="Orders ids and draws.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Prints recall, what each alone finds, and how far each two agree, at two depths; of the
    pipeline's own list too, unless some generators are named.
    """
    if unknown := set(generator or ()) - set(GENERATORS):
        raise typer.BadParameter(f"no generators {sorted(unknown)}; known: {list(GENERATORS)}")
    try:
        protocol, folder = chosen(protocol, folder, market)
        names = generator or (*GENERATORS, PIPELINE)
        figures = added(_exams(protocol, folder, name, seed), seed, names)
    except PROBLEMS as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    for told in figures:
        typer.echo(_told(told))
    if as_json:
        typer.echo(json.dumps(figures))


def added(exams: Iterator[Exam], seed: int, names: Collection[str]) -> list[dict[str, Any]]:
    """`Merging.figures` at each depth, every named method that can fitted on each exam."""
    adding: Adding | None = None
    for exam in exams:
        adding = adding or Adding(settled(exam.training).members)
        for method in (n for n in suited(exam.training) if n in names):
            typer.echo(f"{method} ...", err=True)
            model = fitted(method, exam.training, seeded(seed), exam.rehearsals)
            adding(method, model.answer(exam, max(DEPTHS) + 1))
        adding.end(exam)
    return adding.figures() if adding else []


def _exams(protocol: str, folder: Path, name: str | None, seed: int) -> Iterator[Exam]:
    known = checked(protocol)
    if not isinstance(known, RankingProtocol):
        raise UnknownProtocolError(f"{protocol} ranks no candidates, so nothing is proposed in it")
    with closing(known.read(folder, seed, name)) as held:
        yield from held.exams()


def _told(figures: dict[str, Any]) -> str:
    depth, merged, told = figures["depth"], figures["merged"], figures["generators"]
    lines = [{**line, **_by_side(line.pop("new_recall"))} for line in map(dict, told)]
    rows = pd.DataFrame(lines).round(4)
    names = rows["method"].tolist()
    overlap = pd.DataFrame(figures["overlap"], names, names).round(3)
    return (
        f"first {depth} of {figures['candidates']:.0f} candidates, {figures['n']} queries, "
        f"{figures['pairs']} pairs, {_new(figures['new_pairs'])}\n"
        f"merged: recall {merged['recall']:.3f} with {merged['proposed']:.0f} proposed"
        f"{_list(figures)}\n"
        f"{rows.to_string(index=False)}\noverlap (Jaccard)\n{overlap.to_string()}\n"
    )


def _by_side(cold: dict[str, float | None]) -> dict[str, float | None]:
    """What is found of pairs with somebody new, a column per side."""
    return {f"new_{side}": found for side, found in cold.items()}


def _new(pairs: dict[str, int]) -> str:
    return ", ".join(f"{count} with a new {side}" for side, count in pairs.items())


def _list(figures: dict[str, Any]) -> str:
    """What the first `depth` of the list hold, where the pipeline was fitted too."""
    listed = figures["listed"]
    return "" if listed is None else f", {listed['recall']:.3f} among the first of the ranked list"


if __name__ == "__main__":
    typer.run(main)
