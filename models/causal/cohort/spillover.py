"""What a creator's sales of a product take from the same shop's other products of its category.

Read from products that have no creator themselves: how their orders per visit fall on days on which
siblings gain, within each product (Poisson regression with an effect per product, which the totals
condition away; Hausman, Hall and Griliches 1984).
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.pairs import Effects
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.risk import ends
from models.causal.effect import Estimate

STEPS = 6
SURELY = 3.0
"""Standard errors above 0 from which on it is taken to be there: at less, allowing for it would
widen every effect by more than it mends."""


@dataclass(frozen=True)
class Spillover:
    """`share` of what a creator sells that siblings lose; `crowding`: product × day, what siblings
    gain as a share of their usual sales.
    """

    share: Estimate
    crowding: Floats

    @property
    def is_sure(self) -> bool:
        return self.share.estimate > SURELY * self.share.standard_error

    def restored(self, panel: Panel) -> Floats:
        """Net GMV, product × day, as if no sibling had gained."""
        lost = self.share.estimate * self.crowding
        return np.asarray(panel.daily["net_gmv"] + lost * _usual_sales(panel)[:, None])


def spillover(panel: Panel, deal: Ints, effects: Effects, share: Floats) -> Spillover:
    """From the effects of collaborations, of which each had such a share until it ended."""
    gained = _gained(panel, deal, effects.estimate * share)
    siblings = _of_siblings(panel, np.column_stack([gained, _usual_sales(panel)]))
    sales = siblings[:, -1:]
    crowding = np.divide(siblings[:, :-1], sales, out=np.zeros_like(gained), where=sales > 0)
    alone = np.ones(len(panel.product_ids), bool)
    alone[panel.deals.product[panel.deals.started >= 0]] = False
    some = alone & (crowding.max(axis=1) > 0)
    loss = _slope(
        panel.daily["organic_orders"][some],
        panel.daily["organic_clicks"][some],
        crowding[some],
        families(panel)[some],
    )
    return Spillover(loss, crowding)


def families(panel: Panel) -> Ints:
    """Products of one shop and category have one number."""
    paired = np.stack([panel.shop, panel.category])
    return np.asarray(np.unique(paired, axis=1, return_inverse=True)[1]).ravel()


def has_siblings(panel: Panel) -> Floats:
    """1 for a product that has any, else 0."""
    family = families(panel)
    return (np.bincount(family)[family] > 1).astype(np.float64)


def _gained(panel: Panel, deal: Ints, effect: Floats) -> Floats:
    """Product × day: the effect per impression that each collaboration had until it ended, for all
    impressions of creators from its start on, whoever's they are.
    """
    gained = np.zeros((len(panel.product_ids), panel.days))
    shown = np.maximum(panel.daily["impressions"] - panel.daily["organic_impressions"], 0.0)
    for row, extra, end in zip(deal, effect, ends(panel, deal), strict=True):
        product, day = panel.deals.product[row], panel.deals.started[row]
        seen = shown[product, day:end].sum()
        gained[product, day:] = extra * shown[product, day:] / max(seen, 1.0)
    return gained


def _usual_sales(panel: Panel) -> Floats:
    return np.asarray(panel.daily["organic_net_gmv"].mean(axis=1))


def _of_siblings(panel: Panel, values: Floats) -> Floats:
    """The sum over the other products of the family, column by column."""
    family = families(panel)
    total = np.zeros((family.max() + 1, values.shape[1]))
    np.add.at(total, family, values)
    return np.asarray(total[family] - values)


def _slope(orders: Floats, visits: Floats, crowding: Floats, family: Ints) -> Estimate:
    """By how much the rate falls per unit of crowding; the error is clustered by family."""
    slope, of_all = 0.0, orders.sum(axis=1, keepdims=True)
    for _ in range(STEPS):
        weight = visits * np.exp(-slope * crowding)
        weight = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
        usual = (weight * crowding).sum(axis=1, keepdims=True)
        scores = -(orders * crowding).sum(axis=1) + (of_all * usual)[:, 0]
        bends = (of_all * weight * (crowding - usual) ** 2).sum()
        slope += float(scores.sum() / max(bends, 1e-12))
    of_family = np.bincount(family, scores)
    return Estimate.normal(slope, float(np.sqrt(of_family @ of_family) / max(bends, 1e-12)))
