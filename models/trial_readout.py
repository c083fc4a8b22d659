"""`python -m models.trial_readout FILE`: what a randomised comparison of two arms says."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import typer

from models.causal.covariates import covariates, listed, varying
from models.causal.effect import shown
from models.causal.experiment import ALARM
from models.causal.readout import Arms, Readout, readout
from models.causal.table import TableError, apart, names, numbers, read_table, several
from models.causal.telling import ending, fail, tell

FEWEST = 10
ROWS_PER_COVARIATE = 5
ARMS = ("treated", "control")


def main(
    file: Annotated[Path, typer.Argument(help="CSV with a row per unit.")],
    *,
    treatment: Annotated[str, typer.Option(help="Column that names the arm.")],
    control: Annotated[str, typer.Option(help="Its value in the control arm.")],
    outcome: Annotated[str, typer.Option(help="A number, or true and false.")],
    treated: Annotated[str | None, typer.Option(help="The other arm, if there are more.")] = None,
    covariates: Annotated[str, typer.Option(help="Columns known before, for CUPED.")] = "",
    share: Annotated[float, typer.Option(min=0.01, max=0.99, help="Planned, of treated.")] = 0.5,
    planned: Annotated[int | None, typer.Option(min=2, help="Units, over all looks.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
) -> None:
    """Sample ratio, effect, CUPED where covariates are named, and an always-valid interval; without
    --planned the units of the file are taken for all that was planned.
    """
    try:
        arms = read_arms(file, treatment, (control, treated), outcome, listed(covariates))
        _check_planned(planned, len(arms.outcome), file)
    except TableError as error:
        raise fail(error) from error
    found = readout(arms, share, planned)
    tell(_lines(found), told(found), as_json)


def read_arms(
    file: Path, treatment: str, arm: tuple[str, str | None], outcome: str, before: list[str]
) -> Arms:
    """The rows of both arms (control, treated). Raises TableError."""
    apart(file, treatment, outcome, *before)
    frame = read_table(file)
    of = names(frame, treatment, file)
    control, treated = arm[0], _other(of, arm, file)
    rows = frame[of.isin([control, treated])].index
    is_treated = (of[rows] == treated).to_numpy()
    measured = numbers(frame, outcome, file)[rows].to_numpy()
    if not (np.ptp(measured[is_treated]) or np.ptp(measured[~is_treated])):
        raise TableError(f"{file}: '{outcome}' is the same all through each arm; name another")
    known = pd.DataFrame(index=rows)
    if before:
        known = varying(covariates(frame, before, file).loc[rows])
    least = ROWS_PER_COVARIATE * known.shape[1]
    if min(is_treated.sum(), (~is_treated).sum()) < least:
        raise TableError(
            f"{file}: an arm has fewer than {least} rows, too few for {known.shape[1]} columns of "
            "covariates; name fewer"
        )
    return Arms(measured, is_treated, known.to_numpy(np.float64), tuple(map(str, known.columns)))


def _check_planned(planned: int | None, rows: int, file: Path) -> None:
    """A test cannot have been planned smaller than it has become. Raises TableError."""
    if planned is not None and planned < rows:
        raise TableError(
            f"--planned is {planned:,}, but {file} has {rows:,} rows in the two arms; name all "
            "units that will be looked at, these among them"
        )


def _other(of: pd.Series, arm: tuple[str, str | None], file: Path) -> str:
    """The treated arm's name; both arms are there and large enough."""
    control, treated = arm
    there = sorted(of.unique())
    for name in arm:
        if name is not None and name not in there:
            raise TableError(
                f"{file}, column '{of.name}' has no arm '{name}'; there are {several(there)}"
            )
    others = [name for name in there if name != control] if treated is None else [treated]
    if others in ([], [control]):
        raise TableError(f"{file}, column '{of.name}' names one arm, {control}; two are needed")
    if len(others) > 1:
        raise TableError(
            f"{file}, column '{of.name}' names the arms {several(there)}; choose one by --treated"
        )
    for name in (control, *others):
        if (of == name).sum() < FEWEST:
            raise TableError(
                f"{file} has {(of == name).sum()} rows in the arm '{name}' of '{of.name}'; at "
                f"least {FEWEST} are needed"
            )
    return others[0]


def told(found: Readout) -> dict[str, Any]:
    """All figures by name."""
    ratio, valid = found.ratio, found.always_valid
    saved = {"variance_saved": found.variance_saved}
    return {
        **asdict(found.effect),
        "arms": _by_arm(ratio.counts),
        "means": _by_arm(found.means),
        "sample_ratio": {
            "p_value": ratio.p_value,
            "alarm": ratio.is_alarm,
            "alarm_below": ALARM,
            "expected": _by_arm(ratio.expected),
        },
        "cuped": asdict(found.cuped) | saved if found.cuped else None,
        "apart": list(found.apart),
        "always_valid": {"low": valid.low, "high": valid.high, "planned": found.planned},
        "decision": found.decision,
    }


def _by_arm(pair: tuple[float, float]) -> dict[str, float]:
    return dict(zip(ARMS, pair, strict=True))


def _lines(found: Readout) -> list[str]:
    effect, ratio, less = found.effect, found.ratio, found.cuped
    alarm = " ALARM" if ratio.is_alarm else ""
    lines = [
        f"effect {shown(effect.estimate)} ({effect.span})",
        f"always valid ({found.always_valid.span}), planned n = {found.planned:,}",
        f"sample ratio {ratio.counts[0]:,} : {ratio.counts[1]:,}, p = {ratio.p_value:.2g}{alarm}",
    ]
    if less:
        saved = f"variance saved {found.variance_saved:.1%}"
        lines.append(f"CUPED {shown(less.estimate)} ({less.span}), {saved}")
    return [*lines, *(f"assumed: {one}" for one in effect.assumptions), *ending(effect)]


if __name__ == "__main__":
    typer.run(main)
