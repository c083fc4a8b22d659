"""Matches on simulated markets of several seeds: `python -m tests.bench.seeds --json`.

The peers are the generators of the pipeline, each alone, on the same held-out weeks; of products
new to the model, content alone. Takes some two minutes a seed.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from models.evaluation import judged
from models.methods import PIPELINE, seeded, suited
from models.protocols.market import Market
from tests.bench.report import tell
from tests.places import ROOT

METRIC = "ndcg@10"


def board(store: Path, seed: int) -> pd.DataFrame:
    """A market built from the seed and judged: method, products (all, cold), n and the metric."""
    market = f"seed{seed}"
    subprocess.run(
        [sys.executable, "-m", "data.market", "build", "--seed", str(seed), "--market", market],
        cwd=ROOT,
        env={**os.environ, "TANDEM_STORE": str(store)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    with closing(Market().read(store / market, 0, None)) as held:
        found = pd.concat(
            judged(exam, suited(exam.training), (METRIC,), configs=seeded(0))
            for exam in held.exams()
        )
    parts = {"all": found, "cold": found[found["is_cold"]]}
    lines = [
        own.groupby("method")[METRIC].agg(value="mean", n="size").assign(products=products)
        for products, own in parts.items()
    ]
    return pd.concat(lines).reset_index().assign(seed=seed)


def gains(rows: pd.DataFrame) -> dict[str, Any]:
    """Means over seeds, and how far the pipeline is above the best method alone, and above content
    for cold products.
    """
    means = rows.pivot_table(index="method", columns="products", values="value")
    alone = means["all"].drop(PIPELINE)
    cold = means["cold"]
    return {
        "by_method": means.round(4).to_dict("index"),
        "best_alone": str(alone.idxmax()),
        "above_best_alone": float(means.at[PIPELINE, "all"] / alone.max() - 1),
        "cold_above_content": float(cold[PIPELINE] / cold["content"] - 1),
    }


def main(
    seeds: Annotated[int, typer.Option(min=1, help="Markets of seeds 1 to so many.")] = 5,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Builds each market in a temporary folder and judges every method on its held-out weeks."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for seed in range(1, seeds + 1):
            parts.append(board(Path(scratch), seed))
            typer.echo(f"seed {seed} judged after {time.monotonic() - started:.0f} s", err=True)
    rows = pd.concat(parts)
    found = gains(rows)
    wide = rows[rows["products"] == "all"].pivot_table(
        index="method", columns="seed", values="value"
    )
    lines = [
        wide.round(4).to_string(),
        f"{METRIC}: {found['above_best_alone']:+.1%} against {found['best_alone']}, the best alone",
        f"cold products: {found['cold_above_content']:+.1%} against content",
    ]
    tell(
        lines,
        {
            "metric": METRIC,
            **found,
            "n": rows.groupby("seed")["n"].first().to_dict(),
        },
        as_json,
    )


if __name__ == "__main__":
    typer.run(main)
