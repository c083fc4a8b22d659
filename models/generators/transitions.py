"""What comes next: what others took after the last thing taken, and after the one before."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block, Entities
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
class TransitionsConfig:
    """`decay`: how much less a thing says of another with every step between them; `backward`: what
    the later says of the earlier; `source`, `target`: powers by which the popularity of the thing
    taken and of the one proposed divide.
    """

    decay: float = 0.4
    backward: float = 0.1
    source: float = 0.3
    target: float = 0.1


class Transitions(Recommender):
    """A Markov chain over things, learned from the steps of all histories (as the unfactorised part
    of FPMC, Rendle et al. 2010), a step further counting less.
    """

    name: ClassVar[str] = "transition"
    settings: ClassVar[type] = TransitionsConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        return unordered(training)

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        histories = Histories.of(training)
        self._last, self._before = histories.taken(0), histories.taken(1)
        steps = histories.followed(config.decay, config.backward)
        _, count = degrees(interactions(training))
        steps.setdiag(0)
        self._steps = scaled(count**-config.source, steps, count**-config.target)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """How often each product followed the last one of a creator."""
        return self._after(self._last, products, creators)

    def _after(self, taken: Block, products: Entities, creators: Entities) -> Scores:
        def score(rows: NDArray[np.int64]) -> Scores:
            return np.asarray(sparse.csr_array(taken[rows] @ self._steps).toarray())

        return among_known(self.training, products, creators, score)

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """After the last one, and after the one before it."""
        is_product = queries.kind == "product"
        products, creators = (queries, candidates) if is_product else (candidates, queries)
        before = self._after(self._before, products, creators)
        return {
            self.name: self.ratings(queries, candidates),
            f"{self.name} from the one before": before if is_product else before.T,
        }

    def arrays(self) -> Arrays:
        return packed(last=self._last, before=self._before, steps=self._steps)

    def _restore(self, arrays: Arrays) -> None:
        self._last, self._before, self._steps = (
            unpacked(arrays, name) for name in ("last", "before", "steps")
        )
