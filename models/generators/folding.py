"""Vectors for those who were not there to learn from, by a linear map from features."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import Ridge

from models.encoding import unit_rows
from models.entities import Entities
from models.matcher import PAST_SALES
from models.recommender import Arrays

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Folding:
    """Per side and block a matrix, features × components; a vector is the sum over the blocks.

    A creator's past sales take no part: who has none needs a map that does without them.
    """

    maps: Mapping[str, Matrix]
    components: int

    @classmethod
    def learned(cls, sides: list[tuple[Entities, Matrix]], ridge: float) -> Self:
        """By ridge regression from entities whose vectors are known; zero rows are not."""
        maps: dict[str, Matrix] = {}
        for entities, vectors in sides:
            names, is_known = _told(entities), vectors.any(axis=1)
            if not names or not is_known.any():
                continue
            rows = np.flatnonzero(is_known)
            blocks = [unit_rows(entities.blocks[name][rows]) for name in names]
            features = sparse.csr_matrix(sparse.hstack(blocks))
            model = Ridge(alpha=ridge, fit_intercept=False, solver="sparse_cg")
            weights = model.fit(features, vectors[rows]).coef_.T.astype(np.float32)
            ends = np.cumsum([block.shape[1] for block in blocks])[:-1]
            parts = zip(names, np.split(weights, ends), strict=True)
            maps |= {f"{entities.kind}/{name}": part for name, part in parts}
        return cls(maps, sides[0][1].shape[1])

    def of(self, entities: Entities) -> Matrix:
        """A unit row per entity; zero where no feature is known."""
        total = np.zeros((len(entities), self.components), np.float32)
        for name in _told(entities):
            held = self.maps.get(f"{entities.kind}/{name}")
            if held is not None:
                total += unit_rows(entities.blocks[name]) @ held
        return unit_rows(sparse.csr_array(total)).toarray()

    def arrays(self) -> Arrays:
        return {f"map/{name}": held for name, held in self.maps.items()}

    @classmethod
    def restored(cls, arrays: Arrays, components: int) -> Self:
        """The maps among other arrays."""
        named = [(name.partition("/")[::2], held) for name, held in arrays.items()]
        return cls({name: held for (part, name), held in named if part == "map"}, components)


def _told(entities: Entities) -> list[str]:
    return [n for n in sorted(entities.blocks) if f"{entities.kind} {n}" not in PAST_SALES]
