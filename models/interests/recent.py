"""The last events of many entities as arrays, and the sessions they end with."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from models.entities import Block
from models.interests.memory import Memory


@dataclass(frozen=True)
class Recent:
    """Events oldest first: entity i's are those from `bounds[i]` up to `bounds[i + 1]`."""

    bounds: NDArray[np.int64]
    seconds: NDArray[np.float64]
    product: NDArray[np.int32]

    @classmethod
    def told(
        cls, times: pd.Series, row: NDArray[np.int64], product: NDArray[np.int32], entities: int
    ) -> "Recent":
        """From a list of times, or nothing, per entity and product."""
        has = times.notna().to_numpy()
        lists = times[has].tolist()
        lengths = [len(own) for own in lists]
        seconds = np.concatenate([*lists, np.zeros(0)])
        owner, which = np.repeat(row[has], lengths), np.repeat(product[has], lengths)
        order = np.lexsort((which, seconds, owner))
        bounds = np.searchsorted(owner[order], np.arange(entities + 1))
        return cls(bounds, seconds[order], which[order])

    @classmethod
    def gathered(cls, histories: Iterable[list[tuple[float, int]]]) -> "Recent":
        """From each entity's own last events."""
        held = list(histories)
        events = [event for history in held for event in history]
        return cls(
            np.cumsum([0, *map(len, held)]),
            np.array([seconds for seconds, _ in events], np.float64),
            np.array([product for _, product in events], np.int32),
        )

    def of(self, row: int) -> list[tuple[float, int]]:
        """One entity's events, as its profile keeps them."""
        own = slice(self.bounds[row], self.bounds[row + 1])
        return list(zip(self.seconds[own].tolist(), self.product[own].tolist(), strict=True))

    def sessions(self, memory: Memory, products: int) -> Block:
        """Entities × products: the last session's events, half as much per half-life before its
        last; the same as `Profile.session` of each.
        """
        entity, has = self._entity, self._is_in_session(memory)
        last = self.seconds[self.bounds[entity + 1] - 1]
        weight = 2.0 ** ((self.seconds - last) / memory.short_half_life)
        cells = (entity[has], self.product[has])
        return sparse.csr_array((weight[has], cells), shape=(len(self.bounds) - 1, products))

    def session_lengths(self, memory: Memory) -> NDArray[np.int64]:
        """Events in the last session of each entity."""
        return np.bincount(
            self._entity[self._is_in_session(memory)], minlength=len(self.bounds) - 1
        )

    @property
    def _entity(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))

    def _is_in_session(self, memory: Memory) -> NDArray[np.bool_]:
        entity, number = self._entity, np.arange(len(self.seconds))
        is_first = number == self.bounds[entity]
        is_apart = np.diff(self.seconds, prepend=0.0) > memory.gap
        begins = np.zeros(len(self.bounds) - 1, np.int64)
        np.maximum.at(begins, entity, np.where(is_first | is_apart, number, 0))
        return np.asarray(number >= begins[entity])
