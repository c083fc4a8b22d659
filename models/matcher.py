"""LightFM's hybrid of ids and features: here, and nowhere else, a product is a "user" and a
creator an "item".

Each entity's vector is the sum of its features' embeddings, so that a new product or creator gets
one from its features alone (Kula 2015, arXiv 1507.08439).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from lightfm import LightFM
from numpy.typing import NDArray
from scipy import sparse

from models.encoding import unit_rows
from models.entities import IDENTITY, Block, Entities
from models.exam import Rehearsals, Training
from models.generators.leading import Leading
from models.interests.memory import INTERESTS, SPANS
from models.ranking import Scores
from models.recommender import Arrays, FeatureTerms, Recommender

PAST_SALES = (
    *(f"creator {block}" for block in ("brand", "commission", "merchant", "price", "title")),
    *(f"creator {INTERESTS} {span}" for span in SPANS),
)
"""A creator's past sales hold the very pairs that are to be learned, and would give them away."""


@dataclass(frozen=True)
class HybridConfig:
    """How the hybrid is fitted; the defaults were chosen on the demo market's validation part.

    `has_product_ids`, `has_creator_ids`: an embedding of its own for each entity beside those of
    its features; products go without, for few have pairs enough and new ones have none.
    `id_weight`: what it counts for beside the features, of length 1 together: below 1 it is learned
    more slowly and says less of few pairs. `weight_power`: pairs count as their weight to this
    power; `width`: directions left of wide given vectors; `left_out`: blocks that are not used.
    """

    components: int = 16
    epochs: int = 30
    loss: str = "warp"
    learning_rate: float = 0.02
    alpha: float = 0.0
    weight_power: float = 0.5
    has_product_ids: bool = False
    has_creator_ids: bool = True
    id_weight: float = 0.5
    width: int = 32
    left_out: tuple[str, ...] = PAST_SALES
    seed: int = 0


class Hybrid(Recommender):
    """Matrix factorisation over features; one thread and a fixed seed give the same bits.

    It learns from creators with a pair alone: the others would only ever be drawn as the wrong
    answer, which is no finding about them.
    """

    name: ClassVar[str] = "hybrid"
    settings: ClassVar[type] = HybridConfig

    def __init__(self, on_epoch: Callable[[int, int], None] | None = None, **config: Any) -> None:
        super().__init__(**config)
        self._on_epoch = on_epoch

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        config = self.config
        carrying = np.unique(training.cells[1])
        interactions = _interactions(training, carrying)
        self._leading = Leading.learned((training.products, training.creators), config.width)
        weights = interactions.copy()
        weights.data = weights.data**config.weight_power
        interactions.data = np.ones_like(interactions.data)
        users = self._features(training.products)
        items = self._features(training.creators.take(carrying))
        model = LightFM(
            no_components=config.components,
            loss=config.loss,
            learning_rate=config.learning_rate,
            user_alpha=config.alpha,
            item_alpha=config.alpha,
            random_state=config.seed,
        )
        for epoch in range(config.epochs):
            model.fit_partial(
                interactions,
                user_features=users,
                item_features=items,
                sample_weight=weights,
                num_threads=1,
            )
            if self._on_epoch:
                self._on_epoch(epoch + 1, config.epochs)
        self._learned = {
            "product": model.user_embeddings,
            "product_bias": model.user_biases,
            "creator": model.item_embeddings,
            "creator_bias": model.item_biases,
        }

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Inner product of the two vectors plus both biases, as LightFM predicts."""
        users, user_biases = self._vectors(products)
        items, item_biases = self._vectors(creators)
        return (users @ items.T + user_biases[:, None] + item_biases[None, :]).astype(np.float32)

    def _vectors(self, entities: Entities) -> tuple[NDArray[Any], NDArray[Any]]:
        features = self._features(entities)
        kind = entities.kind
        return features @ self._learned[kind], features @ self._learned[f"{kind}_bias"]

    def by_features(self, products: Entities, creators: Entities) -> FeatureTerms:
        """The inner product is a sum over both sides' features, and each bias one over its own."""
        users, items = self._vectors_by_feature(products), self._vectors_by_feature(creators)
        terms = {
            (one, other): np.asarray(user @ item.T)
            for one, (user, _) in users.items()
            for other, (item, _) in items.items()
        }
        nothing = np.zeros((len(products), len(creators)), np.float32)
        own = {(name, ""): nothing + bias[:, None] for name, (_, bias) in users.items()}
        return {**terms, **own, **{("", name): nothing + bias for name, (_, bias) in items.items()}}

    def _vectors_by_feature(
        self, entities: Entities
    ) -> dict[str, tuple[NDArray[Any], NDArray[Any]]]:
        """Each feature's part in the vectors and biases, whose sum `_vectors` gives."""
        kind, start = entities.kind, 0
        found = {}
        for name, part in self._parts(entities).items():
            own = slice(start, start := start + part.shape[1])
            held, bias = self._learned[kind][own], self._learned[f"{kind}_bias"][own]
            if part.shape[1]:
                found[name] = (part @ held, part @ bias)
        return found

    def _features(self, entities: Entities) -> sparse.csr_matrix:
        """One row per entity: its parts side by side."""
        parts = list(self._parts(entities).values())
        return _narrow(sparse.csr_matrix(sparse.hstack(parts), dtype=np.float32))

    def _parts(self, entities: Entities) -> dict[str, Block]:
        """The identity, where used and learned, then the blocks by name."""
        blocks = {
            name: unit_rows(block)
            for name, block in sorted(self._leading.of(entities).blocks.items())
            if f"{entities.kind} {name}" not in self.config.left_out
        }
        scale = 1 / np.sqrt(max(len(blocks), 1))
        scaled = {name: scale * block for name, block in blocks.items()}
        return {IDENTITY: self._identity(entities), **scaled}

    def _identity(self, entities: Entities) -> Block:
        is_product = entities.kind == "product"
        known = self.training.side(entities.kind)
        is_used = self.config.has_product_ids if is_product else self.config.has_creator_ids
        if not is_used:
            return sparse.csr_array((len(entities), 0), dtype=np.float32)
        columns = known.places(entities.ids)
        has_pair = np.append(np.bincount(self._rows(is_product), minlength=len(known)) > 0, False)
        rows = np.flatnonzero(has_pair[columns])
        columns = columns[rows]
        shape = (len(entities), len(known))
        values = np.full(len(rows), self.config.id_weight, np.float32)
        return sparse.csr_array((values, (rows, columns)), shape=shape)

    def _rows(self, is_product: bool) -> NDArray[np.int64]:
        """Rows of the pairs' products or creators."""
        return self.training.cells[0 if is_product else 1]

    def arrays(self) -> Arrays:
        return {**self._learned, **self._leading.arrays()}

    def _restore(self, arrays: Arrays) -> None:
        self._leading = Leading.restored(arrays)
        self._learned = {name: held for name, held in arrays.items() if "/" not in name}


def _narrow(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """LightFM's compiled code reads indices of 32 bits only."""
    matrix.indices = matrix.indices.astype(np.int32)
    matrix.indptr = matrix.indptr.astype(np.int32)
    return matrix


def _interactions(training: Training, carrying: NDArray[np.int64]) -> sparse.coo_matrix:
    """Products × the creators in the rows `carrying`, which rise."""
    product, creator = training.cells
    shape = (len(training.products), len(carrying))
    weights = training.pairs["weight"].to_numpy(np.float32)
    cells = (product.astype(np.int32), np.searchsorted(carrying, creator).astype(np.int32))
    return sparse.coo_matrix((weights, cells), shape=shape)
