"""Neighbours: products that go with those a creator carried, and creators who carried the same."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import sparse

from models.entities import Entities
from models.exam import Rehearsals, Training
from models.generators.histories import Histories
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
class ItemNeighboursConfig:
    """`way_decay`: how much less two products of a history say of each other with every step
    between them; `backward`: what the later says of the earlier; `past_decay`: how much less an
    older part of a history counts. `history`, `source`, `target`: powers by which the length of a
    history and the popularity of both products divide; `target_ordered` is that of the product
    proposed where histories are ordered, for what comes next is popular more often.
    """

    way_decay: float = 0.85
    backward: float = 0.5
    past_decay: float = 0.85
    history: float = 0.5
    source: float = 0.4
    target: float = 0.4
    target_ordered: float = 0.1


class ItemNeighbours(Recommender):
    """Item-to-item neighbours (Deshpande and Karypis 2004), with decay where histories are ordered
    and the powers of degrees as in random walks (Christoffel et al. 2015).
    """

    name: ClassVar[str] = "item-knn"
    tells_by_past = True
    settings: ClassVar[type] = ItemNeighboursConfig

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        histories = Histories.of(training)
        if histories.is_ordered:
            likeness = histories.followed(config.way_decay, config.backward)
            self._past = histories.faded(config.past_decay)
            target = config.target_ordered
        else:
            self._past = interactions(training)
            ones = np.ones(len(training.products), np.float32)
            shared = scaled(degrees(self._past)[0] ** -config.history, self._past, ones)
            likeness = sparse.csr_array(shared.T @ self._past)
            target = config.target
        _, count = degrees(interactions(training))
        likeness.setdiag(0)
        self._likeness = scaled(count**-config.source, likeness, count**-target)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Sum over a creator's past of how well each product goes with it; 0 for what is new."""
        return among_known(
            self.training,
            products,
            creators,
            lambda rows: (self._past[rows] @ self._likeness).toarray(),
        )

    def arrays(self) -> Arrays:
        return packed(past=self._past, likeness=self._likeness)

    def _restore(self, arrays: Arrays) -> None:
        self._past, self._likeness = unpacked(arrays, "past"), unpacked(arrays, "likeness")


@dataclass(frozen=True)
class CreatorNeighboursConfig:
    """`popular`: power by which a product that many carried says less of likeness; `history`: power
    by which the length of a neighbour's history divides; `sharpness`: power of the likeness;
    `target`: power by which the popularity of the product proposed divides.
    """

    popular: float = 0.6
    history: float = 0.5
    sharpness: float = 1.5
    target: float = 0.2


class CreatorNeighbours(Recommender):
    """User-based neighbours (Herlocker et al. 1999): what those carry who carried the same."""

    name: ClassVar[str] = "creator-knn"
    tells_by_past = True
    settings: ClassVar[type] = CreatorNeighboursConfig

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        pairs = interactions(training)
        length, count = degrees(pairs)
        ones = np.ones_like(length)
        self._own = scaled(ones, pairs, count ** (-config.popular / 2))
        self._others = scaled(length ** (-config.history), self._own, np.ones_like(count)).T.tocsr()
        self._carried = scaled(ones, pairs, count**-config.target)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Sum over the other creators of how like they are, where they carry the product."""

        def score(rows: np.ndarray) -> Scores:
            likeness = sparse.csr_array(self._own[rows] @ self._others)
            row = np.repeat(np.arange(len(rows)), np.diff(likeness.indptr))
            likeness.data[likeness.indices == rows[row]] = 0
            likeness.data **= self.config.sharpness
            return np.asarray((likeness @ self._carried).toarray())

        return among_known(self.training, products, creators, score)

    def arrays(self) -> Arrays:
        return packed(own=self._own, others=self._others, carried=self._carried)

    def _restore(self, arrays: Arrays) -> None:
        self._own, self._others, self._carried = (
            unpacked(arrays, name) for name in ("own", "others", "carried")
        )
