"""Likeness word by word: what a product is called, and what a creator carried or states."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.entities import GIVEN, Block, Entities
from models.exam import Rehearsals, Training
from models.generators.known_pairs import interactions, packed, scaled, unpacked
from models.ranking import Scores
from models.recommender import Arrays, FeatureTerms, Recommender


@dataclass(frozen=True)
class ProfilesConfig:
    """`rarity`: power of the inverse frequency of a word; `length`: power by which the number of a
    product's words divides.
    """

    rarity: float = 1.25
    length: float = 0.4


class Profiles(Recommender):
    """Inner product of a product's words and the sum of the words of what a creator carried, rare
    ones counting more (Salton and Buckley 1988).
    """

    name: ClassVar[str] = "profile"
    tells_by_past = True
    settings: ClassVar[type] = ProfilesConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        return None if _worded(training.products) else "words of products"

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        pairs = interactions(training)
        self._rarity: dict[str, NDArray[np.float32]] = {}
        self._profiles: dict[str, Block] = {}
        for name in _worded(training.products):
            block = training.products.blocks[name]
            seen = np.asarray((block != 0).sum(axis=0)).ravel()
            inverse = np.log((len(training.products) + 1) / (seen + 1)) ** self.config.rarity
            self._rarity[name] = inverse.astype(np.float32)
            self._profiles[name] = sparse.csr_array(pairs @ self._weighted(name, block))

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The sum, and each block."""
        is_product = queries.kind == "product"
        sides = (queries, candidates) if is_product else (candidates, queries)
        parts = {name: part if is_product else part.T for name, part in self._parts(*sides).items()}
        total = sum(parts.values(), np.zeros((len(queries), len(candidates)), np.float32))
        return {self.name: total} | {f"{self.name} {name}": part for name, part in parts.items()}

    def scores(self, products: Entities, creators: Entities) -> Scores:
        parts = self._parts(products, creators)
        return sum(parts.values(), np.zeros((len(products), len(creators)), np.float32))

    def by_features(self, products: Entities, creators: Entities) -> FeatureTerms:
        parts = self._parts(products, creators)
        return {(name, name): part for name, part in parts.items()}

    def _parts(self, products: Entities, creators: Entities) -> dict[str, Scores]:
        rows = self.training.creators.places(creators.ids)
        return {
            name: (self._weighted(name, products.blocks[name]) @ self._past(name, rows).T).toarray()
            for name in self._rarity
            if name in products.blocks
        }

    def _past(self, name: str, rows: NDArray[np.int64]) -> Block:
        """The profiles of creators by their rows; empty for a new one."""
        is_known = rows >= 0
        pick = sparse.csr_array(
            (np.ones(int(is_known.sum()), np.float32), (np.flatnonzero(is_known), rows[is_known])),
            shape=(len(rows), len(self.training.creators)),
        )
        return sparse.csr_array(pick @ self._profiles[name])

    def _weighted(self, name: str, block: Block) -> Block:
        count = np.maximum(np.asarray((block != 0).sum(axis=1)).ravel(), 1)
        return scaled((count**-self.config.length).astype(np.float32), block, self._rarity[name])

    def arrays(self) -> Arrays:
        rarity = {f"rarity/{name}": held for name, held in self._rarity.items()}
        return {**rarity, **packed(**{f"profile {n}": held for n, held in self._profiles.items()})}

    def _restore(self, arrays: Arrays) -> None:
        names = [name.removeprefix("rarity/") for name in arrays if name.startswith("rarity/")]
        self._rarity = {name: arrays[f"rarity/{name}"] for name in names}
        self._profiles = {name: unpacked(arrays, f"profile {name}") for name in names}


def _worded(products: Entities) -> list[str]:
    """Blocks of words; given vectors have none."""
    return [name for name in sorted(products.blocks) if not name.startswith(GIVEN)]
