"""What every creator carried so far, in order of time where that is known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block
from models.exam import Training

LONGEST_WAY = 50
"""Steps between two pairs beyond which they no longer count as one after the other."""


@dataclass(frozen=True)
class Histories:
    """A row per pair, by creator and then by time: `creator` and `product` are rows of the
    training's entities; pairs without time are all of one moment.
    """

    creator: NDArray[np.int64]
    product: NDArray[np.int64]
    is_ordered: bool
    shape: tuple[int, int]

    @classmethod
    def of(cls, training: Training) -> "Histories":
        product, creator = training.cells
        at = training.pairs["at"].to_numpy(np.float64)
        order = np.lexsort((product, np.nan_to_num(at), creator))
        shape = (len(training.creators), len(training.products))
        return cls(creator[order], product[order], bool(np.isfinite(at).any()), shape)

    @cached_property
    def steps_back(self) -> NDArray[np.int64]:
        """How many pairs of the same creator came after: 0 for the last one."""
        ends = np.searchsorted(self.creator, self.creator, side="right")
        return np.asarray(ends - np.arange(len(self.creator)) - 1)

    def taken(self, steps_back: int) -> Block:
        """Creators × products: 1 for the pair after which exactly so many came."""
        is_it = self.steps_back == steps_back
        cells = (self.creator[is_it], self.product[is_it])
        return sparse.csr_array((np.ones(is_it.sum(), np.float32), cells), shape=self.shape)

    def faded(self, decay: float) -> Block:
        """Creators × products: `decay` to the power of how many pairs came after."""
        weights = (np.float64(decay) ** self.steps_back).astype(np.float32)
        return sparse.csr_array((weights, (self.creator, self.product)), shape=self.shape)

    def followed(self, decay: float, backward: float) -> Block:
        """Products × products: how often the second followed the first, `decay` less with every
        step between them; what came before it counts `backward` as much.
        """
        first, second, weight = [], [], []
        for step in range(1, min(LONGEST_WAY, len(self.creator) - 1) + 1):
            is_same = self.creator[step:] == self.creator[:-step]
            if not is_same.any() or decay ** (step - 1) < 1e-3:
                break
            first.append(self.product[:-step][is_same])
            second.append(self.product[step:][is_same])
            weight.append(np.full(int(is_same.sum()), decay ** (step - 1)))
        return self._followed(first, second, weight, backward)

    def _followed(
        self,
        first: list[NDArray[np.int64]],
        second: list[NDArray[np.int64]],
        weight: list[NDArray[np.float64]],
        backward: float,
    ) -> Block:
        size = (self.shape[1], self.shape[1])
        if not first:
            return sparse.csr_array(size, dtype=np.float32)
        cells = (np.concatenate(first), np.concatenate(second))
        forward = sparse.csr_array((np.concatenate(weight).astype(np.float32), cells), shape=size)
        return sparse.csr_array(forward + backward * forward.T)


def unordered(training: Training) -> str | None:
    """What a generator lacks that needs pairs in order of time; None where they are."""
    return None if training.pairs["at"].notna().any() else "pairs in order of time"
