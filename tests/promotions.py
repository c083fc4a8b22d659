"""Randomised promotions made up, with whom they move known, and what the command tells of them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import typer
from typer.testing import CliRunner, Result

from models.targeting import main

COLUMNS = ("--treatment", "sent", "--treated", "yes", "--outcome", "bought")
WORTH = ("--value", "10", "--cost", "0.5")


def people(
    seed: int, rows: int = 2_000, share: float = 0.5, moved: float = 0.2, all_alike: bool = False
) -> pd.DataFrame:
    """A row per person. A tenth buys anyhow, more of them with `age`; the promotion moves another
    `moved` of those in the north with a score below its middle, or a quarter of that of everyone.
    """
    rng = np.random.default_rng(seed)
    age, score = rng.integers(18, 80, rows), rng.normal(0, 1, rows)
    region = rng.choice(["north", "south", "west"], rows, p=[0.5, 0.3, 0.2])
    is_sent = rng.random(rows) < share
    gain = np.where((region == "north") & (score < 0), moved, 0.0)
    if all_alike:
        gain = np.full(rows, moved / 4)
    chance = 0.05 + 0.1 * (age - 18) / 62 + gain * is_sent
    return pd.DataFrame(
        {
            "id": np.arange(rows),
            "region": region,
            "age": age,
            "score": score.round(6),
            "sent": np.where(is_sent, "yes", "no"),
            "bought": (rng.random(rows) < chance).astype(int),
        }
    )


def run(train: Path, test: Path, *options: str) -> Result:
    app = typer.Typer()
    app.command()(main)
    return CliRunner().invoke(app, [str(train), str(test), *options])


def told(train: Path, test: Path, *options: str) -> dict[str, Any]:
    done = run(train, test, *(options or (*COLUMNS, *WORTH)), "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def refused(train: Path, test: Path, *options: str) -> str:
    done = run(train, test, *(options or COLUMNS), "--json")
    assert (done.exit_code, done.stdout) == (1, ""), done.output
    return done.stderr.removeprefix("error: ").strip()


def written(path: Path, frame: pd.DataFrame, sep: str = ",") -> Path:
    frame.to_csv(path, index=False, sep=sep)
    return path
