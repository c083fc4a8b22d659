"""Creators like those who carry similar products: the way leads over products, then over people."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import sparse

from models.encoding import unit_rows
from models.entities import GIVEN, Entities
from models.generators.known_pairs import interactions, packed, unpacked
from models.generators.views import Matrix, Views
from models.ranking import Scores
from models.recommender import Arrays, Recommender
from models.trial import Rehearsals, Training


@dataclass(frozen=True)
class BridgesConfig:
    """`sharpness`: power of the likeness of two products, which lets the nearest say most;
    `whitening`: see Views.
    """

    sharpness: float = 3.0
    whitening: float = 0.04


class Bridges(Recommender):
    """For a product the known ones most like it, by every block that products have; for each of
    these the people who carried it, by every block that creators have.
    """

    name: ClassVar[str] = "bridge"
    settings: ClassVar[type] = BridgesConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        has_both = training.products.blocks and training.creators.blocks
        return None if has_both else "features of products and of creators"

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        self._views = Views.learned(training.products, training.creators, self.config.whitening)
        pairs = interactions(training).T.tocsr()
        count = np.maximum(np.asarray(pairs.sum(axis=1)).ravel(), 1)
        self._carriers = sparse.csr_array(
            sparse.diags_array((1 / count).astype(np.float32)) @ pairs
        )
        people = self._described(training.creators)
        centroids = self._carriers @ people
        is_carried = np.diff(pairs.indptr) > 0
        usual = centroids[is_carried].mean(axis=0) if is_carried.any() else 0
        self._centroids = np.where(is_carried[:, None], centroids - usual, 0).astype(np.float32)

    def _described(self, entities: Entities) -> Matrix:
        """All blocks side by side, each of unit length."""
        parts = [
            self._views.of(entities, name)
            if name.startswith(GIVEN)
            else unit_rows(entities.blocks[name]).toarray()
            for name in sorted(entities.blocks)
        ]
        return np.hstack([np.zeros((len(entities), 0), np.float32), *parts])

    def _ways(self, products: Entities) -> Matrix:
        """Products × known products: how much each says of the other, summing to 1; a product says
        nothing of itself.
        """
        known = self.training.products
        likeness = self._described(products) @ self._described(known).T
        sharp = np.maximum(likeness, 0) ** self.config.sharpness
        own = known.places(products.ids)
        sharp[np.flatnonzero(own >= 0), own[own >= 0]] = 0
        return np.asarray(sharp / np.maximum(sharp.sum(axis=1, keepdims=True), 1e-12), np.float32)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """How like a creator is to those at the end of the ways, beyond what is usual."""
        return self._ends(self._ways(products), creators)

    def _ends(self, ways: Matrix, creators: Entities) -> Scores:
        return np.asarray((ways @ self._centroids) @ self._described(creators).T)

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The likeness, and the share of the ways that end at the creator in person."""
        is_product = queries.kind == "product"
        products, creators = (queries, candidates) if is_product else (candidates, queries)
        ways = self._ways(products)
        ends, met = self._ends(ways, creators), self._met(ways, creators)
        return {
            self.name: ends if is_product else np.ascontiguousarray(ends.T),
            f"{self.name} in person": met if is_product else met.T,
        }

    def _met(self, ways: Matrix, creators: Entities) -> Scores:
        rows = self.training.creators.places(creators.ids)
        found = np.zeros((len(ways), len(creators)), np.float32)
        if (rows >= 0).any():
            ends = self._carriers[:, rows[rows >= 0]]
            found[:, rows >= 0] = (sparse.csr_array(ends).T @ ways.T).T
        return found

    def arrays(self) -> Arrays:
        return {
            **self._views.arrays(),
            **packed(carriers=self._carriers),
            "centroids": self._centroids,
        }

    def _restore(self, arrays: Arrays) -> None:
        self._views = Views.restored(arrays)
        self._carriers, self._centroids = unpacked(arrays, "carriers"), arrays["centroids"]
