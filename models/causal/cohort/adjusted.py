"""The effect of the collaborations that started, against products like theirs that had none.

Augmented inverse probability weighting (Robins, Rotnitzky and Zhao 1994) over risk sets, for the
total of those that started: what they sold beyond what was expected, less what their like sold
beyond it.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.carried import carried_by
from models.causal.cohort.nuisance import Told
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.risk import Risk, ends
from models.causal.effect import Estimate

FEW_ORDERS = 5.0
"""Below so many expected orders a product tells little of what is unexplained."""


@dataclass(frozen=True)
class Adjusted:
    """`total` over the collaborations `deal` (rows of the panel's), of HORIZON days each;
    `expected`, per collaboration, the outcome of as many without it; `unexplained`: by how much
    sales miss what is expected of them, a coefficient of variation beyond chance; `ess`: how many
    equally weighted products the compared ones are worth; `overlap`: share of the collaborations
    that have their like.
    """

    total: Estimate
    deal: Ints
    expected: Floats
    unexplained: float
    ess: float
    overlap: float


COMMON = 0.2
"""A collaboration has its like where such a product starts on such a day with less chance."""


def adjusted(panel: Panel, risk: Risk, told: Told) -> Adjusted:
    """Of the outcome in `told`."""
    starts, count = risk.starts, int(risk.starts.sum())
    weight = np.where(risk.compared, told.odds, 0.0)
    part = told.followed.part
    gap = told.followed.outcome - part * told.expected
    beside = float(weight @ gap / weight.sum())
    gain = gap[starts] - part[starts] * beside
    deal = risk.deal[starts]
    grows = count / float(carried_by(panel, deal, ends(panel, deal)).sum())
    of_product = np.bincount(risk.product, weight * (gap - beside), len(panel.product_ids))
    compared = (part[starts].sum() / weight.sum()) ** 2 * float(of_product @ of_product)
    noise, unexplained = _noise(panel, risk, told, weight)
    error = grows * float(np.sqrt(compared + noise.sum()))
    total = Estimate.normal(grows * float(gain.sum()), error)
    shared = np.bincount(risk.product, weight)
    return Adjusted(
        total,
        deal,
        told.expected[starts] + beside,
        unexplained,
        float(shared.sum() ** 2 / (shared @ shared)),
        float(np.mean(told.odds[starts] < COMMON)),
    )


def _noise(panel: Panel, risk: Risk, told: Told, weight: Floats) -> tuple[Floats, float]:
    """Per collaboration what chance does to the product's sales without it, as among its like that
    were followed all along, and to the orders that it added (one more or less each); and what
    tables leave unexplained of sales.

    Chance is shared out by what is expected: twice as many orders vary twice as much, and what is
    unexplained goes with the square.
    """
    starts, seen = risk.starts, told.followed
    whole = (weight > 0) & seen.is_whole
    like, expected = weight[whole] / seen.stays[whole], told.expected
    square = (seen.whole[whole] - expected[whole]) ** 2
    price = panel.price[risk.product]
    orders = price * expected
    trust = like / (expected[whole] * (1 + FEW_ORDERS * price[whole] / expected[whole])) ** 2
    extra = float(trust @ (square - orders[whole]) / (trust @ expected[whole] ** 2))
    own = orders + max(extra, 0.0) * expected**2
    scale = float((like @ square) / (like @ own[whole]))
    gain = (seen.outcome - seen.part * expected)[starts]
    added = max(float(price[starts] @ gain), 0.0) / max(int(starts.sum()), 1)
    return scale * (seen.part * own)[starts] + added, float(np.sqrt(max(extra, 0.0)))
