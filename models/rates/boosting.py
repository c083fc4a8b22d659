"""Gradient boosting over trees: here, and nowhere else, is LightGBM (Ke et al. 2017)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import lightgbm as lgb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.rates.columns import Columns
from models.rates.predictor import Chances, Events, KeptPredictor

Matrix = NDArray[np.float64]
STEADY = {"deterministic": True, "force_row_wise": True, "verbosity": -1}
"""Same data and seed, same trees."""
ALONE = 1
"""Of threads: a few small trees are grown before several have met."""


@dataclass(frozen=True)
class BoostingConfig:
    """Many small trees, each on a part of rows and columns; the mean of `seeds` such models."""

    trees: int = 300
    learning_rate: float = 0.03
    leaves: int = 12
    fewest_in_leaf: int = 30
    rows: float = 0.7
    columns: float = 0.5
    ridge: float = 10.0
    seeds: int = 1
    seed: int = 0

    def parameters(self, number: int) -> dict[str, Any]:
        return STEADY | {
            "learning_rate": self.learning_rate,
            "num_leaves": self.leaves,
            "min_data_in_leaf": self.fewest_in_leaf,
            "bagging_fraction": self.rows,
            "bagging_freq": 1,
            "feature_fraction": self.columns,
            "lambda_l2": self.ridge,
            "seed": 1000 * self.seed + number,
        }


class Boosting(KeptPredictor):
    """The chance of an event by boosted trees on the plain columns."""

    name: ClassVar[str] = "boosting"

    def __init__(self, **config: Any) -> None:
        self.config = BoostingConfig(**config)

    def fit(self, rows: pd.DataFrame, events: Events) -> Self:
        self._columns = Columns.learned(rows)
        place, outcome, weight = events.weighted()
        held = lgb.Dataset(
            self._columns.plain(rows).to_numpy()[place],
            outcome.astype(np.float64),
            weight=weight,
            free_raw_data=False,
        )
        self._models = [
            lgb.train(self._parameters(number), held, self.config.trees)
            for number in range(self.config.seeds)
        ]
        return self

    def _parameters(self, number: int) -> dict[str, Any]:
        return self.config.parameters(number) | {"objective": "binary"}

    def chances(self, rows: pd.DataFrame) -> Chances:
        numbers = self._columns.plain(rows).to_numpy()
        return np.asarray(np.mean([model.predict(numbers) for model in self._models], axis=0))

    def document(self) -> dict[str, Any]:
        return {"columns": self._columns.document()}

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {"trees": _texts(self._models)}

    @classmethod
    def restored(cls, document: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Self:
        found = cls()
        found._columns = Columns.of(document["columns"])
        found._models = [lgb.Booster(model_str=str(text)) for text in arrays["trees"]]
        return found


def _texts(models: Iterable[lgb.Booster]) -> NDArray[np.str_]:
    return np.array([model.model_to_string() for model in models], np.str_)


class Expectation:
    """Trees that foretell a number by least squares, or a chance by its likelihood."""

    def __init__(self, models: Sequence[lgb.Booster]) -> None:
        self._models = tuple(models)

    @classmethod
    def fitted(
        cls, rows: Matrix, outcome: Matrix, is_chance: bool, config: BoostingConfig
    ) -> "Expectation":
        """`outcome`: one a row; of 0 and 1 alone where it is a chance. A cell of nan is a gap."""
        held = lgb.Dataset(rows, outcome, free_raw_data=False)
        objective = "binary" if is_chance else "regression"
        aim = {"objective": objective, "num_threads": ALONE}
        return cls(
            [
                lgb.train(config.parameters(number) | aim, held, config.trees)
                for number in range(config.seeds)
            ]
        )

    def expected(self, rows: Matrix) -> Matrix:
        """One a row: the mean of the models."""
        return np.asarray(
            np.mean([one.predict(rows, num_threads=ALONE) for one in self._models], axis=0)
        )


class Forest:
    """Trees that order the rows of each group, best first: LambdaRank (Burges 2010)."""

    def __init__(self, models: Sequence[lgb.Booster]) -> None:
        self._models = tuple(models)

    @classmethod
    def fitted(
        cls, rows: Matrix, is_right: NDArray[np.bool_], sizes: Iterable[int], config: BoostingConfig
    ) -> "Forest":
        """`sizes`: how many rows, one after the other, each group has."""
        held = lgb.Dataset(rows, is_right.astype(np.int64), group=list(sizes), free_raw_data=False)
        objective = {"objective": "lambdarank", "lambdarank_truncation_level": 50}
        return cls(
            [
                lgb.train(config.parameters(number) | objective, held, config.trees)
                for number in range(config.seeds)
            ]
        )

    def scores(self, rows: Matrix) -> Matrix:
        """Higher is better; comparable within a group."""
        return np.asarray(np.mean([model.predict(rows) for model in self._models], axis=0))

    def contributions(self, rows: Matrix) -> Matrix:
        """Rows x (columns + 1): what each column adds to the row's score, and the rest in the last
        one; they add up to the score (SHAP values of trees, Lundberg et al. 2020).
        """
        return np.asarray(
            np.mean([model.predict(rows, pred_contrib=True) for model in self._models], axis=0)
        )

    def texts(self) -> NDArray[np.str_]:
        """The trees in LightGBM's text format."""
        return _texts(self._models)

    @classmethod
    def of(cls, texts: NDArray[np.str_]) -> "Forest":
        return cls([lgb.Booster(model_str=str(text)) for text in texts])
