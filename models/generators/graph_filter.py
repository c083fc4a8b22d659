"""A low-pass filter on the graph of who carried what, without any training by steps."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from sklearn.utils.extmath import randomized_svd

from models.entities import Entities
from models.exam import Rehearsals, Training
from models.generators.known_pairs import (
    among_known,
    degrees,
    interactions,
    packed,
    scaled,
    unpacked,
)
from models.ranking import Scores
from models.recommender import Arrays, Recommender


@dataclass(frozen=True)
class GraphFilterConfig:
    """`components`: how many of the smoothest directions pass; `balance`: power by which degrees
    divide the pairs; `lift`: power of popularity by which scores are multiplied in the end.
    """

    components: int = 448
    balance: float = 0.5
    lift: float = 0.5
    seed: int = 0


class GraphFilter(Recommender):
    """Pairs projected on the leading singular directions of the degree-normalised graph: the ideal
    low-pass of GF-CF (Shen et al. 2021).
    """

    name: ClassVar[str] = "graph-filter"
    tells_by_past = True
    settings: ClassVar[type] = GraphFilterConfig

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        pairs = interactions(training)
        length, count = degrees(pairs)
        balanced = scaled(length**-config.balance, pairs, count**-config.balance)
        rank = min(config.components, min(balanced.shape) - 1)
        axes = np.zeros((0, balanced.shape[1]), np.float32)
        if rank > 0 and balanced.nnz:
            _, _, axes = randomized_svd(
                balanced, rank, n_oversamples=32, n_iter=3, random_state=config.seed
            )
        self._axes = axes.astype(np.float32)
        self._own = scaled(np.ones_like(length), pairs, count**-config.balance)
        self._lift = count**config.lift

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """How much of each product is left of a creator's pairs behind the filter."""
        return among_known(
            self.training,
            products,
            creators,
            lambda rows: ((self._own[rows] @ self._axes.T) @ self._axes) * self._lift,
        )

    def arrays(self) -> Arrays:
        return {**packed(own=self._own), "axes": self._axes, "lift": self._lift}

    def _restore(self, arrays: Arrays) -> None:
        self._own = unpacked(arrays, "own")
        self._axes, self._lift = arrays["axes"], arrays["lift"]
