"""What a creator who never worked with a product would add to it: priors from those who did.

Who works together was chosen, often by what was known to suit and no table tells. Between two
extremes lies what that means for a pair at random: that choice knew nothing more than the tables
(then it would add as much as its like did), and that pairs were chosen in proportion to what they
would add (Luce 1959; then by exp(variance) less). Each is held as likely as anything between.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from models.causal.cohort.carried import Carried
from models.causal.cohort.lags import MEMORY, Running, usual
from models.causal.cohort.pairs import STEPS, Effects, Shape, drawn, logs
from models.causal.cohort.panel import Deals, Floats, Ints, Panel
from models.causal.cohort.risk import window_sums
from models.causal.effect import LEVEL, Estimate

LEAST_SHARE = 0.5
"""Of what a collaboration carries in all: who was alone for less teaches little of the whole."""
WIDE = (1 + LEVEL) / 2
SURE_REACH = float(norm.ppf(1 - (1 - WIDE) / 4))
"""Standard errors of the scale: all matches have it in common, so that none of them should seem to
add where the cohort as a whole does not surely."""


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


@dataclass(frozen=True)
class Prior:
    """Orders that a creator carries for a product in the 28 days: the logarithm has such `slopes`
    in what is known before (see `guides`), pairs differ by `spread` around it, a squared
    coefficient of variation, and one of them is `scale` times its net GMV extra.
    """

    slopes: Floats
    spread: float
    scale: Estimate

    def effects(self, panel: Panel, running: Running, pairs: Pairs) -> Effects:
        """Of pairs that were never tried."""
        own = usual(running, pairs.product, pairs.day, panel.price[pairs.product])
        design = guides(panel, running, pairs)
        orders = np.exp(self.slopes[0] + design @ self.slopes[1:])
        worth = orders * panel.price[pairs.product] * own.kept
        mean, low, high = self._chosen()
        ends = (self._end(low, -1), self._end(high, 1))
        return Effects(self.scale.estimate * mean * worth, ends[0] * worth, ends[1] * worth)

    def _chosen(self) -> tuple[float, float, float]:
        """Mean and ends of what a pair at random carries, of what its like among the chosen did."""
        variance = float(np.log1p(self.spread))
        steps = (np.arange(STEPS) + 0.5) / STEPS
        less = np.exp(-variance * steps)
        differs = np.exp(np.sqrt(variance) * norm.ppf(steps) - variance / 2)
        low, high = np.quantile(np.outer(less, differs), [(1 - WIDE) / 2, (1 + WIDE) / 2])
        return (1 - np.exp(-variance)) / variance, float(low), float(high)

    def _end(self, factor: float, side: int) -> float:
        """Two doubts at once, the scale's and the pair's, both at WIDE or more: LEVEL at least."""
        scale = self.scale.estimate + side * SURE_REACH * self.scale.standard_error
        return scale * factor


@dataclass(frozen=True)
class Ran:
    """The collaborations that ran: their `pairs`, what was `seen` of them and what it tells."""

    pairs: Pairs
    seen: Carried
    told: Shape


def prior(panel: Panel, running: Running, ran: Ran, scale: Estimate) -> Prior:
    """From those that ran; where their orders do not tell, from their clicks."""
    seen, told = ran.seen, ran.told
    design = guides(panel, running, ran.pairs)
    found = seen.orders.found / seen.share if told.is_told else told.mean / seen.unit
    doubt = seen.orders.doubt / seen.share**2 if told.is_told else np.zeros(len(found))
    is_long = seen.share > LEAST_SHARE
    learned = drawn(found[is_long], design[is_long], doubt[is_long])
    return Prior(learned.slopes, learned.spread, scale)


def foremost(panel: Panel, running: Running, learned: Prior, many: int) -> Pairs:
    """For every product the `many` creators that would add most, as of the panel's end: a creator
    adds the same to the logarithm for all products of a category.
    """
    creators = np.arange(len(panel.creator_ids))
    end = np.full(len(creators), panel.days)
    products, chosen = [], []
    for category in np.unique(panel.category):
        own = np.flatnonzero(panel.category == category)
        alike = Pairs(np.full(len(creators), own[0]), creators, end)
        score = guides(panel, running, alike) @ learned.slopes[1:]
        best = np.argsort(-score, kind="stable")[:many]
        products.append(np.repeat(own, len(best)))
        chosen.append(np.tile(best, len(own)))
    product = np.concatenate(products)
    return Pairs(product, np.concatenate(chosen), np.full(len(product), panel.days))


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
