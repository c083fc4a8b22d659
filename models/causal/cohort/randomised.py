"""What a drawn list says: products for which a coin decided whether a creator starts.

Both arms are held against what they were expected to sell, which spares most of the chance in their
sizes and can bias nothing, for the coin knew nothing of it.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import MEMORY
from models.causal.cohort.nuisance import Baseline
from models.causal.cohort.pairs import Shape
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.risk import HORIZON, window_sums
from models.causal.effect import Estimate

FEWEST = 30
"""Products per arm: with fewer the arms may differ by one large product."""


@dataclass(frozen=True)
class Randomised:
    """`total` extra of the collaborations `deal` of the list that started; `idle` many did not."""

    total: Estimate
    deal: Ints
    idle: int


def randomised(panel: Panel, baseline: Baseline, outcome: Floats) -> Randomised | None:
    """None without FEWEST products in either arm that were followed long enough.

    One that did not start is followed from the days on which it would have: as long after it was
    asked for as those that did, each wait as often as it came.
    """
    deals = panel.deals
    can = deals.is_random & (deals.requested >= MEMORY)
    started = can & (deals.started >= MEMORY) & (deals.started + HORIZON <= panel.days)
    on = np.flatnonzero(started)
    if len(on) < FEWEST:
        return None
    waits, often = np.unique(deals.started[on] - deals.requested[on], return_counts=True)
    idle = can & (deals.started < 0) & (deals.requested + waits.max() + HORIZON <= panel.days)
    off = np.flatnonzero(idle)
    if len(off) < FEWEST:
        return None

    def beyond(rows: Ints, day: Ints) -> Floats:
        product = deals.product[rows]
        sold = window_sums(outcome, product, day, day + HORIZON)
        return np.asarray(sold - baseline.expected(product, day))

    with_creator = beyond(on, deals.started[on])
    without = sum(
        share * beyond(off, deals.requested[off] + wait)
        for wait, share in zip(waits, often / often.sum(), strict=True)
    )
    return Randomised(_total(panel, on, with_creator, np.asarray(without)), on, len(off))


def _total(panel: Panel, on: Ints, with_creator: Floats, without: Floats) -> Estimate:
    """The error is of these products, not of others that might have been drawn: sales without a
    creator vary as in the other arm, and each added order comes or not.
    """
    gain = with_creator - without.mean()
    chance = without.var(ddof=1) * (len(on) + len(on) ** 2 / len(without))
    added = max(float(panel.price[panel.deals.product[on]] @ gain), 0.0)
    return Estimate.normal(float(gain.sum()), float(np.sqrt(chance + added)))


def carried_over(found: Randomised, deal: Ints, carried: Shape) -> Estimate:
    """The extra of the collaborations `deal`, if what each carried is worth as much as on the list;
    those of the list may by chance have been worth more or less than they seem.
    """
    listed = np.isin(deal, found.deal)
    own = carried.mean[listed]
    ratio = float(carried.mean.sum() / own.sum())
    doubt = float(np.linalg.norm(own * carried.doubt[listed]) / own.sum())
    error = found.total.standard_error, found.total.estimate * doubt * (1 - 1 / ratio)
    return Estimate.normal(found.total.estimate * ratio, float(ratio * np.hypot(*error)))
