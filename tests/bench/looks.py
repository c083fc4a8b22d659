"""How often a trial without any effect is called one, if it is looked at every day.

`python -m tests.bench.looks --json`: always-valid intervals beside fixed-horizon t-tests, on the
same simulated A/A trials of two sorts: normal outcomes, and spending that most people do not do.
"""

import time
from collections.abc import Callable
from typing import Annotated

import numpy as np
import typer

from models.causal.effect import Floats
from models.causal.experiment import always_valid, difference
from tests.bench.report import tell

LOOKS, UNITS_A_DAY = 26, 200
Draw = Callable[[np.random.Generator, int], Floats]


def normal(rng: np.random.Generator, units: int) -> Floats:
    return rng.normal(0, 1, units)


def spent(rng: np.random.Generator, units: int) -> Floats:
    """One in twenty spends, some a lot."""
    return rng.lognormal(0, 1.5, units) * (rng.random(units) < 0.05)


OUTCOMES: dict[str, Draw] = {"normal": normal, "spent": spent}


def false_positives(draw: Draw, runs: int, seed: int = 0) -> tuple[float, float]:
    """Share of trials in which any look's interval leaves out 0: always valid, fixed horizon."""
    rng, hits = np.random.default_rng(seed), np.zeros(2)
    units = LOOKS * UNITS_A_DAY
    for _ in range(runs):
        outcome, is_treated = draw(rng, units), rng.random(units) < 0.5
        seen = np.zeros(2, bool)
        for n in range(UNITS_A_DAY, units + 1, UNITS_A_DAY):
            fixed = difference(outcome[:n], is_treated[:n])
            seen |= (always_valid(fixed, n, units).is_apart, fixed.is_apart)
        hits += seen
    return float(hits[0] / runs), float(hits[1] / runs)


def main(
    runs: Annotated[int, typer.Option(help="Trials of each sort.", min=1)] = 2_000,
    seed: Annotated[int, typer.Option(help="Of the trials.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """The aim is at most 5 % for the always-valid one."""
    started, lines, figures = (
        time.perf_counter(),
        [],
        {"bench": "looks", "runs": runs, "looks": LOOKS},
    )
    for name, draw in OUTCOMES.items():
        valid, fixed = false_positives(draw, runs, seed)
        lines.append(f"{name:<7} always valid {valid:.1%}, t-test at every look {fixed:.1%}")
        figures |= {f"always_valid_{name}": valid, f"t_test_{name}": fixed}
    tell(lines, figures | {"seconds": round(time.perf_counter() - started, 1)}, as_json)


if __name__ == "__main__":
    typer.run(main)
