"""How long a roster of thousands of candidates takes: `python -m tests.bench.roster --json`.

Drawn pairs of products and creators with samples, fees and commission, under a budget, a quota of
creators and one product per creator; further creators of a product add less, some share audiences.
"""

import time
from typing import Annotated

import typer

from models.roster.choose import SURELY, Aim, roster
from models.roster.problem import Limits, Problem
from models.training import peak_memory_mb
from tests.bench.report import tell
from tests.rosters import curves, drawn

PRODUCTS, CREATORS = 50, 150
LIMITS = Limits(budget=5_000.0, asked=60, per_product=10, is_one_product_each=True)
ELASTICITY, RUNNING = 0.5, 2


def main(
    candidates: Annotated[int, typer.Option(help="How many pairs.", min=100, max=7_500)] = 5_000,
    seed: Annotated[int, typer.Option(help="Of the pairs.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """The aim is at most 5 s for a gap of 1e-3."""
    of = drawn(candidates, PRODUCTS, CREATORS, seed=seed, draws=1_000, groups=5)
    bent = Problem(of, LIMITS, curves(of, ELASTICITY, RUNNING))
    straight = Problem(drawn(candidates, PRODUCTS, CREATORS, seed=seed, draws=1_000), LIMITS)
    figures: dict[str, object] = {"bench": "roster", "candidates": candidates, "seed": seed}
    lines = []
    runs = {"": (bent, Aim()), "sums_": (straight, Aim()), "surely_": (bent, Aim(by=SURELY))}
    for name, (problem, aim) in runs.items():
        began = time.perf_counter()
        found = roster(problem, aim)
        seconds = round(time.perf_counter() - began, 2)
        assert found.greedy is not None
        value, peer = (
            (found.total.chosen_low, found.greedy.chosen_low)
            if aim.by == SURELY
            else (found.total.mean, found.greedy.mean)
        )
        figures |= {
            f"{name}seconds": seconds,
            f"{name}gap": found.gap,
            f"{name}kappa": found.kappa,
            f"{name}value": round(value, 2),
            f"{name}greedy": round(peer, 2),
            f"{name}pairs": found.total.pairs,
        }
        gap = "no bound" if found.gap is None else f"gap {found.gap:.1e}"
        lines.append(
            f"{name or 'diminishing_'}: {seconds} s, {gap}, {value / peer - 1:+.1%} over greedy"
        )
    tell(lines, figures | {"peak_memory_mb": peak_memory_mb()}, as_json)


if __name__ == "__main__":
    typer.run(main)
