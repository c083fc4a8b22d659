"""What others would say of the same market: the dashboard's sum, before and after, and an estimator
that is told every chance.
"""

import numpy as np

from data.market.oracle import Oracle
from models.causal.cohort.adjusted import adjusted
from models.causal.cohort.lags import running_totals
from models.causal.cohort.nuisance import Told
from models.causal.cohort.panel import Ints, Panel
from models.causal.cohort.risk import HORIZON, Risk, followed


def difference_in_differences(panel: Panel, deal: Ints) -> float:
    """Net GMV of the 28 days from each start less the 28 before, beyond what products that never
    started did at the same time.
    """
    deals, total = panel.deals, running_totals(panel.daily["net_gmv"])
    never = np.setdiff1d(np.arange(len(panel.product_ids)), deals.product[deals.started >= 0])

    def change(product: Ints, day: Ints) -> float:
        after = total[product, day + HORIZON] - total[product, day]
        before = total[product, day] - total[product, day - HORIZON]
        return float((after - before).sum())

    own = change(deals.product[deal], deals.started[deal])
    days, count = np.unique(deals.started[deal], return_counts=True)
    usual = [change(never, np.full(len(never), day)) / len(never) for day in days]
    return own - float(count @ np.array(usual))


def oracle_half_width(panel: Panel, risk: Risk, oracle: Oracle, told: Told) -> float:
    """Of the same estimator if it knew who starts with what chance, and what to expect."""
    chance = np.asarray(oracle.starts[risk.product, risk.day], np.float64)
    known = Told(
        followed(panel, risk, chance, panel.daily["net_gmv"]),
        np.asarray(oracle.expected(risk.product, risk.day), np.float64),
        chance / (1 - chance),
        told.baseline,
    )
    total = adjusted(panel, risk, known).total
    return (total.high - total.low) / 2
