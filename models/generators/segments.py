"""Popularity by category and tier: who is in demand in a product's category, what in a tier."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block, Entities
from models.exam import Rehearsals, Training
from models.ranking import Scores
from models.recommender import Arrays, Recommender

Shares = NDArray[np.float64]
CATEGORY, TIER = "category", "tier"


@dataclass(frozen=True)
class SegmentsConfig:
    """`strength`: the weight of pairs at which a segment's own and what is usual say as much."""

    strength: float = 20.0


class Segments(Recommender):
    """A creator's share of the pairs of a category, times a product's share of those of a tier;
    each shrunk towards its share of all pairs (Dirichlet smoothing, Zhai and Lafferty 2004).
    """

    name: ClassVar[str] = "segments"
    settings: ClassVar[type] = SegmentsConfig

    @classmethod
    def lacks(cls, training: Training) -> str | None:
        has_any = CATEGORY in training.products.blocks or TIER in training.creators.blocks
        return None if has_any else "categories of products or tiers of creators"

    def _learn(self, training: Training, rehearsals: Rehearsals) -> None:
        product, creator = training.cells
        weight = training.pairs["weight"].to_numpy(np.float64)
        shape = (len(training.creators), len(training.products))
        pairs = sparse.csr_array((weight, (creator, product)), shape=shape)
        categories, tiers = self._segments(training.products), self._segments(training.creators)
        strength = self.config.strength
        self._creators = _shrunk((pairs @ categories).toarray(), tiers, strength)
        self._products = _shrunk((pairs.T @ tiers).toarray(), categories, strength)

    def scores(self, products: Entities, creators: Entities) -> Scores:
        """How often the two would meet by both shares, over how often by chance; a newcomer has
        the mean shares of its segment.
        """
        categories, tiers = self._segments(products), self._segments(creators)
        by_creator = categories @ self._shares(creators, tiers, self._creators).T
        by_product = self._shares(products, categories, self._products) @ tiers.T
        chance = len(self.training.creators) * len(self.training.products)
        return np.asarray(chance * by_creator * by_product, np.float32)

    def _shares(self, entities: Entities, segments: Block, held: Shares) -> Shares:
        known = self.training.side(entities.kind)
        row = known.places(entities.ids)
        usual = segments @ _means(self._segments(known), held)
        return np.where((row >= 0)[:, None], held[row], usual) if len(held) else usual

    def _segments(self, entities: Entities) -> Block:
        """Rows that sum to 1 over the segments, the last of which holds those of whom none is
        known.
        """
        name = CATEGORY if entities.kind == "product" else TIER
        known = self.training.side(entities.kind).blocks.get(name)
        width = 0 if known is None else known.shape[1]
        empty = sparse.csr_array((len(entities), width), dtype=np.float32)
        block = sparse.csr_array(entities.blocks.get(name, empty), dtype=np.float64)
        totals = np.asarray(block.sum(axis=1)).ravel()
        unknown = sparse.csr_array((totals == 0).astype(np.float64)[:, None])
        shared = sparse.diags_array(1 / np.where(totals == 0, 1, totals)) @ block
        return sparse.csr_array(sparse.hstack([shared, unknown]))

    def arrays(self) -> Arrays:
        return {"creators": self._creators, "products": self._products}

    def _restore(self, arrays: Arrays) -> None:
        self._creators, self._products = arrays["creators"], arrays["products"]


def _shrunk(counts: Shares, segments: Block, strength: float) -> Shares:
    """Rows × columns of counts as shares of each column: shrunk towards the row's share of all,
    and this towards the mean share in the row's own segment.
    """
    total = counts.sum(axis=1)
    share = total / max(total.sum(), 1e-12)
    prior = segments @ _means(segments, share[:, None])[:, 0]
    overall = (total + strength * prior) / (total.sum() + strength)
    return (counts + strength * overall[:, None]) / (counts.sum(axis=0) + strength)


def _means(segments: Block, values: Shares) -> Shares:
    """Segments × columns: the mean of the rows of a segment, of all rows where it has none."""
    size = np.asarray(segments.sum(axis=0)).ravel()[:, None]
    usual = values.mean(axis=0) if len(values) else np.zeros(values.shape[1])
    return np.where(size > 0, (segments.T @ values) / np.maximum(size, 1e-12), usual)
