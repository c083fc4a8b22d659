"""Likeness of what products and creators are described by."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from models.encoding import unit_rows
from models.entities import GIVEN, Block, Entities
from models.ranking import Scores
from models.recommender import Arrays, FeatureTerms, Recommender
from models.trial import Rehearsals, Training


@dataclass(frozen=True)
class ContentConfig:
    """`ridge`: share of the mean variance added to every direction of a whitened block;
    `left_out`: shared blocks that say little of likeness.
    """

    ridge: float = 0.01
    left_out: tuple[str, ...] = ("commission", "merchant")


class Content(Recommender):
    """Sum over the shared blocks of the cosine between product and creator.

    Given vectors are first centred and whitened over products and creators together, so that a
    common direction says little and a rare one much; words and bands are compared as they are.
    """

    name: ClassVar[str] = "content"
    settings: ClassVar[type] = ContentConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        return None if training.shared else "features that products and creators share"

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        products, creators = training.products.blocks, training.creators.blocks
        self._means: dict[str, NDArray[np.float32]] = {}
        self._axes: dict[str, NDArray[np.float32]] = {}
        for name in training.shared:
            if name.startswith(GIVEN):
                self._whiten(name, unit_rows(products[name]), unit_rows(creators[name]))

    def _whiten(self, name: str, products: Block, creators: Block) -> None:
        pool = np.vstack([_filled(products), _filled(creators)])
        if len(pool) < 2:
            return
        mean = pool.mean(axis=0)
        variance, directions = np.linalg.eigh(np.cov(pool - mean, rowvar=False, ddof=0))
        floor = self.config.ridge * max(variance.mean(), 1e-12)
        self._means[name] = mean.astype(np.float32)
        scale = np.sqrt(np.maximum(variance, 0) + floor)
        self._axes[name] = (directions / scale).astype(np.float32)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        return sum(
            self.similarities(products, creators).values(),
            np.zeros((len(products), len(creators)), np.float32),
        )

    def by_features(self, products: Entities, creators: Entities) -> FeatureTerms:
        parts = self.similarities(products, creators)
        return {(name, name): part for name, part in parts.items()}

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The sum, and the cosine in each block."""
        parts = self.similarities(queries, candidates)
        total = sum(parts.values(), np.zeros((len(queries), len(candidates)), np.float32))
        return {self.name: total} | {f"{self.name} {name}": part for name, part in parts.items()}

    def similarities(self, products: Entities, creators: Entities) -> dict[str, Scores]:
        """The cosine in each shared block; 0 where either side has nothing in it."""
        shared = sorted(set(products.blocks) & set(creators.blocks) - set(self.config.left_out))
        return {
            name: self._unit(name, products.blocks[name])
            @ self._unit(name, creators.blocks[name]).T
            for name in shared
        }

    def _unit(self, name: str, block: Block) -> NDArray[np.float32]:
        rows = unit_rows(block).toarray()
        if name not in self._axes:
            return rows
        is_filled = rows.any(axis=1, keepdims=True)
        turned = (rows - self._means[name]) @ self._axes[name]
        lengths = np.linalg.norm(turned, axis=1, keepdims=True)
        return np.where(is_filled, turned / np.maximum(lengths, 1e-12), 0).astype(np.float32)

    def arrays(self) -> Arrays:
        means = {f"mean/{name}": mean for name, mean in self._means.items()}
        return means | {f"axes/{name}": axes for name, axes in self._axes.items()}

    def _restore(self, arrays: Arrays) -> None:
        named = [name.split("/", 1) for name in arrays]
        self._means = {name: arrays[f"mean/{name}"] for kind, name in named if kind == "mean"}
        self._axes = {name: arrays[f"axes/{name}"] for kind, name in named if kind == "axes"}


def _filled(block: Block) -> NDArray[np.float64]:
    """The rows that say something."""
    dense = block.toarray().astype(np.float64)
    return dense[dense.any(axis=1)]
