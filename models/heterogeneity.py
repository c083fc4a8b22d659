"""By how much the new share of a market's parts differs: WITHIN, and what its categories show.

Categories are read as the whole cohort is (models/causal/cohort), each against its own like
products; their spread beyond chance is that of a random-effects model (DerSimonian and Laird 1986).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from models.causal.cohort.adjusted import adjusted
from models.causal.cohort.effect import FEWEST, Cohort
from models.causal.cohort.panel import Flags, Panel
from models.causal.cohort.risk import Followed, Risk
from models.causal.effect import Estimate

WITHIN = 0.15
"""Standard deviation of the new share between the shops, creators and products of a category: no
market tells it of itself, for a single one's sales vary too much. Four simulated markets whose
truth is known differ by .07 to .19, and intervals with it hold about what they promise there."""
FEWEST_CATEGORIES = 3
Rows = TypeVar("Rows", Risk, Followed)


@dataclass(frozen=True)
class Heterogeneity:
    """Standard deviations of the new share: `between` categories, of which so many could be told,
    beyond chance; and `within` them, which is not of the market.
    """

    between: float = 0.0
    categories: int = 0
    within: float = WITHIN

    @property
    def spread(self) -> float:
        """Of one part of the market from the whole."""
        return float(np.hypot(self.between, self.within))


def heterogeneity(panel: Panel, found: Cohort) -> Heterogeneity:
    """Of the cohort that was `found` in the panel; of categories with FEWEST collaborations that
    are credited with sales.
    """
    shares = category_shares(panel, found)
    if len(shares) < FEWEST_CATEGORIES:
        return Heterogeneity()
    return Heterogeneity(between(shares), len(shares))


def between(shares: Sequence[Estimate]) -> float:
    """Their standard deviation beyond that of their own errors; 0 where chance explains it all."""
    estimate = np.array([share.estimate for share in shares])
    weight = np.array([share.standard_error for share in shares]) ** -2.0
    misses = weight @ (estimate - weight @ estimate / weight.sum()) ** 2
    beyond = misses - (len(shares) - 1)
    return float(np.sqrt(max(beyond, 0.0) / (weight.sum() - weight @ weight / weight.sum())))


def category_shares(panel: Panel, found: Cohort) -> list[Estimate]:
    """The new share of each category that can be told, in the order of the panel's numbers."""
    shares = (_share(panel, found, number) for number in np.unique(panel.category))
    return [share for share in shares if share is not None]


def _share(panel: Panel, found: Cohort, category: int) -> Estimate | None:
    rows = panel.category[found.risk.product] == category
    risk = _only(found.risk, rows)
    credited = float(panel.deals.credited[risk.deal[risk.starts]].sum())
    if risk.starts.sum() < FEWEST or not credited > 0:
        return None
    known = found.told
    told = replace(
        known,
        followed=_only(known.followed, rows),
        expected=known.expected[rows],
        odds=known.odds[rows],
    )
    total = adjusted(panel, risk, told).total
    return total.times(1 / credited) if total.standard_error > 0 else None


def _only(found: Rows, rows: Flags) -> Rows:
    return replace(found, **{one.name: getattr(found, one.name)[rows] for one in fields(found)})
