"""`python -m models.panel sdid|sc|did|staggered FILE`: effects from units over periods."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from models.causal.block import Block, period, read_block
from models.causal.effect import Estimate
from models.causal.staggered import By, aggregate
from models.causal.starts import read_starts
from models.causal.synthetic import Contrast, contrast
from models.causal.table import TableError
from models.causal.telling import ending, fail, tell

SHOWN, MOST_SHOWN = 0.001, 12
"""Smallest weight that is printed, and how many; the JSON has all above zero."""
WEIGHTS = ("unit_weights", "period_weights")
app = typer.Typer(help=__doc__, add_completion=False)
File = Annotated[Path, typer.Argument(help="CSV with a row per unit and period; ',' or ';'.")]
Unit = Annotated[str, typer.Option("--unit", help="Column that names the unit.")]
Time = Annotated[str, typer.Option("--time", help="Column of the period, a number.")]
Outcome = Annotated[str, typer.Option("--outcome", help="Column of the outcome.")]
Treated = Annotated[str, typer.Option("--treated", help="Column that is 1 once treated, else 0.")]
Cohort = Annotated[str, typer.Option("--cohort", help="First treated period; 0: never.")]
Json = Annotated[bool, typer.Option("--json", help="End with one JSON object.")]


@app.command()
def sdid(
    file: File, *, unit: Unit, time: Time, outcome: Outcome, treated: Treated, as_json: Json = False
) -> None:
    """Synthetic difference-in-differences: units and periods weighted."""
    _contrast("sdid", file, (unit, time, outcome, treated), as_json)


@app.command()
def sc(
    file: File, *, unit: Unit, time: Time, outcome: Outcome, treated: Treated, as_json: Json = False
) -> None:
    """Synthetic control: units weighted, levels compared."""
    _contrast("sc", file, (unit, time, outcome, treated), as_json)


@app.command()
def did(
    file: File, *, unit: Unit, time: Time, outcome: Outcome, treated: Treated, as_json: Json = False
) -> None:
    """Difference-in-differences: all units and periods alike."""
    _contrast("did", file, (unit, time, outcome, treated), as_json)


@app.command()
def staggered(
    file: File,
    *,
    unit: Unit,
    time: Time,
    outcome: Outcome,
    cohort: Cohort,
    by: Annotated[By, typer.Option("--aggregate", help="How cells become one.")] = By.simple,
    as_json: Json = False,
) -> None:
    """Starts at different times, against units that never start (Callaway and Sant'Anna)."""
    try:
        panel = read_starts(file, unit, time, outcome, cohort)
    except TableError as error:
        raise fail(error) from error
    found = aggregate(panel, by)
    lines = [_line(by, found.effect)]
    lines += [f"  {_line(period(at), part)}" for at, part in found.parts.items()]
    if panel.left_out:
        lines.append(f"{panel.left_out:,} units are treated all along and left out")
    parts = [{"at": at, **asdict(part)} for at, part in found.parts.items()]
    told = asdict(found.effect) | {"aggregate": by, "parts": parts, "left_out": panel.left_out}
    tell([*lines, *ending(found.effect)], told, as_json)


def _contrast(method: str, file: Path, columns: tuple[str, str, str, str], as_json: bool) -> None:
    try:
        block = read_block(file, *columns, least=1 if method == "did" else 2)
    except TableError as error:
        raise fail(error) from error
    found = contrast(block, method)
    told = {"method": method, **_told(found, block)}
    lines = [_line(method, found.effect), f"  missed before by {found.misfit:.4f} per period"]
    lines += [_largest(name, told[name]) for name in WEIGHTS if told[name]]
    tell([*lines, *ending(found.effect)], told, as_json)


def _told(found: Contrast, block: Block) -> dict[str, Any]:
    own = {"p_value": found.p_value, "placebos": found.placebos, "misfit_before": found.misfit}
    return {
        **asdict(found.effect),
        **own,
        "treated": len(block.treated),
        "controls": len(block.controls),
        "unit_weights": _above_zero(block.controls, found.weights.units.tolist()),
        "period_weights": _above_zero(
            block.periods[: block.before], found.weights.periods.tolist()
        ),
        "gap": dict(zip(block.periods, found.gap.tolist(), strict=True)),
    }


def _above_zero(names: tuple[str, ...], weights: list[float]) -> dict[str, float]:
    return {name: w for name, w in zip(names, weights, strict=True) if w > 0}


def _line(name: str, found: Estimate) -> str:
    return f"{name:>8}: {found.estimate:.4f} ± {found.standard_error:.4f} ({found.span})"


def _largest(name: str, weights: Mapping[str, float]) -> str:
    largest = sorted(weights.items(), key=lambda pair: -pair[1])[:MOST_SHOWN]
    shown = [f"{key} {weight:.3f}" for key, weight in largest if weight >= SHOWN]
    return f"  {name.replace('_', ' ')}: {', '.join(shown)}"


if __name__ == "__main__":
    app()
