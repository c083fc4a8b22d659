"""What is like the things lately taken, word by word, the popular first."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.encoding import unit_rows
from models.entities import GIVEN, Block, Entities
from models.exam import Rehearsals, Training
from models.generators.histories import Histories, unordered
from models.generators.known_pairs import interactions, packed, unpacked
from models.ranking import Scores
from models.recommender import Arrays, Recommender

TOO_COMMON = 0.5
"""Share of the things beyond which a word says nothing."""


@dataclass(frozen=True)
class TastesConfig:
    """`past_decay`: how much less an older part of a history counts; `lift`: power of popularity by
    which likeness is multiplied.
    """

    past_decay: float = 0.7
    lift: float = 0.3


class Tastes(Recommender):
    """Cosine of words by their rarity (Salton and Buckley 1988), summed over a fading past."""

    name: ClassVar[str] = "taste"
    settings: ClassVar[type] = TastesConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        has_words = any(not name.startswith(GIVEN) for name in training.products.blocks)
        return unordered(training) if has_words else "words of products"

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        histories = Histories.of(training)
        self._rarity = {
            name: _rarity(block)
            for name, block in sorted(training.products.blocks.items())
            if not name.startswith(GIVEN)
        }
        words = self._words(training.products)
        self._past = sparse.csr_array(histories.faded(self.config.past_decay) @ words)
        self._last = sparse.csr_array(histories.taken(0) @ words)
        count = np.asarray(interactions(training).sum(axis=0)).ravel()
        self._lift = np.append((count + 1) ** self.config.lift, 1).astype(np.float32)

    def _words(self, products: Entities) -> Block:
        """A unit row per product: its words, the rarer the longer."""
        parts = [products.blocks[name] * rarity[None, :] for name, rarity in self._rarity.items()]
        return unit_rows(sparse.csr_array(sparse.hstack(parts), dtype=np.float32))

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """Likeness to the past times popularity; that of a new product counts as one."""
        lift = self._lift[self.training.products.places(products.ids)]
        return self._like(self._past, products, creators) * lift[:, None]

    def _like(self, taken: Block, products: Entities, creators: Entities) -> Scores:
        rows = self.training.creators.places(creators.ids)
        is_known = rows >= 0
        found = np.zeros((len(products), len(creators)), np.float32)
        found[:, is_known] = (self._words(products) @ taken[rows[is_known]].T).toarray()
        return found

    def signals(self, queries: Entities, candidates: Entities) -> dict[str, Scores]:
        """The score, and likeness alone to the past and to the last thing taken."""
        is_product = queries.kind == "product"
        sides = (queries, candidates) if is_product else (candidates, queries)
        parts = {"alone": self._past, "of the last": self._last}
        found = {part: self._like(taken, *sides) for part, taken in parts.items()}
        return {self.name: self.ratings(queries, candidates)} | {
            f"{self.name} {part}": scores if is_product else scores.T
            for part, scores in found.items()
        }

    def arrays(self) -> Arrays:
        rarity = {f"rarity/{name}": held for name, held in self._rarity.items()}
        return {**rarity, **packed(past=self._past, last=self._last), "lift": self._lift}

    def _restore(self, arrays: Arrays) -> None:
        names = [name.removeprefix("rarity/") for name in arrays if name.startswith("rarity/")]
        self._rarity = {name: arrays[f"rarity/{name}"] for name in names}
        self._past, self._last = unpacked(arrays, "past"), unpacked(arrays, "last")
        self._lift = arrays["lift"]


def _rarity(block: Block) -> NDArray[np.float32]:
    seen = np.asarray((block != 0).sum(axis=0)).ravel()
    inverse = np.log(block.shape[0] / np.maximum(seen, 1))
    return np.where(seen < TOO_COMMON * block.shape[0], inverse, 0).astype(np.float32)
