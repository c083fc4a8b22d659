"""Who clicks: shoppers live in communities, and creators draw on windows of them.

Two creators share shoppers as far as their communities and windows overlap.
"""

from dataclasses import dataclass

import numpy as np

from data.market.population import Population
from data.market.setting import Setting
from data.market.taxonomy import Floats, Ints, by_category

GROWN_UP = 31


@dataclass(frozen=True)
class Crowd:
    """All shoppers, ordered by community: two for each category, a younger and an older one.
    `start` and `length` of a creator's window are shares of a community."""

    bounds: Ints
    start: Floats
    length: Floats

    def __len__(self) -> int:
        return int(self.bounds[-1])


def gather(setting: Setting) -> Crowd:
    """Draws the communities' sizes and every creator's window."""
    rng, creators = setting.rng("shoppers"), setting.population.creators
    share = np.repeat(by_category("share"), 2) * np.tile([0.55, 0.45], len(by_category("share")))
    size = np.maximum((setting.plan.shoppers * share / share.sum()).astype(np.int64), 20)
    rank = np.argsort(np.argsort(creators.reach)) / max(len(creators) - 1, 1)
    return Crowd(
        bounds=np.concatenate([[0], np.cumsum(size)]),
        start=rng.random(len(creators)),
        length=0.03 + 0.3 * rank**2,
    )


def creator_shoppers(
    rng: np.random.Generator, crowd: Crowd, population: Population, creator: Ints
) -> Ints:
    """One shopper per click on a creator's content."""
    creators = population.creators
    is_older = creators.age[creator] > GROWN_UP
    luck = rng.random(len(creator), np.float32)
    category = np.where(luck < 0.72, creators.category[creator], creators.second[creator])
    other_age = (luck > 0.58) & (luck < 0.72) | (luck > 0.9)
    community = 2 * category + (is_older ^ other_age)
    depth = rng.random(len(creator), np.float32) ** 1.6
    is_fan = rng.random(len(creator), np.float32) < 0.78
    fan = (crowd.start[creator] + crowd.length[creator] * depth) % 1.0
    return _within(crowd, community, np.where(is_fan, fan, depth))


def organic_shoppers(
    rng: np.random.Generator, crowd: Crowd, population: Population, product: Ints
) -> Ints:
    """One shopper per click without a creator."""
    luck = rng.random(len(product), np.float32)
    stranger = rng.integers(0, len(crowd.bounds) - 1, len(product))
    own = 2 * population.products.category[product] + (luck < 0.4)
    community = np.where(luck < 0.85, own, stranger)
    return _within(crowd, community, rng.random(len(product), np.float32) ** 1.6)


def _within(crowd: Crowd, community: Ints, depth: Floats) -> Ints:
    low, high = crowd.bounds[community], crowd.bounds[community + 1]
    return np.minimum(low + ((high - low) * depth).astype(np.int64), high - 1)
