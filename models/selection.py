"""Which method serves: the best on validation data, which the test never sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from models.choice import Thinning
from models.evaluation import Configs, judged
from models.exam import Exam
from models.merging import Adding
from models.methods import suited
from models.metrics import summary
from models.pipeline import settled
from models.ranking import Ranking
from models.reliability import base_rate, came_true, mean_interval

CHOSEN_BY = "ndcg@10"
SHOWN = ("ndcg@10", "recall@50")
FIGURES = ("ndcg@10", "recall@10", "recall@50", "map", "mrr", "median_rank")


@dataclass(frozen=True)
class Judgement:
    """What every method reached: rows of `found` on both parts, and the method that serves; how
    the generators' proposals add up on the test part, per depth.
    """

    validation: pd.DataFrame
    test: pd.DataFrame
    winner: str
    merging: list[dict[str, Any]]

    @property
    def thinning(self) -> Thinning:
        """How starts thin out with the rank that the winner gave them before they began."""
        found = pd.concat([self.validation, self.test])
        own = found[found["method"] == self.winner]
        counts = own["ranks"].map(len)
        ranks = np.concatenate([*own["ranks"], np.empty(0, np.int64)]).astype(np.int64)
        return Thinning.of(ranks, np.repeat(own["listed"].to_numpy(np.int64), counts))

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
    tests: Sequence[Exam],
    *,
    methods: Sequence[str] | None = None,
    configs: Configs | None = None,
    on_step: Callable[[str, float], None] = lambda step, share: None,
) -> Judgement:
    """Judges every method, by default all that can learn here, in every test and in its first
    rehearsal, which alone decides; `on_step` hears what is done and how far it is.
    """
    methods = suited(tests[0].training) if methods is None else methods
    parts: dict[str, list[pd.DataFrame]] = {"validation": [], "test": []}
    steps = len(tests) * len(parts) * len(methods)
    done = 0
    added = Adding(settled(tests[0].training).members)

    for test in tests:
        for part, held in (("validation", next(test.rehearsals())), ("test", test)):

            def on_method(method: str, part: str = part) -> None:
                nonlocal done
                on_step(f"{method} on the {part} part", done / steps)
                done += 1

            names = sorted({*FIGURES, *SHOWN, CHOSEN_BY})
            heard = added if part == "test" else _unheard
            found = judged(
                held, methods, names, configs=configs, on_method=on_method, on_answer=heard
            )
            parts[part].append(found)
        added.end(test)
    validation, test_part = pd.concat(parts["validation"]), pd.concat(parts["test"])
    return Judgement(validation, test_part, best(validation), added.figures())


def _unheard(method: str, answer: Ranking) -> None:
    """The validation part has no say in how proposals add up."""


def best(queries: pd.DataFrame) -> str:
    """The method with the highest mean NDCG@10 per query."""
    return str(queries.groupby("method", sort=False)[CHOSEN_BY].mean().idxmax())
