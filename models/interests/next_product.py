"""Which product comes next: a mixture of popularity, long and short interests, and sequence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.interests.keys import BLOCKS, NONE, Keys
from models.interests.profile import Profile
from models.interests.sequence import Transitions
from models.interests.stream import Stream

Chances = NDArray[np.float64]
POPULAR_HALF_LIFE = 28.0
WAYS = (("product", 1, 1.0), ("product", 10, 0.8), ("path", 1, 1.0), ("path", 10, 0.8))
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "popularity": ("popular",),
    "long": tuple(f"long {block}" for block in BLOCKS),
    "short": tuple(f"short {block}" for block in BLOCKS),
    "sequence": tuple(f"after {reach} {block}" for block, reach, _ in WAYS),
}
PARTS = ("any", *(part for parts in FAMILIES.values() for part in parts))
"""Every part is a chance per product; `any` gives each the same, so that none is impossible."""
TOGETHER = "together"
ROUNDS = 200


@dataclass(frozen=True)
class NextProduct:
    """What is learned of all entities before a day: how popular each product is, and its share of
    that within each of its keys, and what came after what.
    """

    keys: Keys
    popular: Chances
    within: Mapping[str, Chances]
    ways: tuple[Transitions, ...]
    is_new_only: bool

    @classmethod
    def learned(cls, stream: Stream, keys: Keys) -> "NextProduct":
        """From events before a day; of creators only what is new to them counts as next."""
        moves = stream.where(stream.moves())
        age = moves.day - (moves.day.max() if len(moves) else 0)
        weights = 2.0 ** (age / POPULAR_HALF_LIFE)
        counted: Chances = np.bincount(moves.product, weights, len(keys)).astype(float)
        popular = _to_one(counted[None, :])[0]
        within = {block: _within(keys, block, popular) for block in BLOCKS}
        ways = tuple(Transitions.learned(stream, keys, *way) for way in WAYS)
        return cls(keys, popular, within, ways, stream.kind == "creator")

    def parts(self, profiles: Sequence[Profile]) -> dict[str, Chances]:
        """Per part, entities × products: the chance of each product that may come next."""
        shape = (len(profiles), len(self.keys))
        found = {"any": np.ones(shape), "popular": np.tile(self.popular, (shape[0], 1))}
        for block in BLOCKS:
            found[f"long {block}"] = self._spread(block, [p.long(block) for p in profiles])
            found[f"short {block}"] = self._spread(block, [p.short(block) for p in profiles])
        for way in self.ways:
            after = way.after(list(profiles), self.keys)
            found[f"after {way.reach} {way.block}"] = self._within_keys(way.block, after)
        may = self.may_come(profiles)
        return {part: _to_one(chances * may) for part, chances in found.items()}

    def may_come(self, profiles: Sequence[Profile]) -> NDArray[np.bool_]:
        """Entities × products: not the last product again; for creators, none carried before."""
        may = np.ones((len(profiles), len(self.keys)), bool)
        for row, profile in enumerate(profiles):
            had = list(profile.totals) if self.is_new_only else [p for _, p in profile.recent[-1:]]
            may[row, had] = False
        return may

    def _spread(self, block: str, shares: Sequence[Mapping[int, float]]) -> Chances:
        by_key = np.zeros((len(shares), len(self.keys.names[block])))
        for row, own in enumerate(shares):
            by_key[row, list(own)] = list(own.values())
        return self._within_keys(block, by_key)

    def _within_keys(self, block: str, by_key: Chances) -> Chances:
        """A chance per key, shared among its products by their popularity."""
        if not by_key.shape[1]:
            return np.zeros((len(by_key), len(self.keys)))
        return np.asarray(by_key[:, self.keys.column(block)] * self.within[block])


def mixed(parts: Mapping[str, Chances], weights: Mapping[str, float]) -> Chances:
    """The chance of each product by a mixture of parts."""
    return np.sum([weight * parts[part] for part, weight in weights.items()], axis=0)


def mixture(told: Mapping[str, Chances], parts: Sequence[str]) -> dict[str, float]:
    """Weights, together 1, that make what came most likely: expectation-maximisation from equal
    weights (Dempster, Laird and Rubin 1977), of which there is one best result. `told`: per part
    the chance it gave to the product that came, per query.
    """
    chances = np.column_stack([told[part] for part in parts])
    weights = np.full(len(parts), 1 / len(parts))
    for _ in range(ROUNDS):
        due = chances * weights
        weights = (due / due.sum(axis=1, keepdims=True)).mean(axis=0)
    return dict(zip(parts, weights.tolist(), strict=True))


def _within(keys: Keys, block: str, popular: Chances) -> Chances:
    """Each product's share of its key's popularity, equal shares where none was popular; 0 for
    one without a key.
    """
    key = keys.column(block)
    has = key != NONE
    size = len(keys.names[block])
    sums = np.bincount(key[has], popular[has], size)
    counts = np.bincount(key[has], minlength=size)
    share = np.zeros(len(keys))
    own = key[has]
    known = np.where(sums[own] > 0, sums[own], 1.0)
    share[has] = np.where(sums[own] > 0, popular[has] / known, 1 / counts[own])
    return share


def _to_one(chances: Chances) -> Chances:
    sums = chances.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(chances, sums, out=np.zeros_like(chances), where=sums > 0))
