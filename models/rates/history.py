"""What the past alone says: the shrunk rate of the pair, as it stands before the day."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from models.rates.predictor import Chances, Events, KeptPredictor

COLUMN = "past pair"


class History(KeptPredictor):
    """The pair's past rate as models.rates.shrinkage shrank it; nothing is learned here."""

    name: ClassVar[str] = "history"

    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        return self

    def chances(self, rows: pd.DataFrame) -> Chances:
        return np.asarray(expit(rows[COLUMN].to_numpy(np.float64)))

    def document(self) -> dict[str, Any]:
        return {}

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {}

    @classmethod
    def restored(cls, document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls()
