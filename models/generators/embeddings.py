"""Embeddings of what creators carried one after the other, as of words in sentences."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from models.encoding import unit_rows
from models.entities import Block, Entities
from models.exam import Rehearsals, Training
from models.generators.folding import Folding
from models.generators.histories import Histories
from models.generators.known_pairs import interactions
from models.ranking import Scores
from models.recommender import Arrays, Recommender

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class EmbeddingsConfig:
    """`way_decay`: how much less two products say of each other with every step between them;
    `negatives`: draws of noise per pair, of which the logarithm is taken off; `smoothing`: power of
    the frequencies of that noise; `past_decay`: how much less an older part of a history counts;
    `ridge`: penalty of the map from features, whose vector counts as `described` pairs beside an
    entity's own.
    """

    components: int = 128
    way_decay: float = 0.85
    negatives: float = 1.0
    smoothing: float = 0.75
    past_decay: float = 0.9
    ridge: float = 10.0
    described: float = 10.0
    seed: int = 0


class Embeddings(Recommender):
    """prod2vec (Grbovic et al. 2015) in closed form: skip-gram with negative sampling factorises
    the shifted positive pointwise mutual information (Levy and Goldberg 2014). Whoever is in no
    sequence gets a vector from features.
    """

    name: ClassVar[str] = "prod2vec"
    settings: ClassVar[type] = EmbeddingsConfig

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        histories = Histories.of(training)
        if histories.is_ordered:
            together = histories.followed(config.way_decay, backward=1.0)
            past = histories.faded(config.past_decay)
        else:
            past = interactions(training)
            together = sparse.csr_array(past.T @ past)
        together.setdiag(0)
        together.eliminate_zeros()
        told = informative(together, config.negatives, config.smoothing)
        products = factorised(told, config.components, config.seed)
        creators = unit_rows(sparse.csr_array(past @ products)).toarray()
        sides = [(training.products, products), (training.creators, creators)]
        self._folding = Folding.learned(sides, config.ridge)
        self._vectors = {"product": products, "creator": creators}
        self._counts = self._counted()

    def _counted(self) -> dict[str, NDArray[np.float32]]:
        """How many pairs each entity has."""
        return {
            kind: np.bincount(rows, minlength=len(self.training.side(kind))).astype(np.float32)
            for kind, rows in zip(self._vectors, self.training.cells, strict=True)
        }

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """The cosine of both vectors; 0 where neither a sequence nor a feature tells anything."""
        return np.asarray(self._shrunk(products) @ self._shrunk(creators).T, np.float32)

    def _shrunk(self, entities: Entities) -> Matrix:
        """Own vectors by their pairs, shrunk towards those of their features."""
        held, count = self._vectors[entities.kind], self._counts[entities.kind]
        row = self.training.side(entities.kind).places(entities.ids)
        own = np.vstack([count[:, None] * held, np.zeros((1, held.shape[1]), np.float32)])[row]
        both = own + self.config.described * self._folding.of(entities)
        return unit_rows(sparse.csr_array(both)).toarray()

    def arrays(self) -> Arrays:
        return {**self._vectors, **self._folding.arrays()}

    def _restore(self, arrays: Arrays) -> None:
        self._vectors = {kind: arrays[kind] for kind in ("product", "creator")}
        self._counts = self._counted()
        self._folding = Folding.restored(arrays, self._vectors["product"].shape[1])


def informative(together: Block, negatives: float, smoothing: float) -> Block:
    """Pointwise mutual information of counts, less ln(negatives), where that is positive."""
    total = np.asarray(together.sum(axis=1)).ravel()
    noise = total**smoothing
    cells = sparse.coo_array(together)
    row, column = cells.coords
    expected = total[row] * noise[column] / max(noise.sum(), 1e-12)
    told = np.log(np.maximum(cells.data, 1e-12) / expected) - np.log(negatives)
    return sparse.csr_array((np.maximum(told, 0), (row, column)), shape=together.shape)


def factorised(told: Block, components: int, seed: int) -> Matrix:
    """Unit rows: left singular vectors by the roots of their values; zero where a row is empty."""
    rank = min(components, told.shape[0] - 1)
    if rank < 1 or not told.nnz:
        return np.zeros((told.shape[0], max(rank, 1)), np.float32)
    left, values, _ = randomized_svd(told, rank, n_oversamples=32, n_iter=3, random_state=seed)
    vectors = left * np.sqrt(values)
    vectors[np.diff(told.indptr) == 0] = 0
    return unit_rows(sparse.csr_array(vectors.astype(np.float32))).toarray()
