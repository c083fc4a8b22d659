"""How many orders a usual pair brings in its first 28 days, by what is known before."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.causal.cohort.pairs import drawn
from models.causal.glm import Scaled, predicted

NUMBERS = ("organic_sku_orders_before", "followers", "price", "views_before")
TOLD = ("is_stated", "is_own_choice")


@dataclass(frozen=True)
class Usual:
    """A negative binomial regression on category, whether the creator states it and whether it
    asked for the product itself, for creators know what suits them; organic orders of the 28 days
    before, followers, price and the creator's views a day of these days; coefficients of the
    standardised features. `middle`: the medians of the numbers, which a missing one takes.
    `spread`: by how much pairs differ from it beyond chance, a squared coefficient of variation.
    """

    categories: tuple[str, ...]
    middle: tuple[float, ...]
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    spread: float

    @classmethod
    def fitted(cls, pairs: pd.DataFrame, categories: tuple[str, ...]) -> "Usual":
        """To `sku_orders` by pair, known but for a variance `doubt` if there is such a column: by
        quasi-likelihood, so that the few pairs that sold much do not say everything.
        """
        middle = tuple(pairs[list(NUMBERS)].astype(float).median().fillna(0.0).tolist())
        features = _features(pairs, categories, middle)
        scaled = Scaled.of(features)
        orders = pairs["sku_orders"].to_numpy(float)
        doubt = pairs["doubt"].to_numpy(float) if "doubt" in pairs else np.zeros(len(pairs))
        found = drawn(orders, scaled.design(features)[:, 1:], doubt)
        return cls(
            categories,
            middle,
            tuple(scaled.mean.tolist()),
            tuple(scaled.scale.tolist()),
            tuple(found.slopes[1:].tolist()),
            float(found.slopes[0]),
            found.spread,
        )

    def orders(self, pairs: pd.DataFrame) -> NDArray[np.float64]:
        """Expected orders per row of `category`, TOLD and NUMBERS."""
        scaled = Scaled(np.array(self.centre), np.array(self.scale))
        design = scaled.design(_features(pairs, self.categories, self.middle))
        return np.asarray(predicted(design, np.array([self.intercept, *self.weights])))


def _features(
    pairs: pd.DataFrame, categories: tuple[str, ...], middle: tuple[float, ...]
) -> NDArray[np.float64]:
    """One column per category, then TOLD, then the logarithms of NUMBERS."""
    own = [(pairs["category"] == name).to_numpy(float) for name in categories]
    numbers = [
        np.log1p(pairs[name].astype("Float64").fillna(usual).to_numpy(float))
        for name, usual in zip(NUMBERS, middle, strict=True)
    ]
    return np.column_stack([*own, *(pairs[name].to_numpy(float) for name in TOLD), *numbers])
