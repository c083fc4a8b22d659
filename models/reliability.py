"""Whether a better place in the list means a better match: how often each came true, by rank."""

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t

LEVEL = 0.95
Z = 1.959964
BANDS = ((1, 5), (6, 10), (11, 20), (21, 50), (51, 100), (101, 200), (201, 500))


def came_true(queries: pd.DataFrame) -> list[dict[str, Any]]:
    """Per band of ranks: `first`, `last`, `shown`, `hits`, and their `share` with `low` and `high`.

    `queries` has, per query, `ranks` (of the positives) and `listed` (length of its list); `shown`
    counts the creators listed within the band over all queries. Interval: Wilson (1927), 95 %.
    """
    ranks = np.concatenate([*queries["ranks"], np.zeros(0)])
    listed = queries["listed"].to_numpy()
    found = []
    for first, last in BANDS:
        shown = int(np.clip(np.minimum(listed, last) - first + 1, 0, None).sum())
        hits = int(((ranks >= first) & (ranks <= last)).sum())
        if shown:
            low, high = wilson(hits, shown)
            line = {"first": first, "last": last, "shown": shown, "hits": hits}
            found.append(line | {"share": hits / shown, "low": low, "high": high})
    return found


def base_rate(queries: pd.DataFrame) -> float:
    """The share that a list in random order would find, at every rank."""
    return float(queries["ranks"].map(len).sum() / max(queries["listed"].sum(), 1))


def wilson(hits: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share; it stays within 0 and 1 and holds for few hits."""
    share, pull = hits / n, Z**2 / n
    centre = (share + pull / 2) / (1 + pull)
    half = Z / (1 + pull) * math.sqrt(share * (1 - share) / n + pull / (4 * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def mean_interval(values: pd.Series) -> tuple[float, float] | None:
    """The 95 % interval of a mean over queries, by Student's t; None for fewer than two."""
    if len(values) < 2:
        return None
    half = float(t.ppf(0.5 + LEVEL / 2, len(values) - 1) * values.sem())
    return float(values.mean()) - half, float(values.mean()) + half
