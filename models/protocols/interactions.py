"""Trainings of interactions alone: who took what, and perhaps what the things are like.

Whoever takes things (reader, shopper) stands where a creator does, and a thing where a product
does; a taker's profile is the sum of what the taken things are like.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from models.entities import Block, Entities, Ids
from models.exam import Training
from models.features import Carried
from models.protocols.opaque import Opaque


def training(pairs: pd.DataFrame, products: Entities, creator_ids: Ids) -> Training:
    """`pairs` has `product_id`, `creator_id` and perhaps `at`; each counts as much as any other."""
    held = pairs.assign(weight=1.0, at=pairs.get("at", np.nan))
    held = held[["product_id", "creator_id", "weight", "at"]].reset_index(drop=True)
    profiles = Carried(held, products).profiles(creator_ids)
    return Training(products, Entities("creator", creator_ids, profiles), held)


def takers(known: Training, asked: pd.DataFrame) -> Entities:
    """Those of whom something is asked, in the training's order."""
    rows = known.creators.rows_of(asked["creator_id"].unique())
    return known.creators.take(np.sort(rows))


def hidden(pairs: pd.DataFrame, products: Opaque, creators: Opaque) -> pd.DataFrame:
    """The pairs under ids that mean nothing, in an order that means nothing."""
    found = pairs.assign(
        product_id=products.hidden(pairs["product_id"]),
        creator_id=creators.hidden(pairs["creator_id"]),
    )
    return found.sort_values(["creator_id", "product_id"], kind="stable", ignore_index=True)


def tagged(products: Opaque, tags: Mapping[str, Sequence[str]] | pd.DataFrame) -> Entities:
    """The things with a block `tag`: a column per tag, 1 where a thing has it."""
    if isinstance(tags, pd.DataFrame):
        item, tag = tags["item"], tags["tag"]
    else:
        item = pd.Series([name for name, own in tags.items() for _ in own], dtype="str")
        tag = pd.Series([word for own in tags.values() for word in own], dtype="str")
    is_known = item.isin(products.names)
    rows = products.hidden(item[is_known]).to_numpy(np.str_).astype(np.int64)
    words, columns = np.unique(tag[is_known].to_numpy(np.str_), return_inverse=True)
    shape = (len(products.names), len(words))
    block: Block = sparse.csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    block.data = np.minimum(block.data, 1)
    return Entities("product", products.ids, {"tag": block})


def every(*columns: Iterable[str]) -> Ids:
    """Every name that any of the columns has, in order."""
    return np.unique(np.concatenate([pd.unique(pd.Series(list(c), dtype=str)) for c in columns]))
