"""Orders, money and costs of the days ahead under levers, draw by draw.

A lever moves orders by the response estimated from the market's own weeks, samples turn into
creators at the rates at which they arrived and were posted. A shift from video to live moves orders
by what the same creators' clicks lead to in each, and money also by what such orders are worth.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.forecast.ahead import DRAWS, Forecast
from models.forecast.level import MONTH
from models.lever_evidence import Evidence
from models.levers import Baseline
from models.limits import Levers, rate_change

SEED = 28
RATE_KEPT_DAYS = 30
"""Whoever promotes a product keeps the old commission rate for so long after a change."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Unsure:
    """What is drawn beside the forecast: a standard normal per response, those of live together as
    their estimates are, and posts per sample.
    """

    price: Floats
    commission: Floats
    creators: Floats
    live: Floats
    live_value: Floats
    posted: Floats

    @classmethod
    def drawn(cls, known: Evidence) -> "Unsure":
        rng = np.random.default_rng(SEED)
        price, commission, creators, live, own = rng.standard_normal((5, DRAWS))
        shared = known.live_together
        value = shared * live + np.sqrt(1 - shared**2) * own
        return cls(price, commission, creators, live, value, known.funnel.draws(rng, DRAWS))


@dataclass(frozen=True)
class Coming:
    """Sales of the days in which old commission rates are kept, and of those after them, per draw
    and in multiples of the last 28 days' sales.
    """

    early: Floats
    late: Floats
    days: int

    @classmethod
    def of(cls, ahead: Forecast, days: int) -> "Coming":
        kept = min(days, RATE_KEPT_DAYS)
        late = ahead.volume(days, kept) if days > kept else np.zeros(1)
        return cls(ahead.volume(kept), late, days)

    @property
    def parts(self) -> tuple[Floats, Floats]:
        return self.early, self.late

    def mean(self, times: float = 1.0) -> "Coming":
        """The mean of the draws as a single one, perhaps scaled."""
        early, late = (np.array([times * part.mean()]) for part in self.parts)
        return Coming(early, late, self.days)


@dataclass(frozen=True)
class Multiples:
    """By what a day is multiplied under the levers, per draw: SKU orders and net GMV of all, and
    the money on which running and further creators earn their commission.
    """

    orders: Floats
    net_gmv: Floats
    running: Floats
    further: Floats


@dataclass(frozen=True)
class Flows:
    """Per draw: SKU orders, net GMV, commission and contribution margin (None where not known)."""

    orders: Floats
    net_gmv: Floats
    commission: Floats | None
    margin: Floats | None


def flows(
    base: Baseline,
    known: Evidence,
    levers: Levers,
    unsure: Unsure,
    coming: Coming,
) -> Flows:
    """Orders, money and costs per draw; creators and samples come as often in every 28 days."""
    orders, gmv, paid = np.zeros(1), np.zeros(1), np.zeros(1)
    for is_late, volume in enumerate(coming.parts):
        at = multiples(base, known, levers, unsure, is_late=is_late)
        running, further = _commissions(base, levers, is_late=is_late)
        orders, gmv = orders + volume * at.orders, gmv + volume * at.net_gmv
        paid = paid + volume * (running * at.running + further * at.further)
    net_gmv = base.net_gmv * gmv
    if not pays(base, levers):
        return Flows(base.sku_orders * orders, net_gmv, None, None)
    costs = (base.platform_fee or 0) * gmv + (base.goods_cost or 0) * orders
    fixed = coming.days / MONTH * _fixed(base, levers, unsure)
    return Flows(base.sku_orders * orders, net_gmv, paid, net_gmv - paid - costs - fixed)


def multiples(
    base: Baseline, known: Evidence, levers: Levers, unsure: Unsure, *, is_late: int
) -> Multiples:
    """Before the old commission rates end, or after."""
    price, change = 1 + levers.price_change, rate_change(base, levers)
    felt = change if is_late else max(change, 0.0)
    answered = known.price.factors(np.log1p(levers.price_change), unsure.price)
    answered = answered * known.commission.factors(felt, unsure.commission)
    now = base.creators or 0
    more = levers.more_creators + levers.more_samples * unsure.posted
    reached = np.log1p(now + more) - np.log1p(now)
    slope = known.creators.slope + known.creators.standard_error * unsure.creators
    grown = np.exp(slope * reached)
    orders, money, credited = _formats(base, known, levers, unsure)
    return Multiples(
        orders=answered * orders * grown,
        net_gmv=answered * price * money * grown,
        running=answered * price * credited,
        further=answered * price * money * (grown - 1),
    )


def _formats(base: Baseline, known: Evidence, levers: Levers, unsure: Unsure) -> list[Floats]:
    """What moving clicks from video to live does to orders, money and credited money; 1 for the
    part that is sold elsewhere.
    """
    per_click = known.live.factors(1.0, unsure.live)
    in_money = per_click * known.live_value.factors(1.0, unsure.live_value)
    parts = (
        (base.content_sku_orders, base.sku_orders, per_click),
        (base.content_net_gmv, base.net_gmv, in_money),
        (base.content_net_gmv, base.attributed_net_gmv, in_money),
    )
    return [_shifted(base, levers, of, whole, ratio) for of, whole, ratio in parts]


def _shifted(base: Baseline, levers: Levers, of: int, whole: int, ratio: Floats) -> Floats:
    """By what a whole is multiplied if its part `of` content shifts, a click in live bringing it
    `ratio` as much as one in video.
    """
    now, then = base.live_share, levers.live_share
    if then is None or now is None or not whole or then == now:
        return np.ones(len(ratio))
    content = (then * ratio + 1 - then) / (now * ratio + 1 - now)
    return np.asarray(1 + of / whole * (content - 1), np.float64)


def pays(base: Baseline, levers: Levers) -> bool:
    """Whether commission is known; what further creators earn, only beside some who sell."""
    adds = levers.more_creators or levers.more_samples
    return base.commission is not None and not (adds and base.attributed_net_gmv <= 0)


def _commissions(base: Baseline, levers: Levers, *, is_late: int) -> tuple[float, float]:
    """Commission of 28 days' credited sales at the rate of who promotes already; and, were all
    sales credited, at that of further creators, for all that these add is paid for.
    """
    change = rate_change(base, levers)
    kept = change if is_late else max(change, 0.0)
    running, new = ((base.commission or 0) + by * base.commission_base for by in (kept, change))
    credited = base.attributed_net_gmv
    return running, new * base.net_gmv / credited if credited > 0 else 0.0


def _fixed(base: Baseline, levers: Levers, unsure: Unsure) -> Floats:
    """What 28 days cost whatever is sold: fees and samples as now, and further ones."""
    creators = levers.more_creators + levers.more_samples * unsure.posted
    further = levers.more_samples * (base.sample_cost or 0.0) + creators * (base.flat_fee or 0.0)
    return np.asarray((base.flat_fees or 0) + (base.sample_costs or 0) + further, np.float64)
