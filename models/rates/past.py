"""What was known before a week of a product, its creator and their like, in each channel.

The rule against leaks: a row of a week knows counts of days before its first alone, and an order
only once it was placed. Attributes carry no history in the tables, so they are those of today; a
row's outcome is what came in its week.
"""

from dataclasses import dataclass

import numpy as np

from models.rates.cells import CHANNELS, ORGANIC, Cells
from models.rates.ledger import Floats, Ints, Ledger

LEVELS = ("channel", "category", "brand", "product", "creator", "taste", "pair")
"""Who or what the counts are of; `taste`: the creator with products of the category."""
OF_CREATORS = ("creator", "taste", "pair")


@dataclass(frozen=True)
class Past:
    """`counts` by level: COUNTS × CHANNELS × rows; `last` by level: the last day with any entry,
    CHANNELS × rows, not a number where there is none.
    """

    counts: dict[str, Ints]
    last: dict[str, Floats]

    def take(self, rows: Ints) -> "Past":
        return Past(
            {level: counts[:, :, rows] for level, counts in self.counts.items()},
            {level: last[:, rows] for level, last in self.last.items()},
        )

    def beside(self, other: "Past") -> "Past":
        """The rows of both, these first."""
        return Past(
            {
                name: np.concatenate([part, other.counts[name]], 2)
                for name, part in self.counts.items()
            },
            {name: np.concatenate([part, other.last[name]], 1) for name, part in self.last.items()},
        )


def past(cells: Cells, rows: Ints) -> Past:
    """What was known before the week of each of these rows of the cells."""
    found = {level: _of_level(cells, level, rows) for level in LEVELS}
    return Past(
        {level: counts for level, (counts, _) in found.items()},
        {level: last for level, (_, last) in found.items()},
    )


def _of_level(cells: Cells, level: str, rows: Ints) -> tuple[Ints, Floats]:
    keys = _keys(cells, level) * len(CHANNELS)
    told = np.arange(len(cells))
    if level in OF_CREATORS:
        told = np.flatnonzero(cells.channel != CHANNELS.index(ORGANIC))
    channel, day = cells.channel[told], cells.day[told]
    ledger = Ledger(keys[told] + channel, day, cells.counts[:, told])
    asked = [ledger.before(keys[rows] + place, cells.day[rows]) for place in range(len(CHANNELS))]
    counts, last = zip(*asked, strict=True)
    return np.stack(counts, axis=1), np.stack(last)


def _keys(cells: Cells, level: str) -> Ints:
    if level == "channel":
        return np.zeros(len(cells), np.int64)
    if level == "taste":
        return cells.creator * (cells.category.max(initial=0) + 1) + cells.category
    if level == "pair":
        return cells.product * len(cells.creator_ids) + cells.creator
    return np.asarray(getattr(cells, level))
