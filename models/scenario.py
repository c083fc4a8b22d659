"""What-if: the forecast of the next weeks under a change of terms, with draws for the unsure.

A scenario is the forecast times what its levers do, draw by draw. A lever moves orders by the
response estimated from the market's own weeks, samples turn into creators at the rates at which
they arrived and were posted, a shift from video to live is worth what the same creators' clicks
bring in each. What the market has not seen is refused.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.forecast.ahead import DRAWS, FLAT, Forecast
from models.forecast.level import MONTH
from models.levers import Baseline, Evidence
from models.limits import Levers, rate_change, refusal
from models.response import Response

SEED = 28
RATE_KEPT_DAYS = 30
"""Whoever promotes a product keeps the old commission rate for so long after a change."""
Floats = NDArray[np.float64]
Span = tuple[float, float, float]


class LeverError(ValueError):
    """A lever without evidence, or moved further than the market has seen; says which and why."""


@dataclass(frozen=True)
class Unsure:
    """What is drawn beside the forecast: a standard normal per response, and posts per sample."""

    price: Floats
    commission: Floats
    creators: Floats
    live: Floats
    posted: Floats

    @classmethod
    def drawn(cls, known: Evidence) -> "Unsure":
        rng = np.random.default_rng(SEED)
        price, commission, creators, live = rng.standard_normal((4, DRAWS))
        return cls(price, commission, creators, live, known.funnel.draws(rng, DRAWS))


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
class Projection:
    """The days ahead under the levers: mean and 80 % interval of each, and the draws.

    `gain` is net GMV less that of the same draws without a change. `margin` is the contribution
    margin and `margin_gain` what the levers add to it, None where `missing` says what is not known.
    """

    orders: Span
    net_gmv: Span
    gain: Span
    commission: float | None
    margin: Span | None
    margin_gain: Span | None
    missing: str
    draws: Floats = field(repr=False, default_factory=lambda: np.empty(0))


@dataclass(frozen=True)
class Flows:
    """Per draw: SKU orders, net GMV, commission and contribution margin (None where not known)."""

    orders: Floats
    net_gmv: Floats
    commission: Floats | None
    margin: Floats | None


def project(
    base: Baseline,
    known: Evidence,
    levers: Levers,
    ahead: Forecast = FLAT,
    days: int = MONTH,
) -> Projection:
    """The forecast under the levers; with no change it is the forecast, to the cent and draw.

    Raises LeverError where a lever that is moved has no evidence or leaves the range seen.
    """
    if refused := refusal(base, known, levers):
        raise LeverError(refused)
    unsure, coming = Unsure.drawn(known), Coming.of(ahead, days)
    found = flows(base, known, levers, unsure, coming)
    same = flows(base, known, Levers(), unsure, coming)
    missing = lacking(base, levers)
    margin = None if missing else found.margin
    without = None if margin is None else same.margin
    return Projection(
        orders=summary(found.orders),
        net_gmv=summary(found.net_gmv),
        gain=summary(found.net_gmv - same.net_gmv),
        commission=None if found.commission is None else float(found.commission.mean()),
        margin=None if margin is None else summary(margin),
        margin_gain=None if margin is None or without is None else summary(margin - without),
        missing=missing,
        draws=found.net_gmv,
    )


def daily(base: Baseline, known: Evidence, levers: Levers, ahead: Forecast, days: int) -> Floats:
    """Net GMV per day in minor units, draws x days; for charts. Its sums are `Projection.draws`."""
    unsure = Unsure.drawn(known)
    late = np.arange(days) >= RATE_KEPT_DAYS
    early, later = (_moved(base, known, levers, unsure, is_late=is_late)[0] for is_late in (0, 1))
    price = 1 + levers.price_change
    factor = np.where(late, later[:, None], early[:, None]) * price
    return np.asarray(base.net_gmv / MONTH * ahead.paths[:, :days] * factor, np.float64)


def flows(
    base: Baseline,
    known: Evidence,
    levers: Levers,
    unsure: Unsure,
    coming: Coming,
) -> Flows:
    """Orders, money and costs per draw; creators and samples come as often in every 28 days."""
    price = 1 + levers.price_change
    months = coming.days / MONTH
    orders: Floats = np.zeros(1)
    commission: Floats = np.zeros(1)
    for is_late, volume in enumerate(coming.parts):
        total, running = _moved(base, known, levers, unsure, is_late=is_late)
        orders = orders + volume * total
        paid = _commission_rates(base, levers, is_late=is_late)
        commission = commission + volume * (paid[0] * running + paid[1] * (total - running)) * price
    net_gmv = base.net_gmv * orders * price
    commissions = None if base.commission is None else base.commission * commission
    margin = None
    if commissions is not None:
        margin = net_gmv - commissions - _costs(base, orders, price)
        margin = margin - months * _fixed(base, levers, unsure)
    return Flows(base.sku_orders * orders, net_gmv, commissions, margin)


def _moved(
    base: Baseline, known: Evidence, levers: Levers, unsure: Unsure, *, is_late: int
) -> tuple[Floats, Floats]:
    """By what orders are multiplied, in all and without further creators."""
    change = rate_change(base, levers)
    felt = change if is_late else max(change, 0.0)
    running = known.price.factors(np.log1p(levers.price_change), unsure.price)
    running = running * known.commission.factors(felt, unsure.commission)
    running = running * _format_factor(base, known.live, levers.live_share, unsure.live)
    now = base.creators or 0
    more = levers.more_creators + levers.more_samples * unsure.posted
    reached = np.log1p(now + more) - np.log1p(now)
    slope = known.creators.slope + known.creators.standard_error * unsure.creators
    return running * np.exp(slope * reached), running


def _commission_rates(base: Baseline, levers: Levers, *, is_late: int) -> tuple[float, float]:
    """What running and further creators are paid, as multiples of today's rate."""
    if not base.commission_rate:
        return 1.0, 1.0
    change = rate_change(base, levers)
    kept = change if is_late else max(change, 0.0)
    return 1 + kept / base.commission_rate, 1 + change / base.commission_rate


def _format_factor(
    base: Baseline, live: Response, live_share: float | None, normal: Floats
) -> Floats:
    """What moving clicks from video to live does to the total; 1 for the part sold elsewhere."""
    now = base.live_share
    if live_share is None or now is None or not base.net_gmv or live_share == now:
        return np.ones(len(normal))
    ratio = np.exp(live.slope + live.standard_error * normal)
    content = (live_share * ratio + 1 - live_share) / (now * ratio + 1 - now)
    part = base.content_net_gmv / base.net_gmv
    return np.asarray(1 - part + part * content, np.float64)


def lacking(base: Baseline, levers: Levers) -> str:
    """What the margin waits for; the names as people enter them."""
    needs_sample = levers.more_samples and base.sample_cost is None
    needs_fee = (levers.more_creators or levers.more_samples) and base.flat_fee is None
    lacks = {
        "commission": base.commission is None,
        "unit cost": base.goods_cost is None,
        "platform fee": base.platform_fee is None,
        "sample cost": base.sample_costs is None or needs_sample,
        "day of a fixed fee": base.flat_fees is None,
        "usual fixed fee": needs_fee,
    }
    return " and ".join(name for name, is_missing in lacks.items() if is_missing)


def _costs(base: Baseline, orders: Floats, price: float) -> Floats:
    """What sales cost besides commission."""
    return (base.platform_fee or 0) * orders * price + (base.goods_cost or 0) * orders


def _fixed(base: Baseline, levers: Levers, unsure: Unsure) -> Floats:
    """What 28 days cost whatever is sold: fees and samples as now, and further ones."""
    creators = levers.more_creators + levers.more_samples * unsure.posted
    further = levers.more_samples * (base.sample_cost or 0.0) + creators * (base.flat_fee or 0.0)
    return np.asarray((base.flat_fees or 0) + (base.sample_costs or 0) + further, np.float64)


def summary(draws: Floats) -> Span:
    """Mean and 80 % interval."""
    low, high = np.quantile(draws, [0.1, 0.9])
    return float(draws.mean()), float(low), float(high)
