"""What a creator's posts visibly did for a product in the days from the start.

Visits that a link claims are seen from what they leave behind: organic impressions keep coming and
fewer of them are counted as organic clicks.
"""

from dataclasses import dataclass

import numpy as np

from models.causal.cohort.lags import FEW_CLICKS, Running, usual
from models.causal.cohort.panel import Floats, Ints, Panel
from models.causal.cohort.risk import HORIZON, ends


@dataclass(frozen=True)
class Counted:
    """Per collaboration a count: `found`, so many as are `usual` for its like, and what chance and
    the doubt about claimed visits make of it, a variance beside that of the usual count.
    """

    found: Floats
    usual: Floats
    doubt: Floats


@dataclass(frozen=True)
class Carried:
    """Per collaboration: `clicks` of the creator's own traffic, usual for its impressions; `orders`
    beyond those of claimed visits, usual for such clicks; the product's usual orders per click,
    `rate`, known but for a coefficient of variation `rate_doubt`, and net GMV per order, `unit`;
    net GMV `attributed` in HORIZON days; the counts are of the `share` of what it carries in these
    that it carried until it ended.
    """

    clicks: Counted
    orders: Counted
    rate: Floats
    rate_doubt: Floats
    unit: Floats
    attributed: Floats
    share: Floats


def carried(panel: Panel, running: Running, deal: Ints) -> Carried:
    """Until each collaboration ends, see there."""
    product, day, end = panel.deals.product[deal], panel.deals.started[deal], ends(panel, deal)
    price = panel.price[product]
    own = usual(running, product, day, price)

    def seen(name: str) -> Floats:
        return running.window(name, product, day, end)

    shown = np.maximum(seen("impressions") - seen("organic_impressions"), 0.0)
    would_click = seen("organic_impressions") * own.clicks
    unsure = would_click * (1 + would_click / (own.known + 1))
    clicks = Counted(seen("clicks") - would_click, shown * own.clicks, unsure)
    claimed = would_click - seen("organic_clicks")
    attributed = seen("attributed_net_gmv")
    unit = price * own.kept
    taken = claimed.clip(0) * own.orders
    rate_doubt = 1 / np.sqrt(own.orders * (own.known + FEW_CLICKS))
    chance = taken + own.orders**2 * unsure + (taken * rate_doubt) ** 2
    fresh = attributed / unit - claimed * own.orders
    orders = Counted(fresh, clicks.usual * own.orders, chance)
    share = carried_by(panel, deal, end)
    return Carried(clicks, orders, own.orders, rate_doubt, unit, attributed / share, share)


def carried_by(panel: Panel, deal: Ints, end: Ints) -> Floats:
    """Of what each collaboration carries in HORIZON days the share until its end: by the
    impressions, day by day, of those that were alone all along.
    """
    product, day = panel.deals.product[deal], panel.deals.started[deal]
    alone = end - day == HORIZON
    shown = np.maximum(panel.daily["impressions"] - panel.daily["organic_impressions"], 0.0)
    ages = np.arange(HORIZON)
    by_age = shown[product[alone, None], day[alone, None] + ages].sum(axis=0) + 1.0
    return np.asarray(np.cumsum(by_age)[end - day - 1] / by_age.sum())
