"""One shopper's or creator's interests, kept up event by event."""

from bisect import insort
from collections.abc import Iterable

from models.interests.keys import NONE, Keys
from models.interests.memory import Memory

Shares = dict[int, float]
Weights = Iterable[tuple[int, float]]


class Profile:
    """Long-term sums per product and the last events. Other keys are sums over products, so an
    event touches one sum; events may come in any order, for sums and the newest of a set have none.
    """

    __slots__ = ("_keys", "memory", "n", "recent", "totals")

    def __init__(
        self,
        memory: Memory,
        keys: Keys,
        totals: dict[int, float] | None = None,
        recent: list[tuple[float, int]] | None = None,
        n: int = 0,
    ) -> None:
        self.memory, self._keys, self.n = memory, keys, n
        self.totals = {} if totals is None else totals
        self.recent = [] if recent is None else recent

    def update(self, product: int, seconds: float) -> None:
        """Takes in one event on a product, named by its place among the keys' products."""
        totals, recent = self.totals, self.recent
        totals[product] = totals.get(product, 0.0) + self.memory.forward(seconds)
        insort(recent, (seconds, product))
        if len(recent) > self.memory.kept:
            del recent[0]
        self.n += 1

    def session(self) -> list[tuple[float, int]]:
        """The last events that no silence parts, oldest first."""
        start = len(self.recent) - 1
        while start > 0 and self.recent[start][0] - self.recent[start - 1][0] <= self.memory.gap:
            start -= 1
        return self.recent[max(start, 0) :]

    def long(self, block: str) -> Shares:
        """Share of the long-term interest per key of a block; products without a key are left
        out. It is the same whenever asked, for decay takes as much from every event.
        """
        return self._shares(self.totals.items(), block)

    def short(self, block: str) -> Shares:
        """Share of the last session per key of a block, its later events counting more."""
        return self._shares(self.session_weights().items(), block)

    def session_weights(self) -> Shares:
        """What each product of the last session counts, an event at its end 1."""
        session, found = self.session(), Shares()
        for seconds, product in session:
            age = session[-1][0] - seconds
            weight = 2.0 ** (-age / self.memory.short_half_life)
            found[product] = found.get(product, 0.0) + weight
        return found

    def _shares(self, weights: Weights, block: str) -> Shares:
        key_of, found = self._keys.column(block), Shares()
        for product, weight in weights:
            key = int(key_of[product])
            if key != NONE:
                found[key] = found.get(key, 0.0) + weight
        whole = sum(found.values())
        return {key: weight / whole for key, weight in found.items()} if whole else {}
