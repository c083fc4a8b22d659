"""The creators most in demand, whatever the product."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.entities import POPULARITY, Entities
from models.exam import Rehearsals, Training
from models.ranking import Scores
from models.recommender import Arrays, FeatureTerms, Recommender

Totals: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class PopularityConfig:
    """Popularity has nothing to set."""


class Popularity(Recommender):
    """Every product gets the creators who carried most, by the weight of their pairs."""

    name: ClassVar[str] = "popularity"
    tells_by_past = True
    settings: ClassVar[type] = PopularityConfig

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        product, creator = training.cells
        weight = training.pairs["weight"].to_numpy(np.float64)
        self._creators = _totals(creator, weight, len(training.creators))
        self._products = _totals(product, weight, len(training.products))

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """The creator's popularity, plus the product's, which matters to the reverse question."""
        by_product, by_creator = self._popular(products, creators)
        return (by_product + by_creator).astype(np.float32)

    def by_features(self, products: Entities, creators: Entities) -> FeatureTerms:
        nothing = np.zeros((len(products), len(creators)), np.float32)
        by_product, by_creator = self._popular(products, creators)
        terms = {(POPULARITY, ""): by_product, ("", POPULARITY): by_creator}
        return {pair: (nothing + told).astype(np.float32) for pair, told in terms.items()}

    def _popular(self, products: Entities, creators: Entities) -> tuple[Totals, Totals]:
        """The products' in a column, the creators' in a row."""
        by_product = _known(products, self.training.products, self._products)
        return by_product[:, None], _known(creators, self.training.creators, self._creators)[None]

    def arrays(self) -> Arrays:
        return {"creators": self._creators, "products": self._products}

    def _restore(self, arrays: Arrays) -> None:
        self._creators, self._products = arrays["creators"], arrays["products"]


def _totals(rows: NDArray[np.int64], weights: Totals, count: int) -> Totals:
    return np.bincount(rows, weights, minlength=count).astype(np.float64)


def _known(entities: Entities, known: Entities, totals: Totals) -> Totals:
    """Each entity's total; 0 for one that was not there to learn from."""
    rows = known.places(entities.ids)
    return np.where(rows >= 0, totals[rows], 0.0) if len(totals) else np.zeros(len(entities))
