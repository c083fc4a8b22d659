"""How good a ranked list is: each function takes, per query, the ranks of its positives.

`ranks` are the places (from 1, ascending) of the positives that stand in the list; `positives` is
how many there are among the candidates, so that a positive left out of the list counts as missed.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ranks: TypeAlias = NDArray[np.int64]
MEDIAN_RANK = "median_rank"


def recall(ranks: Ranks, positives: int, k: int) -> float:
    """Share of the positives among the first k."""
    return float((ranks <= k).sum() / positives)


def precision(ranks: Ranks, positives: int, k: int) -> float:
    """Share of positives among the first k, of which there are k however short the list."""
    return float((ranks <= k).sum() / k)


def hit_rate(ranks: Ranks, positives: int, k: int) -> float:
    """1 where any positive is among the first k."""
    return float((ranks <= k).any())


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


def reciprocal_rank(ranks: Ranks, positives: int) -> float:
    """One over the rank of the first positive; 0 where none is listed."""
    return float(1 / ranks[0]) if len(ranks) else 0.0


def first_rank(ranks: Ranks, positives: int) -> float:
    """The rank of the first positive; infinite where none is listed."""
    return float(ranks[0]) if len(ranks) else float("inf")


METRICS: Mapping[str, Callable[[Ranks, int], float]] = {
    "ndcg@10": partial(ndcg, k=10),
    "ndcg@20": partial(ndcg, k=20),
    "precision@20": partial(precision, k=20),
    "recall@10": partial(recall, k=10),
    "recall@20": partial(recall, k=20),
    "recall@50": partial(recall, k=50),
    "recall@500": partial(recall, k=500),
    "hr@10": partial(hit_rate, k=10),
    "map": average_precision,
    "mrr": reciprocal_rank,
    MEDIAN_RANK: first_rank,
}


def per_query(
    ranks: Mapping[Any, Ranks], positives: Mapping[Any, int], names: Sequence[str]
) -> pd.DataFrame:
    """The named METRICS of every query with at least one positive; a row per query."""
    held = {query: (np.sort(ranks[query]), positives[query]) for query in ranks}
    columns = {name: [METRICS[name](*own) for own in held.values()] for name in names}
    return pd.DataFrame(columns, index=pd.Index(held, name="query"))


def summary(queries: pd.DataFrame, names: Sequence[str]) -> dict[str, float]:
    """Means over the queries, but for `median_rank` the median."""
    return {
        name: float(queries[name].median() if name == MEDIAN_RANK else queries[name].mean())
        for name in names
    }
