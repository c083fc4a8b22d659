"""What long-term interests, the last session and the sequence each tell of the next product."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.evidence import last_complete_day
from models.interests.exams import Asked
from models.interests.keys import Keys, market_keys
from models.interests.memory import MEMORIES, Memory
from models.interests.next_product import FAMILIES, PARTS, TOGETHER, NextProduct, mixed, mixture
from models.interests.stream import EPOCH, Rows, Stream
from models.metrics import METRICS

READ = frozenset({"market", "products", "events", "sales", "traffic", "collaborations"})
FIGURES = ("hr@10", "ndcg@10")
WINDOW_DAYS = {"shopper": 28, "creator": 56}
"""Creators turn to something new more rarely."""
FEWEST = 50
"""Queries in a window, below which its figures would say little and its weights nothing."""
CELLS = 2_000_000
"""Queries × products at once, so that memory holds the parts of one batch."""
METHODS: Mapping[str, tuple[str, ...]] = {
    **{family: ("any", *parts) for family, parts in FAMILIES.items()},
    TOGETHER: PARTS,
    **{f"without {f}": tuple(p for p in PARTS if p not in FAMILIES[f]) for f in FAMILIES},
}
"""Each family of parts alone, all together, and all but one."""


class ThinError(ValueError):
    """Too few events to hold any out."""


@dataclass(frozen=True)
class Exam:
    """Queries of one window, and the model of all that was told before it."""

    asked: Asked
    model: NextProduct
    memory: Memory

    @classmethod
    def of(cls, asked: Asked, keys: Keys, memory: Memory) -> "Exam":
        return cls(asked, NextProduct.learned(asked.known(), keys), memory)

    def batches(self) -> Iterator[tuple[dict[str, np.ndarray], np.ndarray, Rows]]:
        """Per batch of queries the chances by part, which products may come, and which came."""
        keys, rows = self.model.keys, self.asked.rows
        for chunk in np.array_split(rows, max(1, len(rows) * len(keys) // CELLS)):
            profiles = self.asked.profiles(self.memory, keys, chunk)
            came = self.asked.stream.product[chunk]
            yield self.model.parts(profiles), self.model.may_come(profiles), came

    def weights(self) -> dict[str, dict[str, float]]:
        """Per method the weights of its parts that suit these queries best."""
        told: dict[str, list[np.ndarray]] = {part: [] for part in PARTS}
        for parts, _, came in self.batches():
            for part in PARTS:
                told[part].append(parts[part][np.arange(len(came)), came])
        joined = {part: np.concatenate(chances) for part, chances in told.items()}
        return {method: mixture(joined, parts) for method, parts in METHODS.items()}

    def figures(self, weights: Mapping[str, Mapping[str, float]]) -> dict[str, pd.DataFrame]:
        """Per method a row per query; products as likely as the one that came stand before it."""
        ranks: dict[str, list[int]] = {method: [] for method in weights}
        for parts, may, came in self.batches():
            for method, own in weights.items():
                chances = np.where(may, mixed(parts, own), -1.0)
                of_came = chances[np.arange(len(came)), came][:, None]
                ranks[method] += (chances >= of_came).sum(axis=1).tolist()
        return {method: _measured(own) for method, own in ranks.items()}


def evaluated(session: Session, kind: str, *, most: int = 5_000, seed: int = 0) -> dict[str, Any]:
    """What `judged` tells of a market's last weeks. Raises ThinError."""
    keys = market_keys(session)
    stream, last = Stream.before(session, kind, keys), last_complete_day(session)
    if last is None or not len(stream):
        raise ThinError(f"no event names a {kind} and a product; events or orders would")
    last_day = (last - EPOCH).days
    return {"test_until": str(last), **judged(stream, keys, last_day, most=most, seed=seed)}


def judged(
    stream: Stream, keys: Keys, last_day: int, *, most: int = 5_000, seed: int = 0
) -> dict[str, Any]:
    """What each family of parts finds of the next product in the last weeks up to a day. Weights,
    and the `chosen` method, are those that suit the weeks before; nothing of the last ones chooses
    anything. `adds` is all together less all but one family, query by query. Raises ThinError.
    """
    memory, days = MEMORIES[stream.kind], WINDOW_DAYS[stream.kind]
    validation, test = (
        Asked.of(stream, end - days + 1, end, most, seed) for end in (last_day - days, last_day)
    )
    if (n := min(len(validation), len(test))) < FEWEST:
        raise ThinError(
            f"{n} {stream.kind}s turned to something in {days} days; {FEWEST} would suffice"
        )
    practice = Exam.of(validation, keys, memory)
    weights = practice.weights()
    chosen = _best(practice.figures(weights))
    found = Exam.of(test, keys, memory).figures(weights)
    together = found[TOGETHER]
    return {
        "kind": stream.kind,
        "n": len(test),
        "products": len(keys),
        "validation_n": len(validation),
        "days": days,
        "figures": {method: _summed(own) for method, own in found.items()},
        "adds": {name: _summed(together - found[f"without {name}"]) for name in FAMILIES},
        "chosen": chosen,
        "weights": weights[chosen],
    }


def _best(found: Mapping[str, pd.DataFrame]) -> str:
    """The method with the highest NDCG@10: the most likely weights need not rank best."""
    return max(found, key=lambda method: float(found[method]["ndcg@10"].mean()))


def _measured(ranks: list[int]) -> pd.DataFrame:
    place = [np.array([rank]) for rank in ranks]
    return pd.DataFrame({name: [METRICS[name](own, 1) for own in place] for name in FIGURES})


def _summed(queries: pd.DataFrame) -> dict[str, dict[str, float]]:
    """The mean of each figure and its standard error; queries are of different entities."""
    return {
        name: {"value": float(queries[name].mean()), "se": float(queries[name].sem())}
        for name in FIGURES
    }
