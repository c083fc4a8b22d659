"""The rate of one stage in one channel as it serves: past and traits in, calibrated chance out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.rates.boosting import Boosting
from models.rates.calibrators import CALIBRATORS, Calibrator
from models.rates.cells import CHANNELS, ORGANIC
from models.rates.history import History
from models.rates.ledger import Ints
from models.rates.logistic import Logistic
from models.rates.past import Past
from models.rates.predictor import BaseRate, Chances, Events, KeptPredictor
from models.rates.shrinkage import Shrinkage
from models.rates.spread import Spread
from models.rates.stages import STAGES

FAST = {"trees": 80, "learning_rate": 0.06, "leaves": 10, "fewest_in_leaf": 60}
LEARNERS: dict[str, type[KeptPredictor]] = {
    learner.name: learner for learner in (BaseRate, History, Logistic, Boosting)
}
SETTINGS: dict[str, dict[str, Any]] = {Boosting.name: FAST}


@dataclass(frozen=True)
class Rows:
    """Rows of a market: what was known before their `days`, and what came of them. `who` has the
    number of each row's `pair` of product and creator, and the product's `shop`.
    """

    past: Past
    traits: pd.DataFrame
    days: Ints
    who: pd.DataFrame
    events: Events

    def take(self, rows: Ints) -> "Rows":
        return Rows(
            self.past.take(rows),
            self.traits.iloc[rows].reset_index(drop=True),
            self.days[rows],
            self.who.iloc[rows].reset_index(drop=True),
            self.events.take(rows),
        )

    def beside(self, other: "Rows") -> "Rows":
        """The rows of both, these first."""
        return Rows(
            self.past.beside(other.past),
            pd.concat([self.traits, other.traits], ignore_index=True),
            np.concatenate([self.days, other.days]),
            pd.concat([self.who, other.who], ignore_index=True),
            self.events.beside(other.events),
        )


@dataclass(frozen=True)
class ChannelRate:
    """`shrinkage` makes columns of the past, `predictor` a chance of these, `calibrator` a true
    one; `spread` tells how far pairs lie from it.
    """

    shrinkage: Shrinkage
    predictor: KeptPredictor
    calibrator: Calibrator
    spread: Spread

    def chances(self, rows: Rows) -> Chances:
        """The calibrated chance per row."""
        return self.calibrator.apply(self.predictor.chances(features(self.shrinkage, rows)))

    def document(self) -> dict[str, Any]:
        return {
            "stage": self.shrinkage.stage.name,
            "channel": self.shrinkage.channel,
            "base": self.shrinkage.base,
            "strengths": self.shrinkage.strengths,
            "model": self.predictor.name,
            "settings": self.predictor.document(),
            "calibration": self.calibrator.name,
            "spread": asdict(self.spread),
        }

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Of predictor and calibrator, by name."""
        parts = {"model": self.predictor.arrays(), "calibration": self.calibrator.arrays()}
        return {f"{part}/{name}": a for part, held in parts.items() for name, a in held.items()}

    @classmethod
    def restored(
        cls, document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
    ) -> "ChannelRate":
        stage = next(stage for stage in STAGES if stage.name == document["stage"])
        strengths = dict(document["strengths"])
        shrinkage = Shrinkage(stage, document["channel"], document["base"], strengths)
        learner = LEARNERS[document["model"]]
        calibrator = CALIBRATORS[document["calibration"]]
        return cls(
            shrinkage,
            learner.restored(document["settings"], _part(arrays, "model")),
            calibrator.restored(_part(arrays, "calibration")),
            Spread(**document["spread"]),
        )


def features(shrinkage: Shrinkage, rows: Rows) -> pd.DataFrame:
    """The columns that learners see, a row per row."""
    past = shrinkage.columns(rows.past, rows.days.astype(np.float64))
    return pd.concat([past, rows.traits], axis=1)


def is_warm(shrinkage: Shrinkage, past: Past) -> NDArray[np.bool_]:
    """Whether the pair, or the product where nobody carries it, had trials there before."""
    level = "product" if shrinkage.channel == ORGANIC else "pair"
    own = CHANNELS.index(shrinkage.channel)
    return np.asarray(past.counts[level][shrinkage.stage.trial_place, own] > 0)


def _part(arrays: Mapping[str, NDArray[Any]], part: str) -> dict[str, NDArray[Any]]:
    start = f"{part}/"
    return {name.removeprefix(start): a for name, a in arrays.items() if name.startswith(start)}
