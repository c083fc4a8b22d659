"""How good a ranked list is: each function takes, per query, the ranks of its positives.

`ranks` are the places (from 1, ascending) of the positives that stand in the list; `positives` is
how many there are among the candidates, so that a positive left out of the list counts as missed.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ranks = NDArray[np.int64]


def recall(ranks: Ranks, positives: int, k: int) -> float:
    """Share of the positives among the first k."""
    return float((ranks <= k).sum() / positives)


def ndcg(ranks: Ranks, positives: int, k: int) -> float:
    """Discounted cumulative gain of the first k over that of the best order, gains of 1
    (Järvelin and Kekäläinen 2002).
    """
    gained = (1 / np.log2(ranks[ranks <= k] + 1)).sum()
    best = (1 / np.log2(np.arange(1, min(positives, k) + 1) + 1)).sum()
    return float(gained / best)


def average_precision(ranks: Ranks, positives: int) -> float:
    """Mean over the positives of the precision at their rank; 0 for one that is not listed."""
    return float((np.arange(1, len(ranks) + 1) / ranks).sum() / positives)


def reciprocal_rank(ranks: Ranks) -> float:
    """One over the rank of the first positive; 0 where none is listed."""
    return float(1 / ranks[0]) if len(ranks) else 0.0


def per_query(ranks: Mapping[str, Ranks], positives: Mapping[str, int]) -> pd.DataFrame:
    """Every metric of every query with at least one positive; a row per query."""
    rows = [_query(name, np.sort(ranks[name]), positives[name]) for name in ranks]
    return pd.DataFrame(rows).set_index("query")


def summary(queries: pd.DataFrame, names: Sequence[str]) -> dict[str, float]:
    """Means over the queries, but for `median_rank` the median."""
    return {
        name: float(queries[name].median() if name == "median_rank" else queries[name].mean())
        for name in names
    }


def _query(name: str, ranks: Ranks, positives: int) -> dict[str, str | float]:
    return {
        "query": name,
        "ndcg@10": ndcg(ranks, positives, 10),
        "ndcg@20": ndcg(ranks, positives, 20),
        "recall@10": recall(ranks, positives, 10),
        "recall@20": recall(ranks, positives, 20),
        "recall@50": recall(ranks, positives, 50),
        "map": average_precision(ranks, positives),
        "mrr": reciprocal_rank(ranks),
        "median_rank": float(ranks[0]) if len(ranks) else float("inf"),
    }
