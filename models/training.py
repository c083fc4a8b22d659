"""Learning a market: judge every method on held-out parts, then fit the best on everything."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.manifests import latest
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.baselines import Content, Popularity
from models.coverage import coverage
from models.evaluation import Configs, Prepared, fitted, prepared
from models.evidence import READ, Evidence, evidence, last_complete_day
from models.methods import METHODS
from models.rounds import Round, rounds
from models.selection import CHOSEN_BY, Judgement, chosen
from models.trained import TrainedModel

OnStep = Callable[[str, float], None]
JUDGING = 0.85
"""Share of a training's time that goes into judging the methods."""


class NothingToLearnError(ValueError):
    """The market has no pair of product and creator, so no match can be learned."""


@dataclass(frozen=True)
class Learned:
    """A market as it was read, and how the methods did on it; no judgement where data is thin."""

    known: Evidence
    held_out: list[Round]
    judgement: Judgement | None

    @property
    def winner(self) -> str:
        if self.judgement:
            return self.judgement.winner
        return Content.name if self.known.has_likeness else Popularity.name


def train(
    store: Store,
    *,
    seed: int = 0,
    configs: Configs | None = None,
    on_step: OnStep = lambda step, share: None,
) -> TrainedModel:
    """A model of the market as its lake stands, not yet saved. Raises MarketMissingError,
    NotTakenUpError, NothingToLearnError.
    """
    started = time.monotonic()
    on_step("reading the tables", 0.0)
    data_version = latest(store)
    warehouse = Warehouse.snapshot(store, READ)
    try:
        learned = learn(warehouse.session(Scope.everything()), seed, configs, on_step)
    finally:
        warehouse.close()
    on_step(f"fitting {learned.winner} on everything", 0.9)
    ready = prepared(learned.known)
    recommender = fitted(learned.winner, ready.training, configs)
    meta = {
        **_identity(store, data_version, seed),
        **_account(learned, ready),
        "config": recommender.config_values,
        "coverage": coverage(recommender),
        "seconds": round(time.monotonic() - started, 2),
        "peak_memory_mb": peak_memory_mb(),
    }
    return TrainedModel(recommender, ready.features, meta)


def learn(
    session: Session, seed: int, configs: Configs | None = None, on_step: OnStep = lambda s, d: None
) -> Learned:
    """Reads the market, judges every method on its held-out parts. Raises NothingToLearnError."""
    known = evidence(session)
    if known.pairs.empty:
        raise NothingToLearnError(
            f"market '{session.version.rpartition('-')[0]}' links no creator to any product; "
            "load collaborations, or orders that name a creator"
        )
    held_out = rounds(session, known, last_complete_day(session), seed)
    if not held_out:
        return Learned(known, [], None)

    def on_judged(step: str, share: float) -> None:
        on_step(step, 0.05 + JUDGING * share)

    judgement = chosen(known, held_out, seed, configs=configs, on_step=on_judged)
    return Learned(known, held_out, judgement)


def peak_memory_mb() -> int:
    """The most memory this process has held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _identity(store: Store, data_version: int, seed: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "version": f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 1000:03d}",
        "market": store.market,
        "data_version": data_version,
        "trained_at": now.isoformat(timespec="seconds"),
        "seed": seed,
    }


def _account(learned: Learned, ready: Prepared) -> dict[str, Any]:
    """What the model learned from, what it was judged on, and why this method serves."""
    training = ready.training
    rows = {
        "products": len(training.products),
        "creators": len(training.creators),
        "pairs": len(training.pairs),
        "pairs_without_entity": int(learned.known.pairs.attrs["unplaced"]),
    }
    return {
        "rows": rows,
        "winner": learned.winner,
        "chosen_by": CHOSEN_BY if learned.judgement else "thin data: too few pairs to hold any out",
        "methods": list(METHODS),
        "held_out": _held_out(learned.held_out),
        "figures": learned.judgement.figures() if learned.judgement else [],
    }


def _held_out(held_out: list[Round]) -> dict[str, Any] | None:
    """By time: first held-out days; by product: the number of folds."""
    if not held_out:
        return None
    test = held_out[0].test
    pairs = sum(len(each.test.test) for each in held_out)
    if test.cut_off is None:
        return {"by": "product", "folds": len(held_out), "pairs": pairs}
    validation = held_out[0].validation.cut_off
    days = (test.cut_off - validation).days if validation else 0
    return {
        "by": "time",
        "validation_from": str(validation),
        "test_from": str(test.cut_off),
        "days": days,
        "pairs": pairs,
    }
