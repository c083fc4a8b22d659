"""What comes next where nobody went that way before: the steps of all histories, smoothed."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from sklearn.utils.extmath import randomized_svd

from models.entities import Entities
from models.exam import Rehearsals, Training
from models.generators.histories import Histories, unordered
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
class SmoothStepsConfig:
    """`way_decay`, `backward`, `past_decay`: as of ItemNeighbours; `lift_source`, `lift_target`:
    powers by which the popularity of the thing taken and of the one proposed multiply in the end.
    """

    components: int = 128
    way_decay: float = 0.85
    backward: float = 0.5
    past_decay: float = 0.7
    lift_source: float = 0.1
    lift_target: float = 0.4
    seed: int = 0


class SmoothSteps(Recommender):
    """The leading singular directions of who follows whom, degrees balanced: a vector per thing
    taken and per thing that follows.
    """

    name: ClassVar[str] = "smooth-steps"
    settings: ClassVar[type] = SmoothStepsConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        return unordered(training)

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        histories = Histories.of(training)
        _, count = degrees(interactions(training))
        steps = histories.followed(config.way_decay, config.backward)
        balanced = scaled(count**-0.5, steps, count**-0.5)
        rank = min(config.components, min(balanced.shape) - 1)
        first = second = np.zeros((balanced.shape[0], 0), np.float32)
        if rank > 0 and balanced.nnz:
            left, size, right = randomized_svd(balanced, rank, n_iter=3, random_state=config.seed)
            first, second = left * size, right.T
        self._past = histories.faded(config.past_decay)
        self._first = (first * count[:, None] ** config.lift_source).astype(np.float32)
        self._second = (second * count[:, None] ** config.lift_target).astype(np.float32)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Inner product of what follows a creator's past and each product."""
        return among_known(
            self.training,
            products,
            creators,
            lambda rows: np.asarray((self._past[rows] @ self._first) @ self._second.T),
        )

    def arrays(self) -> Arrays:
        return {**packed(past=self._past), "first": self._first, "second": self._second}

    def _restore(self, arrays: Arrays) -> None:
        self._past = unpacked(arrays, "past")
        self._first, self._second = arrays["first"], arrays["second"]
