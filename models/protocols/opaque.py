"""Ids that mean nothing: neither their text nor their order can tell a method anything."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.entities import Ids


@dataclass(frozen=True)
class Opaque:
    """Names in an order that the seed draws; what stands for one is its number in that order."""

    names: Ids

    @classmethod
    def of(cls, names: Iterable[str], seed: int) -> "Opaque":
        every = np.unique(np.array(list(names), np.str_))
        return cls(np.random.default_rng(seed).permutation(every))

    @property
    def ids(self) -> Ids:
        """Every id, in order."""
        return np.array([f"{number:08d}" for number in range(len(self.names))], np.str_)

    def hidden(self, names: pd.Series) -> pd.Series:
        """The ids that stand for names."""
        return names.map(dict(zip(self.names.tolist(), self.ids.tolist(), strict=True))).astype(
            "str"
        )

    def shown(self, ids: Ids) -> Ids:
        """The names behind ids."""
        return self.names[ids.astype(np.int64)]
