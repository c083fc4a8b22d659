"""Trees whose cuts are drawn at random, each grown on all rows: they err otherwise than boosted
ones.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier

from models.rates.columns import Columns
from models.rates.predictor import Chances, Events, Predictor

EMPTY = -1.0
"""What an empty number becomes, as an unknown category is."""


@dataclass(frozen=True)
class ExtraTreesConfig:
    """`max_features`: share of the columns that every cut chooses among."""

    n_estimators: int = 400
    min_samples_leaf: int = 3
    max_features: float = 0.5
    random_state: int = 0


class ExtraTrees(Predictor):
    """The mean share of the event in the leaves that a row falls into (Geurts, Ernst and Wehenkel
    2006), and so a chance at the true rate.
    """

    name: ClassVar[str] = "extra-trees"

    def __init__(self, **config: Any) -> None:
        self.config = ExtraTreesConfig(**config)

    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        self._columns = Columns.learned(rows)
        place, outcome, weight = events.weighted()
        self._model = ExtraTreesClassifier(n_jobs=1, **asdict(self.config))
        self._model.fit(self._numbers(rows)[place], outcome, sample_weight=weight)
        return self

    def chances(self, rows: pd.DataFrame) -> Chances:
        return self._model.predict_proba(self._numbers(rows))[:, 1]

    def _numbers(self, rows: pd.DataFrame) -> np.ndarray:
        return np.nan_to_num(self._columns.plain(rows).to_numpy(), nan=EMPTY)
