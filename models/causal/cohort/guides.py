"""What is known of a pair before it starts, as far as a panel tells."""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import MEMORY, Running, usual
from models.causal.cohort.pairs import drawn, logs
from models.causal.cohort.panel import Deals, Floats, Ints, Panel
from models.causal.cohort.risk import window_sums
from models.causal.glm import predicted


@dataclass(frozen=True)
class Pairs:
    """Rows of `product` and `creator` of the panel, and the `day` as of which each is asked for."""

    product: Ints
    creator: Ints
    day: Ints

    @classmethod
    def started(cls, deals: Deals, rows: Ints) -> "Pairs":
        """Those of collaborations, as of their starts."""
        return cls(deals.product[rows], deals.creator[rows], deals.started[rows])


def guides(panel: Panel, running: Running, pairs: Pairs) -> Floats:
    """A row per pair: what is known of it at the start of its day, as logarithms; the last tells
    whether the creator is at home in the product's category.
    """
    product, creator, day = pairs.product, pairs.creator, pairs.day
    own = usual(running, product, day, panel.price[product])
    return np.column_stack([
        logs(recent_views(panel, creator, day)),
        logs(panel.followers[creator] / 1_000),
        np.log(own.clicks * own.orders),
        panel.niche[creator] == panel.category[product],
    ])  # fmt: skip


def recent_views(panel: Panel, creator: Ints, day: Ints) -> Floats:
    """A creator's views a day in the weeks before."""
    first = np.maximum(day - MEMORY, 0)
    return window_sums(panel.reach, creator, first, day) / np.maximum(day - first, 1)


@dataclass(frozen=True)
class Taught:
    """Orders that `pairs` carried, known but for a variance `doubt`."""

    pairs: Pairs
    orders: Floats
    doubt: Floats


def like(panel: Panel, running: Running, taught: Taught, own: Pairs, others: Pairs) -> float:
    """How much net GMV others are expected to carry beside the `own`, a ratio."""
    slopes = drawn(taught.orders, guides(panel, running, taught.pairs), taught.doubt).slopes
    of_others, of_own = (_worth(panel, running, pairs, slopes) for pairs in (others, own))
    return of_others / of_own


def _worth(panel: Panel, running: Running, pairs: Pairs, slopes: Floats) -> float:
    """Of all of them."""
    price = panel.price[pairs.product]
    kept = usual(running, pairs.product, pairs.day, price).kept
    design = np.column_stack([np.ones(len(price)), guides(panel, running, pairs)])
    return float(predicted(design, slopes) @ (price * kept))
