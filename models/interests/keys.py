"""Interest keys: what a product stands for, from its top category down to itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from data.warehouse import Session
from models.encoding import LEVEL
from models.entities import Block
from models.question import sql

Codes = NDArray[np.int32]
BLOCKS = ("category", "subcategory", "path", "price", "product")
BANDS = 5
NONE = -1


@dataclass(frozen=True)
class Keys:
    """`names`: the sorted keys of every block; `codes`: products × BLOCKS, a product's key in each
    as its place in `names`, NONE where it has none. Products are in the order of their names.
    """

    names: Mapping[str, tuple[str, ...]]
    codes: Codes

    @classmethod
    def learned(cls, products: pd.DataFrame) -> "Keys":
        """Keys of products with `product_id`, `category_path`, `price`, `currency`."""
        products = products.sort_values("product_id", ignore_index=True)
        texts = {
            "category": _levels(products["category_path"], 1),
            "subcategory": _levels(products["category_path"], 2),
            "path": _levels(products["category_path"], None),
            "price": _bands(products),
            "product": products["product_id"].astype(object),
        }
        names, codes = {}, []
        for block in BLOCKS:
            code, known = pd.factorize(texts[block], sort=True)
            names[block] = tuple(str(name) for name in known)
            codes.append(code.astype(np.int32))
        return cls(names, np.column_stack(codes))

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def product(self) -> Mapping[str, int]:
        """The place of each product id."""
        return {name: place for place, name in enumerate(self.names["product"])}

    def column(self, block: str) -> Codes:
        """Each product's key of a block."""
        return np.asarray(self.codes[:, BLOCKS.index(block)])

    def spread(self, block: str) -> Block:
        """Products × keys of a block, 1 where a product has the key."""
        key = self.column(block)
        has = np.flatnonzero(key != NONE)
        shape = (len(self), len(self.names[block]))
        return sparse.csr_array((np.ones(len(has)), (has, key[has])), shape=shape)

    def arrays(self) -> dict[str, NDArray[Any]]:
        named = {f"names/{block}": np.array(names, np.str_) for block, names in self.names.items()}
        return {"codes": self.codes, **named}

    @classmethod
    def restored(cls, arrays: Mapping[str, NDArray[Any]]) -> "Keys":
        names = {block: tuple(arrays[f"names/{block}"].tolist()) for block in BLOCKS}
        return cls(names, arrays["codes"])


def market_keys(session: Session) -> Keys:
    """The keys of all products that the session sees."""
    return Keys.learned(session.frame(sql("product_attributes")))


def _levels(paths: pd.Series, depth: int | None) -> pd.Series:
    """The first levels of each category path; a path that ends before stands for itself."""
    cut = [LEVEL.join(p.split(LEVEL)[:depth]) if isinstance(p, str) else None for p in paths]
    return pd.Series(cut, dtype=object)


def _bands(products: pd.DataFrame) -> pd.Series:
    """Fifths of the prices in each currency, as `USD 1` to `USD 5`; None without a price."""
    price = products["price"].astype("float64")
    found = pd.Series([None] * len(products), dtype=object)
    for currency, own in price[price.notna()].groupby(products["currency"]):
        edges = np.quantile(own, np.linspace(0, 1, BANDS + 1)[1:-1])
        band = np.searchsorted(edges, own, side="left") + 1
        found[own.index] = [f"{currency} {number}" for number in band]
    return found
