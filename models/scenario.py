"""What-if: the next 28 days like the last, but for a change of terms, with draws for the unsure.

Every answer comes from the market at hand: a lever moves orders by the response estimated from its
products' own weeks, samples turn into creators at the rate at which they were posted, a shift from
video to live is worth what the same creators' clicks bring in each.
"""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.question import sql
from models.response import FEWEST, Response, response

DAYS = 182
DRAWS = 4000
SEED = 28
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Baseline:
    """The last 28 days of a product or shop; money in minor units, None where it is not known."""

    sku_orders: int
    net_gmv: int
    attributed_net_gmv: int
    content_net_gmv: int
    commission: int
    commission_rate: float | None
    price: float | None
    goods_cost: int | None
    platform_fee: int | None
    creators: int
    live_clicks: int
    video_clicks: int

    @property
    def live_share(self) -> float | None:
        """Share of live among clicks in live and video."""
        clicks = self.live_clicks + self.video_clicks
        return self.live_clicks / clicks if clicks else None


@dataclass(frozen=True)
class Evidence:
    """What the market says of each lever, estimated before anything is asked."""

    price: Response
    commission: Response
    creators: Response
    live: Response
    posted: int
    received: int


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
    """The 28 days under the levers: mean and 80 % interval; `assumption` names what it hangs on."""

    orders: tuple[float, float, float]
    net_gmv: tuple[float, float, float]
    commission: float
    margin: tuple[float, float, float] | None
    assumption: str
    draws: Floats = field(repr=False, default_factory=lambda: np.empty(0))


def scenario_baseline(
    session: Session,
    last_day: date,
    currency: str,
    product_id: str | None = None,
    merchant_id: str | None = None,
) -> Baseline:
    """The 28 days up to `last_day` of one product, one shop, or all in scope."""
    asked = {"last_day": last_day, "currency": currency}
    asked |= {"product_id": product_id, "merchant_id": merchant_id}
    return Baseline(*session.rows(sql("scenario_baseline"), **asked)[0])


def evidence(
    session: Session,
    last_day: date,
    currency: str,
    category: str | None = None,
    fewest_shops: int = 1,
) -> Evidence:
    """Responses from 26 weeks of the category's products, or of all where it has too few.

    A response is given only if it stands on at least `fewest_shops` shops.
    """
    weeks = session.frame(sql("product_weeks"), last_day=last_day, currency=currency, days=DAYS)
    prices = weeks["price"].astype(float)  # what was given away has no logarithm
    weeks = weeks.assign(
        log_price=np.log(prices.where(prices > 0)), log_creators=np.log1p(weeks["creators"])
    )
    pairs = session.frame(sql("live_video_pairs"), last_day=last_day, currency=currency, days=DAYS)
    samples = session.frame(sql("sample_posts"), last_day=last_day)
    own = samples[samples["category"] == category]
    used = own if own["received"].sum() >= FEWEST else samples
    price, commission, creators = (
        _response(weeks, lever, category, fewest_shops) for lever in LEVERS
    )
    return Evidence(
        price=price,
        commission=commission,
        creators=creators,
        live=_paired(pairs),
        posted=int(used["posted"].sum()),
        received=int(used["received"].sum()),
    )


LEVERS = ("log_price", "commission_rate", "log_creators")


def _response(weeks: pd.DataFrame, lever: str, category: str | None, fewest_shops: int) -> Response:
    own = weeks[weeks["category"] == category]
    if own["merchant_id"].nunique() >= fewest_shops:
        found = response(own, lever)
        if found.missing is None:
            return found
    if weeks["merchant_id"].nunique() < fewest_shops:
        reason = f"fewer than {fewest_shops} shops to learn from"
        return Response(lever, 0.0, 0.0, 0, 0, np.nan, np.nan, missing=reason)
    return response(weeks, lever)


def _paired(pairs: pd.DataFrame) -> Response:
    """The mean log ratio of net GMV per click, live over video, of the same creator."""
    n = len(pairs)
    if n < FEWEST:
        reason = f"only {n} creators sold in both live and video; {FEWEST} are needed"
        return Response("live", 0.0, 0.0, n, 0, np.nan, np.nan, missing=reason)
    live = pairs["live_net_gmv"] / pairs["live_clicks"]
    ratio = np.log(live / (pairs["video_net_gmv"] / pairs["video_clicks"]))
    error = float(ratio.std(ddof=1) / np.sqrt(n))
    return Response("live", float(ratio.mean()), error, n, 0, 0.0, 1.0)


def project(base: Baseline, known: Evidence, levers: Levers) -> Projection:
    """The baseline under the levers; with no change it is the baseline, to the cent."""
    rng = np.random.default_rng(SEED)
    normal = rng.standard_normal((4, DRAWS))
    price = 1 + levers.price_change
    orders = known.price.factors(np.log(price), normal[0])
    rate = base.commission_rate if levers.commission_rate is None else levers.commission_rate
    if base.commission_rate is not None and rate is not None:
        orders = orders * known.commission.factors(rate - base.commission_rate, normal[1])
    more = levers.more_creators + _posting(known, levers.more_samples, rng)
    reached = np.log1p(base.creators + more) - np.log1p(base.creators)
    slope = known.creators.slope + known.creators.standard_error * normal[2]
    orders = orders * np.exp(slope * reached)
    orders = orders * _format_factor(base, known.live, levers.live_share, normal[3])
    net_gmv = base.net_gmv * orders * price
    paid = 1.0 if not base.commission_rate or rate is None else rate / base.commission_rate
    commission = base.commission * paid * orders * price
    return Projection(
        orders=_summary(base.sku_orders * orders),
        net_gmv=_summary(net_gmv),
        commission=float(commission.mean()),
        margin=_margin(base, net_gmv, commission, orders, price),
        assumption=_assumption(base, known, levers),
        draws=net_gmv,
    )


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


def _margin(
    base: Baseline, net_gmv: Floats, commission: Floats, orders: Floats, price: float
) -> tuple[float, float, float] | None:
    if base.goods_cost is None or base.platform_fee is None:
        return None
    fee = base.platform_fee * orders * price
    return _summary(net_gmv - commission - fee - base.goods_cost * orders)


def _summary(draws: Floats) -> tuple[float, float, float]:
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
    rate = levers.commission_rate
    change = known.price.slope * np.log1p(levers.price_change) + np.log1p(levers.price_change)
    if rate is not None and base.commission_rate is not None:
        change += known.commission.slope * (rate - base.commission_rate)
    share = (1 + known.posted) / (2 + known.received)
    more = levers.more_creators + levers.more_samples * share
    change += known.creators.slope * (np.log1p(base.creators + more) - np.log1p(base.creators))
    factor = _format_factor(base, known.live, levers.live_share, np.zeros(DRAWS))
    return float(change + np.log(factor.mean()))
