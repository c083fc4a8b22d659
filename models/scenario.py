"""What-if: the forecast of the next weeks under a change of terms, with draws for the unsure.

A scenario is the forecast times what its levers do, draw by draw (`flows.py`). What the market has
not seen is refused.
"""

from dataclasses import dataclass, field

import numpy as np

from models.flows import RATE_KEPT_DAYS, Coming, Floats, Unsure, flows, multiples, pays
from models.forecast.ahead import FLAT, Forecast
from models.forecast.level import MONTH
from models.lever_evidence import Evidence
from models.levers import Baseline
from models.limits import Levers, refusal

Span = tuple[float, float, float]


class LeverError(ValueError):
    """A lever without evidence, or moved further than the market has seen; says which and why."""


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
    early, later = (multiples(base, known, levers, unsure, is_late=of).net_gmv for of in (0, 1))
    factor = np.where(late, later[:, None], early[:, None])
    return np.asarray(base.net_gmv / MONTH * ahead.paths[:, :days] * factor, np.float64)


def lacking(base: Baseline, levers: Levers) -> str:
    """What the margin waits for; the names as people enter them."""
    needs_sample = levers.more_samples and base.sample_cost is None
    needs_fee = (levers.more_creators or levers.more_samples) and base.flat_fee is None
    lacks = {
        "commission": not pays(base, levers),
        "unit cost": base.goods_cost is None,
        "platform fee": base.platform_fee is None,
        "sample cost": base.sample_costs is None or needs_sample,
        "day of a fixed fee": base.flat_fees is None,
        "usual fixed fee": needs_fee,
    }
    return " and ".join(name for name, is_missing in lacks.items() if is_missing)


def summary(draws: Floats) -> Span:
    """Mean and 80 % interval."""
    low, high = np.quantile(draws, [0.1, 0.9])
    return float(draws.mean()), float(low), float(high)
