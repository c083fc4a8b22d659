"""Randomised promotions made up, with whom they move known."""

import numpy as np
import pandas as pd


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
