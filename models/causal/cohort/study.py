"""The weeks around a start: products that started beside their like that did not, as a picture.

The like are weighted by the odds to start on that day, as for the effect itself, and from the start
on only as long as none started with them (weighted for that). Weeks before it show how much alike
they were: a gap there is a warning.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import running_totals
from models.causal.cohort.nuisance import Told
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.risk import HORIZON, Risk, next_start, stay_chances
from models.causal.effect import Estimate

WEEK = 7
WEEKS = tuple(range(-HORIZON // WEEK, HORIZON // WEEK))


@dataclass(frozen=True)
class Week:
    """Of the `week` from the start, 0 the first one: net GMV of a product `with_creator`, of its
    like `without`, and the `gap`, on average over `n` products that had no second creator.
    """

    week: int
    with_creator: float
    without: float
    gap: Estimate
    n: int


def event_study(panel: Panel, risk: Risk, told: Told) -> tuple[Week, ...]:
    """Of net GMV, in the panel's money."""
    begun = next_start(panel)
    around = _Around(
        risk,
        told.odds,
        running_totals(panel.daily["net_gmv"]),
        stay_chances(panel, risk, told.odds / (1 + told.odds)),
        begun[risk.product, risk.day + risk.starts],
    )
    return tuple(around.week(number) for number in WEEKS)


@dataclass(frozen=True)
class _Around:
    """The risk sets, `until` another creator starts; `total` and `stay` are product × day."""

    risk: Risk
    odds: Floats
    total: Floats
    stay: Floats
    until: Ints

    def week(self, number: int) -> Week:
        risk, product = self.risk, self.risk.product
        first = risk.day + number * WEEK
        last = first + WEEK
        is_alone = self.until >= last
        own, like = risk.starts & is_alone, risk.compared & is_alone
        kept = self.stay[product, np.maximum(last, risk.day + 1)] / self.stay[product, risk.day + 1]
        weight = np.where(like, self.odds / kept, 0.0)
        sold = self.total[product, last] - self.total[product, first]
        with_creator = float(sold[own].mean())
        without = float(weight @ sold / weight.sum())
        of_product = np.bincount(product, weight * (sold - without)) / weight.sum()
        error = np.sqrt(sold[own].var(ddof=1) / own.sum() + of_product @ of_product)
        gap = Estimate.normal(with_creator - without, float(error))
        return Week(number, with_creator, without, gap, int(own.sum()))
