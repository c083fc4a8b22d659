"""What the product says of who will buy: boosted trees of two kinds, which err differently."""

from typing import ClassVar, Self

import numpy as np
import pandas as pd

from models.rates.boosting import Boosting
from models.rates.predictor import Chances, Events, Predictor
from models.rates.sessions import with_session_features

KINDS = (
    {"leaves": 20, "trees": 200},
    {"leaves": 12, "trees": 600, "learning_rate": 0.015, "columns": 0.7},
)


class ConversionPipeline(Predictor):
    """The mean of boosted trees on columns and on what visits say together."""

    name: ClassVar[str] = "pipeline"

    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        told = with_session_features(rows)
        self._models = [Boosting(seeds=5, **kind).fit(told, events) for kind in KINDS]
        return self

    def chances(self, rows: pd.DataFrame) -> Chances:
        told = with_session_features(rows)
        return np.asarray(np.mean([model.chances(told) for model in self._models], axis=0))
