"""Rows of the event tables in arrow form, with ids spelled out only once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data.market.content import CARD, LIVE, VIDEO
from data.market.taxonomy import Ints
from data.market.world import World

CONTENT_TYPE = {VIDEO: "video", LIVE: "live", CARD: "product_card"}


def ids(prefix: str, count: int, width: int) -> pa.Array:
    """`count` ids such as p00042."""
    return pa.array([f"{prefix}{number:0{width}d}" for number in range(count)])


def coded(index: Ints, words: pa.Array) -> pa.DictionaryArray:
    """Words by index; -1 is empty."""
    codes = pa.array(index.astype(np.int32), mask=index < 0)
    return pa.DictionaryArray.from_arrays(codes, words)


def numbered(numbers: Ints) -> pa.Array:
    """Ids made of a number alone; negative ones are empty."""
    return pa.array(numbers, mask=numbers < 0).cast(pa.string())


def instants(at: Ints) -> pa.Array:
    """UTC microseconds as timestamps; negative ones are empty."""
    return pa.array(at, mask=at < 0).cast(pa.timestamp("us"))


@dataclass(frozen=True)
class Names:
    """The ids of everything in a market."""

    products: int
    creators: int
    merchants: int
    contents: int
    shoppers: int

    @classmethod
    def of(cls, world: World, shoppers: int) -> "Names":
        size = world.plan.size
        return cls(size.products, size.creators, size.merchants, len(world.contents), shoppers)

    @cached_property
    def product(self) -> pa.Array:
        return ids("p", self.products, 5)

    @cached_property
    def product_texts(self) -> npt.NDArray[np.str_]:
        return np.array(self.product.to_pylist())

    @cached_property
    def creator_texts(self) -> npt.NDArray[np.str_]:
        return np.array(self.creator.to_pylist())

    @cached_property
    def creator(self) -> pa.Array:
        return ids("c", self.creators, 5)

    @cached_property
    def merchant(self) -> pa.Array:
        return ids("m", self.merchants, 4)

    @cached_property
    def content(self) -> pa.Array:
        return ids("t", self.contents, 6)

    @cached_property
    def shopper(self) -> pa.Array:
        return ids("s", self.shoppers, 7)

    @cached_property
    def content_type(self) -> pa.Array:
        return pa.array([CONTENT_TYPE[kind] for kind in range(len(CONTENT_TYPE))])
