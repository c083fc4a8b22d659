"""How a product and a creator fit each other, told of pairs one by one from what a training knows.

Nothing here is learned from whom a query should find: a creator's price level, buyers and past
products are those of the pairs in training.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block, Entities, Facts
from models.exam import Training
from models.features import PRICE_LEVEL
from models.interests.memory import INTERESTS, SPANS

Column = NDArray[np.float64]
Rows = NDArray[np.int64]
AUDIENCE, CATEGORY = "audience", "category"
USUAL_SPREAD = 0.5
"""Deviation of log prices that a creator is given before its own are known, as of one product."""


@dataclass(frozen=True)
class Fit:
    """`levels`: mean and deviation of the log prices that each creator of the training carried,
    creators × 2; `audiences`: of each category level the mean audience of those who carried it.
    """

    training: Training
    levels: Column
    audiences: Block | None

    @classmethod
    def of(cls, training: Training) -> "Fit":
        return cls(training, _price_levels(training), _audiences(training))

    def facts(self, entities: Entities) -> Facts:
        """What entities bring themselves; a fact that the training does not know is left out."""
        known = self.training.side(entities.kind).facts
        unknown = np.full(len(entities), np.nan)
        return {name: entities.facts.get(name, unknown) for name in known}

    def told(
        self, products: Entities, creators: Entities, product: Rows, creator: Rows
    ) -> Mapping[str, Column]:
        """Terms by name for pairs of rows of `products` and `creators`, empty where unknown."""
        terms: dict[str, Column] = {}
        for name in self.training.shared:
            one, other = products.blocks.get(name), creators.blocks.get(name)
            if one is not None and other is not None:
                terms[f"{name} in common"] = _cosines(one, other, product, creator)
        for span in SPANS:
            turned = creators.blocks.get(f"{INTERESTS} {span}")
            if turned is not None and CATEGORY in products.blocks:
                terms[f"{INTERESTS} {span}"] = _dots(
                    products.blocks[CATEGORY], turned, product, creator
                )
        if PRICE_LEVEL in products.facts:
            terms["price fit"] = self._price_fit(products, creators, product, creator)
        if self.audiences is not None and AUDIENCE in creators.blocks:
            usual = products.blocks[CATEGORY] @ self.audiences
            terms["audience fit"] = _cosines(usual, creators.blocks[AUDIENCE], product, creator)
        return terms

    def _price_fit(
        self, products: Entities, creators: Entities, product: Rows, creator: Rows
    ) -> Column:
        """Deviations between a price and those that the creator is known for, below 0."""
        known = np.vstack([self.levels, [np.nan, np.nan]])
        places = self.training.creators.places(creators.ids)
        mean, spread = known[places][creator].T
        return np.asarray(-np.abs(products.facts[PRICE_LEVEL][product] - mean) / spread)


def _price_levels(training: Training) -> Column:
    product, creator = training.cells
    unknown = np.full(len(training.products), np.nan)
    levels = training.products.facts.get(PRICE_LEVEL, unknown)[product]
    weights = training.pairs["weight"].to_numpy(np.float64) * np.isfinite(levels)
    levels = np.nan_to_num(levels)
    count = len(training.creators)
    total = np.bincount(creator, weights, minlength=count)
    mean = np.bincount(creator, weights * levels, minlength=count) / np.where(total, total, np.nan)
    squares = np.bincount(creator, weights * (levels - mean[creator]) ** 2, minlength=count)
    spread = np.sqrt((squares + USUAL_SPREAD**2) / (total + 1))
    return np.column_stack([mean, spread])


def _audiences(training: Training) -> Block | None:
    """Category levels × audience buckets: sums over pairs, by the pairs' weights."""
    if CATEGORY not in training.products.blocks or AUDIENCE not in training.creators.blocks:
        return None
    product, creator = training.cells
    weights = training.pairs["weight"].to_numpy(np.float32)
    shape = (len(training.products), len(training.creators))
    carried = sparse.csr_array((weights, (product, creator)), shape=shape)
    followers = carried @ training.creators.blocks[AUDIENCE]
    return sparse.csr_array(training.products.blocks[CATEGORY].T @ followers)


def _cosines(one: Block, other: Block, row: Rows, column: Rows) -> Column:
    """Cosines of rows of `one` with rows of `other`, pair by pair; 0 where one says nothing."""
    left, right = (_unit(sparse.csr_array(block)) for block in (one, other))
    return _dots(left, right, row, column)


def _dots(one: Block, other: Block, row: Rows, column: Rows) -> Column:
    return np.asarray(one[row].multiply(other[column]).sum(axis=1), np.float64).ravel()


def _unit(block: Block) -> Block:
    lengths = np.sqrt(np.asarray(block.multiply(block).sum(axis=1), np.float64)).ravel()
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ block)
