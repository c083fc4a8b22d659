"""Matrix factorisation by alternating least squares: here, and nowhere else, is `implicit`."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from implicit.cpu.als import AlternatingLeastSquares
from scipy import sparse
from threadpoolctl import threadpool_limits

from models.entities import Entities
from models.exam import Rehearsals, Training
from models.generators.known_pairs import among_known, interactions
from models.ranking import Scores
from models.recommender import Arrays, Recommender


@dataclass(frozen=True)
class FactorsConfig:
    """`confidence`: how much more a pair counts than its absence; `ridge`: penalty of factors."""

    components: int = 256
    confidence: float = 100.0
    ridge: float = 60.0
    rounds: int = 8
    seed: int = 0


class Factors(Recommender):
    """iALS (Hu, Koren and Volinsky 2008): a vector per creator and per product, by pairs alone."""

    name: ClassVar[str] = "ials"
    tells_by_past = True
    settings: ClassVar[type] = FactorsConfig

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        pairs = sparse.csr_matrix(interactions(training))
        with threadpool_limits(1, "blas"):  # its own threads beside those of BLAS slow both
            model = AlternatingLeastSquares(
                factors=config.components,
                regularization=config.ridge,
                alpha=config.confidence,
                iterations=config.rounds,
                random_state=config.seed,
                num_threads=1,
            )
            model.fit(pairs, show_progress=False)
        self._creators, self._products = model.user_factors, model.item_factors

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Inner product of both vectors; 0 for who was not there to learn from."""
        return among_known(
            self.training,
            products,
            creators,
            lambda rows: np.asarray(self._creators[rows] @ self._products.T, np.float32),
        )

    def arrays(self) -> Arrays:
        return {"creators": self._creators, "products": self._products}

    def _restore(self, arrays: Arrays) -> None:
        self._creators, self._products = arrays["creators"], arrays["products"]
