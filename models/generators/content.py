"""Likeness of what products and creators are described by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from models.encoding import unit_rows
from models.entities import GIVEN, Block, Entities
from models.exam import Rehearsals, Training
from models.ranking import Scores
from models.recommender import Arrays, FeatureTerms, Recommender


@dataclass(frozen=True)
class ContentConfig:
    """`ridge`: share of the mean variance added to every direction of a whitened block;
    `left_out`: shared blocks that say little of likeness.
    """

    ridge: float = 0.01
    left_out: tuple[str, ...] = ("commission", "merchant")


class Content(Recommender):
    """Sum over the shared blocks that both have of the cosine between product and creator beyond
    the usual one, by the root of how many these are: sums of as many chances spread alike (Stouffer
    1949), so that what is not known of somebody speaks neither for nor against.

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
        self._usual = {
            name: _mean(self._unit(name, products[name])) @ _mean(self._unit(name, creators[name]))
            for name in training.shared
        }

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
        parts = self._beyond(self.similarities(products, creators), products, creators)
        return sum(parts.values(), np.zeros((len(products), len(creators)), np.float32))

    def by_features(self, products: Entities, creators: Entities) -> FeatureTerms:
        parts = self._beyond(self.similarities(products, creators), products, creators)
        return {(name, name): part for name, part in parts.items()}

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The sum, and the cosine in each block."""
        parts = self.similarities(queries, candidates)
        beyond = self._beyond(parts, queries, candidates)
        total = sum(beyond.values(), np.zeros((len(queries), len(candidates)), np.float32))
        return {self.name: total} | {f"{self.name} {name}": part for name, part in parts.items()}

    def similarities(self, products: Entities, creators: Entities) -> dict[str, Scores]:
        """The cosine in each shared block; 0 where either side has nothing in it."""
        shared = sorted(set(products.blocks) & set(creators.blocks) - set(self.config.left_out))
        return {
            name: self._unit(name, products.blocks[name])
            @ self._unit(name, creators.blocks[name]).T
            for name in shared
        }

    def _beyond(
        self, cosines: Mapping[str, Scores], one: Entities, other: Entities
    ) -> dict[str, Scores]:
        """What each block adds to the score."""
        has_both = {
            name: np.outer(_is_filled(one.blocks[name]), _is_filled(other.blocks[name]))
            for name in cosines
        }
        count = sum(has_both.values(), np.zeros((len(one), len(other)), np.float32))
        spread = np.sqrt(np.maximum(count, 1))
        return {
            name: (np.where(has_both[name], cosine - self._usual[name], 0) / spread).astype("f4")
            for name, cosine in cosines.items()
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
        usual = {f"usual/{name}": np.array(cosine) for name, cosine in self._usual.items()}
        return means | usual | {f"axes/{name}": axes for name, axes in self._axes.items()}

    def _restore(self, arrays: Arrays) -> None:
        named = [name.split("/", 1) for name in arrays]
        self._means = {name: arrays[f"mean/{name}"] for kind, name in named if kind == "mean"}
        self._axes = {name: arrays[f"axes/{name}"] for kind, name in named if kind == "axes"}
        self._usual = {name: arrays[f"usual/{name}"][()] for k, name in named if k == "usual"}


def _filled(block: Block) -> NDArray[np.float64]:
    """The rows that say something."""
    dense = block.toarray().astype(np.float64)
    return dense[dense.any(axis=1)]


def _is_filled(block: Block) -> NDArray[np.bool_]:
    return np.diff(block.indptr) > 0


def _mean(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of the rows that say something; zero without any."""
    filled = rows[rows.any(axis=1)]
    return np.asarray(filled.mean(axis=0) if len(filled) else np.zeros(rows.shape[1], np.float32))
