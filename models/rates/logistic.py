"""Logistic regression, the simple peer of every learner here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from models.rates.columns import Columns
from models.rates.predictor import Chances, Events, KeptPredictor


@dataclass(frozen=True)
class LogisticConfig:
    """`strength` of the ridge penalty, per row learned from."""

    strength: float = 1e-3


class Logistic(KeptPredictor):
    """Log odds linear in standardised numbers and in one column per category."""

    name: ClassVar[str] = "logistic"

    def __init__(self, **config: Any) -> None:
        self.config = LogisticConfig(**config)

    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        self._columns = Columns.learned(rows)
        place, outcome, weight = events.weighted()
        share = weight / weight.mean()
        model = LogisticRegression(C=1 / (self.config.strength * share.sum()), max_iter=1000)
        model.fit(self._columns.spread(rows)[place], outcome, sample_weight=share)
        self._weights, self._bias = model.coef_[0], float(model.intercept_[0])
        return self

    def chances(self, rows: pd.DataFrame) -> Chances:
        return np.asarray(expit(self._columns.spread(rows) @ self._weights + self._bias))

    def document(self) -> dict[str, Any]:
        return {"columns": self._columns.document(), "bias": self._bias}

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"weights": self._weights}

    @classmethod
    def restored(cls, document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Self:
        found = cls()
        found._columns = Columns.of(document["columns"])
        found._weights, found._bias = arrays["weights"], document["bias"]
        return found
