"""Learning a market: judge every method on held-out parts, then fit the best on everything."""

import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from data.manifests import latest
from data.scope import Scope
from data.store import Store
from data.warehouse import Session, Warehouse
from models.coverage import coverage
from models.evaluation import Configs, Prepared, fitted, prepared
from models.evidence import READ, Evidence, last_complete_day
from models.exam import unrehearsed
from models.generators.content import Content
from models.generators.popularity import Popularity
from models.methods import seeded, suited
from models.rates.cells import READ as READ_BY_RATES
from models.rates.market_rates import MarketRates, learn_rates
from models.rates.traits import Traits, promotion_spans
from models.rounds import Exams, examined
from models.selection import CHOSEN_BY, Judgement, chosen
from models.trained import TrainedModel

OnStep = Callable[[str, float], None]
JUDGING = 0.85
"""Share of a training's time that goes into judging the methods."""


@dataclass(frozen=True)
class Learned:
    """A market as it was read, and how the methods did on it; no judgement where data is thin."""

    known: Evidence
    exams: Exams | None
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
    """A model of the market as its lake stands, not yet saved; methods draw from the seed unless
    `configs` are given. Raises MarketMissingError, NotTakenUpError, NothingToLearnError.
    """
    started = time.monotonic()
    configs = seeded(seed) if configs is None else configs
    on_step("reading the tables", 0.0)
    data_version = latest(store)
    warehouse = Warehouse.snapshot(store, READ | READ_BY_RATES)
    try:
        session = warehouse.session(Scope.everything())
        learned = learn(session, seed, configs, on_step)
        on_step(f"fitting {learned.winner} on everything", 0.9)
        ready = prepared(learned.known)
        rehearsals = learned.exams.rehearsals if learned.exams else unrehearsed
        recommender = fitted(learned.winner, ready.training, configs, rehearsals)
        on_step("learning click and order rates", 0.96)
        rates = _rates(session, learned.known)
    finally:
        warehouse.close()
    meta = {
        **_identity(store, data_version, seed),
        **_account(learned, ready),
        "config": recommender.config_values,
        "coverage": coverage(recommender),
        "seconds": round(time.monotonic() - started, 2),
        "peak_memory_mb": peak_memory_mb(),
    }
    return TrainedModel(recommender, ready.features, meta, rates)


def learn(
    session: Session, seed: int, configs: Configs, on_step: OnStep = lambda step, share: None
) -> Learned:
    """Reads the market, judges every method on its held-out parts. Raises NothingToLearnError."""
    known, held_out = examined(session, seed)
    if held_out is None:
        return Learned(known, None, None)

    def on_judged(step: str, share: float) -> None:
        on_step(step, 0.05 + JUDGING * share)

    judgement = chosen(held_out.tests, configs=configs, on_step=on_judged)
    return Learned(known, held_out, judgement)


def _rates(session: Session, known: Evidence) -> MarketRates:
    described = (known.products, known.creators, known.audience)
    return learn_rates(
        session, Traits.of(*described, promotion_spans(session)), last_complete_day(session)
    )


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
        "methods": suited(training),
        "held_out": learned.exams.told() if learned.exams else None,
        "thinning": asdict(learned.judgement.thinning) if learned.judgement else None,
        "figures": learned.judgement.figures() if learned.judgement else [],
        "merging": learned.judgement.merging if learned.judgement else [],
    }
