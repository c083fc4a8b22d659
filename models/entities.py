"""Products or creators as the models see them: ids, and blocks of features beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

Ids: TypeAlias = NDArray[np.str_]
Block: TypeAlias = sparse.csr_array
Facts: TypeAlias = Mapping[str, NDArray[np.float64]]
GIVEN = "given "
"""Blocks that came with the data as vectors are named so; the others are made from attributes."""
NOBODY = np.array([], np.int64)
IDENTITY, POPULARITY = "identity", "popularity"
"""What a score may owe to an entity beside its blocks: who it is, and how much it is carried."""


class UnknownIdError(KeyError):
    """An id that the model has not seen; says which and what to do."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Entities:
    """Rows in the order of `ids`; each block is a matrix of one row per id, zero where unknown, and
    each of the `facts` one number per id, empty where unknown.
    """

    kind: str
    ids: Ids
    blocks: Mapping[str, Block]
    facts: Facts = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, block in self.blocks.items():
            if block.shape[0] != len(self.ids):
                raise ValueError(f"block {name} has {block.shape[0]} rows for {len(self)} ids")
            # scipy puts entries in order in place whenever it compares, and sums go by their order:
            # done before anybody learns, whoever is judged later sees the same bits.
            block.sum_duplicates()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_blank(self) -> bool:
        """Whether no block says anything of any of them."""
        return not len(self.told)

    def __contains__(self, name: str) -> bool:
        return name in self._index

    def places(self, names: Iterable[str]) -> NDArray[np.int64]:
        """The rows of ids, -1 for one that is not among them."""
        return self._index.get_indexer(pd.Index(names, dtype="str")).astype(np.int64)

    def rows_of(self, names: Iterable[str]) -> NDArray[np.int64]:
        """The rows of ids; raises UnknownIdError."""
        wanted = list(names)
        rows = self.places(wanted)
        if (rows < 0).any():
            raise UnknownIdError(
                f"the model knows no {self.kind} '{wanted[int(np.argmin(rows))]}'; "
                "train it again, or describe the product as a new one"
            )
        return rows

    def take(self, rows: NDArray[np.int64]) -> "Entities":
        """The entities in the given rows, in that order."""
        return Entities(
            self.kind,
            self.ids[rows],
            {name: block[rows] for name, block in self.blocks.items()},
            {name: values[rows] for name, values in self.facts.items()},
        )

    @property
    def told(self) -> "Entities":
        """Those of whom a block says something."""
        cells = [np.diff(block.indptr) for block in self.blocks.values()]
        return self.take(np.flatnonzero(np.sum(cells, axis=0))) if cells else self.take(NOBODY)

    def joined(self, others: "Entities") -> "Entities":
        """The others below these, with the blocks and facts that these have; empty where the
        others lack them.
        """
        below = others.completed(self)
        unknown = np.full(len(others), np.nan)
        return Entities(
            self.kind,
            np.concatenate([self.ids, others.ids]),
            {
                name: sparse.csr_array(sparse.vstack([block, below.blocks[name]]))
                for name, block in self.blocks.items()
            },
            {
                name: np.concatenate([values, others.facts.get(name, unknown)])
                for name, values in self.facts.items()
            },
        )

    def without(self, names: Iterable[str]) -> "Entities":
        """The same entities, some blocks left out."""
        left_out = set(names)
        kept = {name: block for name, block in self.blocks.items() if name not in left_out}
        return replace(self, blocks=kept)

    def completed(self, like: "Entities") -> "Entities":
        """The same with the blocks of others that they lack, empty: of a newcomer nothing is known
        there.
        """
        lacking = {
            name: sparse.csr_array((len(self), block.shape[1]), dtype=block.dtype)
            for name, block in like.blocks.items()
            if name not in self.blocks
        }
        return replace(self, blocks={**self.blocks, **lacking}) if lacking else self

    @cached_property
    def _index(self) -> pd.Index:
        return pd.Index(self.ids, dtype="str")
