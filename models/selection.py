"""Which method serves: the best on validation data, which the test never sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from models.evaluation import Configs, judged
from models.evidence import Evidence
from models.methods import METHODS
from models.metrics import summary
from models.reliability import base_rate, came_true, mean_interval
from models.rounds import Round

CHOSEN_BY = "ndcg@10"
SHOWN = ("ndcg@10", "recall@50")
FIGURES = ("ndcg@10", "recall@10", "recall@50", "map", "mrr", "median_rank")


@dataclass(frozen=True)
class Judgement:
    """What every method reached: rows of `found` on both parts, and the method that serves."""

    validation: pd.DataFrame
    test: pd.DataFrame
    winner: str

    def figures(self) -> list[dict[str, Any]]:
        """Per part and method, over all products and over cold ones apart: every figure, the 95 %
        intervals of those SHOWN, and how often matches came true by rank.
        """
        return [
            {"part": part, "method": method, "products": products, "n": len(queries)}
            | {"se": float(queries[CHOSEN_BY].sem()) if len(queries) > 1 else None}
            | summary(queries, FIGURES)
            | {"intervals": {name: mean_interval(queries[name]) for name in SHOWN}}
            | {"by_rank": came_true(queries), "base_rate": base_rate(queries)}
            for part, frame in (("validation", self.validation), ("test", self.test))
            for method, own in frame.groupby("method", sort=False)
            for products, queries in (("all", own), ("cold", own[own["is_cold"]]))
            if len(queries)
        ]


def chosen(
    known: Evidence,
    rounds: Sequence[Round],
    seed: int,
    *,
    methods: Sequence[str] = tuple(METHODS),
    configs: Configs | None = None,
    on_step: Callable[[str, float], None] = lambda step, share: None,
) -> Judgement:
    """Judges every method in every round; `on_step` hears what is done and how far it is."""
    parts: dict[str, list[pd.DataFrame]] = {"validation": [], "test": []}
    steps = len(rounds) * len(parts) * len(methods)
    done = 0

    for number, held in enumerate(rounds):
        for part, frames in parts.items():

            def on_method(method: str, part: str = part) -> None:
                nonlocal done
                on_step(f"{method} on the {part} part", done / steps)
                done += 1

            split = getattr(held, part)
            within = known.without_products(held.hidden) if part == "validation" else known
            judgement = judged(
                within, split, methods, seed=seed + number, configs=configs, on_method=on_method
            )
            frames.append(judgement)
    validation, test = pd.concat(parts["validation"]), pd.concat(parts["test"])
    return Judgement(validation, test, best(validation))


def best(queries: pd.DataFrame) -> str:
    """The method with the highest mean NDCG@10 per query."""
    return str(queries.groupby("method", sort=False)[CHOSEN_BY].mean().idxmax())
