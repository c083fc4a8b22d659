"""What-if: the next 28 days like the last, but for a change of terms, with draws for the unsure.

Every answer comes from the market at hand: a lever moves orders by the response estimated from its
products' own weeks, samples turn into creators at the rate at which they were posted, a shift from
video to live is worth what the same creators' clicks bring in each. What the market has not seen is
refused.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from models.levers import FEWEST_SAMPLES, Baseline, Evidence
from models.response import Response

DRAWS = 4000
SEED = 28
SLACK = 1e-9
Floats = NDArray[np.float64]
Span = tuple[float, float, float]


class LeverError(ValueError):
    """A lever without evidence, or moved further than the market has seen; says which and why."""


@dataclass(frozen=True)
class Levers:
    """What changes: price by a share (-0.1 = 10 % off), commission to a rate, creators and samples
    by a number, live to a share of clicks. None or zero leaves it as it is.
    """

    price_change: float = 0.0
    commission_rate: float | None = None
    more_creators: int = 0
    more_samples: int = 0
    live_share: float | None = None


@dataclass(frozen=True)
class Projection:
    """The 28 days under the levers: mean and 80 % interval; `assumption` names what it hangs on.

    `margin` is the contribution margin, None where `missing` says what is not known of it.
    """

    orders: Span
    net_gmv: Span
    commission: float | None
    margin: Span | None
    missing: str
    assumption: str
    draws: Floats = field(repr=False, default_factory=lambda: np.empty(0))


def project(base: Baseline, known: Evidence, levers: Levers) -> Projection:
    """The baseline under the levers; with no change it is the baseline, to the cent.

    Raises LeverError where a lever that is moved has no evidence or leaves the range seen.
    """
    if refused := refusal(base, known, levers):
        raise LeverError(refused)
    rng = np.random.default_rng(SEED)
    normal = rng.standard_normal((4, DRAWS))
    price = 1 + levers.price_change
    more = levers.more_creators + _posting(known, levers.more_samples, rng)
    running = known.price.factors(np.log(price), normal[0])
    running = running * known.commission.factors(_raise(base, levers), normal[1])
    running = running * _format_factor(base, known.live, levers.live_share, normal[3])
    reached = _reached(base, more)
    slope = known.creators.slope + known.creators.standard_error * normal[2]
    orders = running * np.exp(slope * reached)
    net_gmv = base.net_gmv * orders * price
    commission = _commission(base, levers, running * price, (orders - running) * price)
    missing = _missing(base, levers)
    cost = _costs(base, orders, price) + _one_off(base, levers.more_samples, more)
    return Projection(
        orders=_summary(base.sku_orders * orders),
        net_gmv=_summary(net_gmv),
        commission=None if commission is None else float(commission.mean()),
        margin=None if missing or commission is None else _summary(net_gmv - commission - cost),
        missing=missing,
        assumption=_assumption(base, known, levers),
        draws=net_gmv,
    )


def refusal(base: Baseline, known: Evidence, levers: Levers) -> str:
    """Why these levers cannot be projected from what the market has seen; empty if they can."""
    return (
        _out_of_range("price", known.price, float(np.log1p(levers.price_change)))
        or _out_of_range("commission", known.commission, _rate_change(base, levers))
        or _too_many(base, known, levers)
        or _not_live(base, known, levers)
    )


def _out_of_range(name: str, seen: Response, move: float) -> str:
    if move and (seen.missing is not None or np.isnan(move)):
        return f"{name}: {seen.missing or 'no commission on record'}"
    if move and not seen.lowest - SLACK <= move <= seen.highest + SLACK:
        return f"{name}: further than this market's products have moved it"
    return ""


def _too_many(base: Baseline, known: Evidence, levers: Levers) -> str:
    if levers.more_samples and known.received < FEWEST_SAMPLES:
        return f"samples: fewer than {FEWEST_SAMPLES} with a known end"
    more = levers.more_creators + levers.more_samples * known.posted_share
    if more and (untold := known.no_creators(base)):
        return f"creators: {untold}"
    if more > (most := known.most_creators(base)) + SLACK:
        return f"creators: {more:.0f} more, samples included, and {most} are within what was seen"
    return ""


def _not_live(base: Baseline, known: Evidence, levers: Levers) -> str:
    if levers.live_share is not None and (known.live.missing or base.live_share is None):
        return f"live: {known.live.missing or 'no clicks in live or video'}"
    return ""


def _reached(base: Baseline, more: Floats | float) -> Floats:
    """By how much the logarithm of creators rises; nothing where they are not known, as then none
    can be added.
    """
    now = base.creators or 0
    return np.asarray(np.log1p(now + more) - np.log1p(now), np.float64)


def _rate_change(base: Baseline, levers: Levers) -> float:
    if levers.commission_rate is None:
        return 0.0
    return np.nan if base.commission_rate is None else levers.commission_rate - base.commission_rate


def _raise(base: Baseline, levers: Levers) -> float:
    """What of the change those feel who promote already: they keep the old rate for 30 days, which
    is longer than the projection, so that a cut does not reach them.
    """
    return max(_rate_change(base, levers), 0.0)


def _commission(base: Baseline, levers: Levers, running: Floats, further: Floats) -> Floats | None:
    """Commission on what running collaborations sell and on what further creators add to it, both
    as shares of the baseline's sales.
    """
    if base.commission is None:
        return None
    change = _rate_change(base, levers) if base.commission_rate else 0.0
    old, new = (1 + c / (base.commission_rate or 1) for c in (_raise(base, levers), change))
    return np.asarray(base.commission * (old * running + new * further), np.float64)


def _posting(known: Evidence, samples: int, rng: np.random.Generator) -> Floats:
    """Creators that extra samples bring: the posted share's beta posterior under a flat prior."""
    share = rng.beta(1 + known.posted, 1 + known.received - known.posted, DRAWS)
    return samples * share


def _format_factor(
    base: Baseline, live: Response, live_share: float | None, normal: Floats
) -> Floats:
    """What moving clicks from video to live does to the total; 1 for the part sold elsewhere."""
    now = base.live_share
    if live_share is None or now is None or not base.net_gmv or live_share == now:
        return np.ones(DRAWS)
    ratio = np.exp(live.slope + live.standard_error * normal)
    content = (live_share * ratio + 1 - live_share) / (now * ratio + 1 - now)
    part = base.content_net_gmv / base.net_gmv
    return 1 - part + part * content


def _missing(base: Baseline, levers: Levers) -> str:
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
    """What sales and the running collaborations cost besides commission."""
    moving = (base.platform_fee or 0) * orders * price + (base.goods_cost or 0) * orders
    return moving + (base.flat_fees or 0) + (base.sample_costs or 0)


def _one_off(base: Baseline, samples: int, creators: Floats) -> Floats:
    """What further samples and creators cost once."""
    return samples * (base.sample_cost or 0.0) + creators * (base.flat_fee or 0.0)


def _summary(draws: Floats) -> Span:
    low, high = np.quantile(draws, [0.1, 0.9])
    return float(draws.mean()), float(low), float(high)


def _assumption(base: Baseline, known: Evidence, levers: Levers) -> str:
    """What the result hangs on most: the lever whose own change moves the estimate furthest."""
    alone = {
        "price": replace(Levers(), price_change=levers.price_change),
        "commission": replace(Levers(), commission_rate=levers.commission_rate),
        "creators": replace(
            Levers(), more_creators=levers.more_creators, more_samples=levers.more_samples
        ),
        "live": replace(Levers(), live_share=levers.live_share),
    }
    if levers == Levers():
        return "nothing changes: the last 28 days again"
    names = {
        "price": "buyers answer to this price as those of similar products did",
        "commission": "sales answer to commission as they did within these products",
        "creators": "further creators bring what earlier ones brought, with diminishing returns",
        "live": "a click in live goes on bringing what it brought the same creators",
    }
    moved = {name: abs(_log_change(base, known, only)) for name, only in alone.items()}
    return names[max(moved, key=lambda name: moved[name])]


def _log_change(base: Baseline, known: Evidence, levers: Levers) -> float:
    change = (known.price.slope + 1) * np.log1p(levers.price_change)
    change += known.commission.slope * _raise(base, levers)
    more = levers.more_creators + levers.more_samples * known.posted_share
    change += known.creators.slope * (_reached(base, more))
    factor = _format_factor(base, known.live, levers.live_share, np.zeros(DRAWS))
    return float(change + np.log(factor.mean()))
