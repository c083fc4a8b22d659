"""The list of a randomised test: who is treated and who is left alone, by a seeded draw."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.experiments.planning import FEWEST_GROUPS, too_few

BLOCK = 4
"""Clusters that lie next to each other by past sales and share out the arms among them."""
LEFT_ALONE = "left_alone"
ARMS = {"invitation": "invited", "sample": "sampled"}
"""The treated arm by what is given by chance."""
LONGEST_NAME = 40
COLUMNS = (
    *("experiment_id", "unit_type", "unit_id", "merchant_id", "arm", "assigned_at"),
    *("cluster_id", "stratum", "propensity"),
)


class DrawError(ValueError):
    """Nothing can be drawn from these units; says why and what would do."""


@dataclass(frozen=True)
class Draw:
    """What is drawn and how: units of one type get `given` or are left alone, half of the clusters
    each; the same draw of the same units gives the same list.
    """

    name: str
    unit_type: str
    given: str
    seed: int = 1


def draw(units: pd.DataFrame, by: Draw, at: datetime) -> pd.DataFrame:
    """Rows of `assignments`, a row per unit in the order of its id. Raises DrawError.

    `units`: `unit_id`, `merchant_id`, `cluster_id` (the unit's own id where each is drawn by
    itself) and `baseline`, what it sold before. Clusters are sorted by their baseline, and in each
    BLOCK of neighbours half are treated, so that both arms begin alike (block randomisation,
    Imbens and Rubin 2015, chapter 9).
    """
    if units["unit_id"].duplicated().any():
        twice = units.loc[units["unit_id"].duplicated(), "unit_id"].iloc[0]
        raise DrawError(f"'{twice}' stands on the list twice; each unit is drawn once")
    sums = units.groupby("cluster_id")["baseline"].sum().reset_index()
    if len(sums) < FEWEST_GROUPS:
        raise DrawError(too_few(len(sums)))
    sums = sums.sort_values(["baseline", "cluster_id"], ascending=[False, True], ignore_index=True)
    is_treated = _halves(len(sums), np.random.default_rng(by.seed))
    sums = sums.assign(
        arm=np.where(is_treated, ARMS[by.given], LEFT_ALONE),
        stratum=[f"{1 + place // BLOCK}" for place in range(len(sums))],
    )
    rows = units.merge(sums.drop(columns="baseline"), on="cluster_id").sort_values("unit_id")
    rows = rows.assign(
        experiment_id=experiment_id(units, by),
        unit_type=by.unit_type,
        assigned_at=at,
        propensity=0.5,
    )
    return rows[list(COLUMNS)].reset_index(drop=True)


@dataclass(frozen=True)
class Overlap:
    """How many creators have pairs in several arms, and the share of pairs that are theirs."""

    creators: int
    share: float


def overlap(pairs: pd.DataFrame) -> Overlap:
    """Of a list's pairs (`unit_id`, `arm`): what such a creator does for one arm may come at the
    cost of the other, which a draw by product does not keep apart.
    """
    creator = pairs["unit_id"].str.partition("|")[2]
    is_shared = pairs["arm"].groupby(creator).transform("nunique") > 1
    return Overlap(int(creator[is_shared].nunique()), float(is_shared.mean()))


def experiment_id(units: pd.DataFrame, by: Draw) -> str:
    """Names the draw for good: the same for the same units, clusters, treatment and seed."""
    readable = re.sub(r"[^a-z0-9]+", "-", by.name.lower()).strip("-")[:LONGEST_NAME] or "test"
    drawn = sorted(zip(units["unit_id"], units["cluster_id"], strict=True))
    told = json.dumps([by.name, by.unit_type, by.given, by.seed, drawn])
    return f"{readable}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _halves(n: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Half of each block, of an odd last one by a coin: each has the chance of one in two."""
    blocks = [rng.permutation(_half(min(BLOCK, n - start), rng)) for start in range(0, n, BLOCK)]
    return np.concatenate(blocks)


def _half(size: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    treated = size // 2 + (int(rng.random() < 0.5) if size % 2 else 0)
    return np.arange(size) < treated
