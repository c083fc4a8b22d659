"""How often the interval of a policy's value holds the truth: `python -m tests.bench.off_policy`.

Simulated logs of 10,000 rows in which items are shown at random, as in open_bandit; the target
policy is known by a log of its own. The truth is what that policy earns in the simulation.
"""

import time
from typing import Annotated

import numpy as np
import typer

from models.causal.logged import value
from tests.bench.report import tell
from tests.simulated_logs import logged, told_target, world

WAYS = ("ips", "snips", "dr")


def covered(logs: int, rows: int, seed: int, worlds: int = 10) -> dict[str, float]:
    """Share of the logs whose 90 % interval holds the truth, by way; over several worlds."""
    rng, hits = np.random.default_rng(seed), dict.fromkeys(WAYS, 0)
    known = [world(seed + number) for number in range(worlds)]
    for number in range(logs):
        one = known[number % worlds]
        found = value(logged(one, rows, rng), told_target(one, rows, rng), seed=number)
        for name, way in found.ways.items():
            hits[name] += way.low <= one.truth <= way.high
    return {name: count / logs for name, count in hits.items()}


def main(
    logs: Annotated[int, typer.Option(help="How many.", min=1)] = 500,
    rows: Annotated[int, typer.Option(help="Of each.", min=100)] = 10_000,
    seed: Annotated[int, typer.Option(help="Of worlds and logs.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """The aim is 87 to 93 %."""
    started = time.perf_counter()
    found = covered(logs, rows, seed)
    lines = [
        f"{name:<6} {share:.1%} of {logs} intervals hold the truth" for name, share in found.items()
    ]
    figures = {"bench": "off_policy", "logs": logs, "rows": rows, "seed": seed}
    seconds = round(time.perf_counter() - started, 1)
    tell(
        lines,
        figures
        | {f"coverage_{name}": share for name, share in found.items()}
        | {"seconds": seconds},
        as_json,
    )


if __name__ == "__main__":
    typer.run(main)
