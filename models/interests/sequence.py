"""What comes after what: transitions between products, or between their categories."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block
from models.interests.keys import NONE, Keys
from models.interests.profile import Profile
from models.interests.stream import Stream


@dataclass(frozen=True)
class Transitions:
    """`chances`: keys × keys of a block, rows sum to 1: where an entity turned to within `reach`
    moves, each of which counts `fade` of the one before. With a reach of 1, a Markov chain; with
    more, the decayed item-to-item neighbours of sessions (Ludewig and Jannach 2018).
    """

    block: str
    reach: int
    fade: float
    chances: Block

    @classmethod
    def learned(
        cls, stream: Stream, keys: Keys, block: str, reach: int, fade: float
    ) -> "Transitions":
        moves = stream.where(stream.moves())
        key = keys.column(block)[moves.product]
        size = len(keys.names[block])
        total = sparse.csr_array((size, size))
        for step in range(1, reach + 1):
            first, second = key[:-step], key[step:]
            has = (moves.entity[:-step] == moves.entity[step:]) & (first != NONE) & (second != NONE)
            weights = np.full(int(has.sum()), fade ** (step - 1))
            total += sparse.csr_array((weights, (first[has], second[has])), shape=(size, size))
        if block == "product":
            total.setdiag(0)
        return cls(block, reach, fade, _rows_to_one(total))

    def after(self, profiles: list[Profile], keys: Keys) -> NDArray[np.float64]:
        """Entities × keys: where each turns next, from its last products on; 0 where unknown."""
        key, rows, cols, weights = keys.column(self.block), [], [], []
        for row, profile in enumerate(profiles):
            past = list(dict.fromkeys(product for _, product in reversed(profile.recent)))
            for back, product in enumerate(past[: self.reach]):
                if key[product] != NONE:
                    rows.append(row)
                    cols.append(int(key[product]))
                    weights.append(self.fade**back)
        shape = (len(profiles), self.chances.shape[0])
        past_of = sparse.csr_array((np.array(weights, float), (rows, cols)), shape=shape)
        return np.asarray((past_of @ self.chances).toarray())


def _rows_to_one(counts: Block) -> Block:
    sums = np.asarray(counts.sum(axis=1)).ravel()
    scale = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ counts)
