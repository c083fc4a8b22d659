"""What the product says of who will buy: trees of several kinds, which err differently."""

from collections.abc import Callable
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from models.rates.boosting import Boosting
from models.rates.extra_trees import ExtraTrees
from models.rates.predictor import Chances, Events, Predictor
from models.rates.sessions import with_crossed_categories, with_session_features

Telling = Callable[[pd.DataFrame], pd.DataFrame]
BOOSTED = {"leaves": 20, "trees": 200, "seeds": 5}


class ConversionPipeline(Predictor):
    """The mean of boosted trees on columns and on what visits say together, of the same with
    crossed categories, and of extremely random trees.
    """

    name: ClassVar[str] = "pipeline"

    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        kinds: list[tuple[Telling, Predictor]] = [
            (with_session_features, Boosting(**BOOSTED)),
            (_crossed, Boosting(**BOOSTED)),
            (with_session_features, ExtraTrees()),
        ]
        self._models = [(telling, model.fit(telling(rows), events)) for telling, model in kinds]
        return self

    def chances(self, rows: pd.DataFrame) -> Chances:
        said = [model.chances(telling(rows)) for telling, model in self._models]
        return np.asarray(np.mean(said, axis=0))


def _crossed(rows: pd.DataFrame) -> pd.DataFrame:
    return with_crossed_categories(with_session_features(rows))
