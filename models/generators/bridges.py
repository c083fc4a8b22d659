"""Creators like those who carry similar products: the way leads over products, then over people."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.encoding import unit_rows
from models.entities import GIVEN, Entities
from models.exam import Rehearsals, Training
from models.generators.known_pairs import interactions, packed, unpacked
from models.generators.views import Matrix, Views
from models.ranking import Scores
from models.recommender import Arrays, Recommender, chunks

Rows = NDArray[np.int64]


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
    _kept: tuple[Entities, Matrix, Matrix] | None = None

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
        sharp = self._sharp(products, np.arange(len(self.training.products)))
        return np.asarray(sharp / _total(sharp), np.float32)

    def _sharp(self, products: Entities, rows: Rows) -> Matrix:
        """Products × these known products: the power of their likeness."""
        known = self.training.products
        likeness = self._described(products) @ self._known[rows].T
        sharp = np.maximum(likeness, 0) ** self.config.sharpness
        column = np.full(len(known) + 1, -1)
        column[rows] = np.arange(len(rows))
        own = column[known.places(products.ids)]
        sharp[np.flatnonzero(own >= 0), own[own >= 0]] = 0
        return np.asarray(sharp)

    @cached_property
    def _known(self) -> Matrix:
        return self._described(self.training.products)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """How like a creator is to those at the end of the ways, beyond what is usual."""
        return self._ends(self._ways(products) @ self._centroids, creators)

    def _ends(self, middle: Matrix, creators: Entities) -> Scores:
        return np.asarray(middle @ self._described(creators).T)

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The likeness, and the share of the ways that end at the creator in person."""
        if queries.kind == "product":
            ways = self._ways(queries)
            ends = self._ends(ways @ self._centroids, candidates)
            met = self._met(ways, np.arange(ways.shape[1]), candidates)
            return {self.name: ends, f"{self.name} in person": met}
        total, middle = self._reach(candidates)
        rows = self._carried(queries)
        ways = np.asarray(self._sharp(candidates, rows) / total, np.float32)
        ends, met = self._ends(middle, queries), self._met(ways, rows, queries)
        return {self.name: np.ascontiguousarray(ends.T), f"{self.name} in person": met.T}

    def _reach(self, products: Entities) -> tuple[Matrix, Matrix]:
        """Of every product what its ways sum to, and where they end, before any creator is asked.

        Kept for the products asked last: creator after creator is asked among the same.
        """
        kept = self._kept
        if kept is None or kept[0] is not products:
            parts = []
            for rows in chunks(np.arange(len(products)), len(self.training.products)):
                sharp = self._sharp(products.take(rows), np.arange(len(self.training.products)))
                total = _total(sharp)
                parts.append((total, np.asarray(sharp / total, np.float32) @ self._centroids))
            totals, middles = zip(*parts, strict=True)
            self._kept = kept = (products, np.concatenate(totals), np.concatenate(middles))
        return kept[1], kept[2]

    def _carried(self, creators: Entities) -> Rows:
        """Rows of the known products that any of them carried."""
        rows = self.training.creators.places(creators.ids)
        return np.flatnonzero(np.diff(self._carriers[:, rows[rows >= 0]].indptr))

    def _met(self, ways: Matrix, rows: Rows, creators: Entities) -> Scores:
        """The share of the ways over these known products that end at each creator in person."""
        places = self.training.creators.places(creators.ids)
        found = np.zeros((len(ways), len(creators)), np.float32)
        if (places >= 0).any():
            ends = self._carriers[rows][:, places[places >= 0]]
            found[:, places >= 0] = (sparse.csr_array(ends).T @ ways.T).T
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


def _total(sharp: Matrix) -> Matrix:
    return np.asarray(np.maximum(sharp.sum(axis=1, keepdims=True), 1e-12))
