"""`python -m models.effect FILE`: the effect on the treated, from one cross-section of rows."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from models.causal.adjusted import Adjusted, Sample, adjusted
from models.causal.covariates import covariates, listed, varying
from models.causal.effect import shown
from models.causal.nuisance import FOLDS
from models.causal.table import TableError, apart, flags, numbers, read_table
from models.causal.telling import ending, fail, tell

FEWEST = 4 * FOLDS


def main(
    file: Annotated[Path, typer.Argument(help="CSV with a row per unit.")],
    *,
    treatment: Annotated[str, typer.Option(help="Column that is 1 for the treated, else 0.")],
    outcome: Annotated[str, typer.Option(help="Column of the outcome.")],
    covariates: Annotated[str, typer.Option(help="Columns known before, with commas between.")],
    seed: Annotated[int, typer.Option(help="Of the folds.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Cross-fitted, doubly robust, beside the plain difference of means."""
    try:
        sample = read_sample(file, treatment, outcome, listed(covariates))
    except TableError as error:
        raise fail(error) from error
    found = adjusted(sample, seed)
    counts = {"treated": int(sample.treated.sum()), "untreated": int((1 - sample.treated).sum())}
    own = {"naive": found.naive, "overlap": found.overlap, "ess": found.ess}
    tell(_lines(found, counts), asdict(found.effect) | own | counts, as_json)


def read_sample(file: Path, treatment: str, outcome: str, known: list[str]) -> Sample:
    """Raises TableError."""
    apart(file, treatment, outcome, *known)
    frame = read_table(file)
    treated = flags(frame, treatment, file).to_numpy()
    for value, who in ((1, "treated"), (0, "untreated")):
        count = int((treated == value).sum())
        if count < FEWEST:
            raise TableError(
                f"{file} has {count} {who} rows by '{treatment}', too few to tell an effect; at "
                f"least {FEWEST} are needed"
            )
    measured = numbers(frame, outcome, file).to_numpy()
    matrix = varying(covariates(frame, known, file)).to_numpy(np.float64)
    for values, which in ((measured, f"'{outcome}'"), (matrix, "every covariate")):
        if not values.size or not np.ptp(values):
            raise TableError(f"{file}: {which} is the same in every row; name one that varies")
    return Sample(matrix, measured, treated)


def _lines(found: Adjusted, counts: dict[str, int]) -> list[str]:
    effect = found.effect
    return [
        f"effect on the treated {shown(effect.estimate)} ({effect.span})",
        f"plain difference {shown(found.naive)}",
        f"n = {counts['treated']:,} treated, {counts['untreated']:,} not, which weigh as "
        f"{found.ess:,.0f} · overlap {found.overlap:.1%}",
        *ending(effect),
    ]


if __name__ == "__main__":
    typer.run(main)
