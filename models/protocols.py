"""Public protocols that anyone can repeat: a folder in, one figure per metric out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from models.brand_folder import read_brand_folder
from models.evaluation import found, judged, ranked
from models.methods import METHODS
from models.metrics import summary
from models.selection import best

PIPELINE = "pipeline"
"""What the product itself does: in each round, the method that validation chooses."""
LISTED = 1000


class UnknownProtocolError(ValueError):
    """No protocol, or no method, of that name."""


@dataclass(frozen=True)
class Outcome:
    """`queries`: per query every metric, `method`, `round`; `predictions`: the first 1,000."""

    metrics: tuple[str, ...]
    queries: pd.DataFrame
    predictions: pd.DataFrame

    def figures(self, method: str) -> dict[str, float]:
        own = self.queries[self.queries["method"] == method]
        return summary(own, self.metrics)

    def errors(self, method: str) -> dict[str, float]:
        """Standard error of each mean over the rounds (folds); empty for a single round."""
        own = self.queries[self.queries["method"] == method]
        if own["round"].nunique() < 2:
            return {}
        by_round = own.groupby("round")[list(self.metrics)].mean()
        return {name: float(by_round[name].sem()) for name in self.metrics if name != "median_rank"}


def brand_cold_start(folder: Path, methods: Sequence[str], seed: int) -> Outcome:
    """New brands, and creators without a pair in training; metrics averaged over the brands."""
    held = read_brand_folder(folder)
    queries, predictions = [], []
    for number, each in enumerate(held.rounds(seed)):
        chosen = {}
        if PIPELINE in methods:
            within = held.known.without_products(each.hidden)
            rivals = judged(within, each.validation, tuple(METHODS), seed=seed)
            chosen = {best(rivals): PIPELINE}
        named = [*chosen, *(name for name in methods if name != PIPELINE)]
        for place, (name, matches) in enumerate(ranked(held.known, each.test, named, seed=seed)):
            label = chosen.get(name, name) if place == 0 else name
            rows = found(matches, each.test).assign(method=label, round=number, fitted=name)
            queries.append(rows)
            predictions.append(matches[matches["rank"] <= LISTED].assign(method=label))
    metrics = ("recall@10", "recall@50", "map", "mrr", "median_rank")
    return Outcome(metrics, pd.concat(queries), pd.concat(predictions))


PROTOCOLS: dict[str, Callable[[Path, Sequence[str], int], Outcome]] = {
    "brand-cold-start": brand_cold_start
}


def run_protocol(name: str, folder: Path, method: str, seed: int) -> Outcome:
    """One protocol with one method, the product's own pipeline, or `all` of them.

    Raises UnknownProtocolError, FolderFormatError.
    """
    if name not in PROTOCOLS:
        raise UnknownProtocolError(f"no protocol '{name}'; known: {sorted(PROTOCOLS)}")
    known = (PIPELINE, *METHODS)
    if method not in (*known, "all"):
        raise UnknownProtocolError(f"no method '{method}'; known: {known} and all")
    return PROTOCOLS[name](folder, known if method == "all" else (method,), seed)
