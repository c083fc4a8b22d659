"""What a scenario starts from: where a product or shop stands, what the market says of levers."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.funnel import Funnel, funnel
from models.pooled import Pooled, pooled
from models.question import sql
from models.response import FEWEST, Response, contrast, response, untold

DAYS = 182
MOST_CREATORS = 200
FEW_SHOPS = "shops to learn from"
RESPONSES = ("log_price", "commission_rate", "log_creators")


@dataclass(frozen=True)
class Baseline:
    """The last 28 days of a product or shop; money in minor units, None where any of it is not
    known. `sample_cost` is that of one sample, `flat_fee` the mean of one collaboration, `creators`
    those who posted, None where nobody recorded posts.
    """

    sku_orders: int
    net_gmv: int
    attributed_net_gmv: int
    content_net_gmv: int
    commission_rate: float | None
    price: float | None
    commission: int | None
    goods_cost: int | None
    platform_fee: int | None
    flat_fees: int | None
    sample_costs: int | None
    sample_cost: float | None
    flat_fee: float | None
    creators: int | None
    live_clicks: int
    video_clicks: int

    @property
    def live_share(self) -> float | None:
        """Share of live among clicks in live and video."""
        clicks = self.live_clicks + self.video_clicks
        return self.live_clicks / clicks if clicks else None


@dataclass(frozen=True)
class Evidence:
    """What the market says of each lever, estimated before anything is asked. `same_creator` is
    commission's response among the products of one creator: told beside, nothing rests on it.
    """

    price: Response
    commission: Response
    creators: Response
    live: Response
    funnel: Funnel = field(default_factory=Funnel)
    same_creator: Response = field(default_factory=lambda: untold("commission_rate", "not asked"))

    def no_creators(self, base: Baseline) -> str | None:
        """Why nothing can be said of further creators; None if something can."""
        unknown = "who posted it is not on record" if base.creators is None else None
        return self.creators.missing or unknown

    def most_creators(self, base: Baseline) -> int:
        """How many more creators lie within what the market has seen."""
        if base.creators is None or self.creators.missing is not None:
            return 0
        most = (1 + base.creators) * np.expm1(self.creators.highest)
        return int(min(most + 1e-9, MOST_CREATORS))


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
    """Responses from 26 weeks: the category's, drawn to those of all categories.

    Nothing is told that stands on fewer than `fewest_shops` shops.
    """
    asked = {"last_day": last_day, "currency": currency, "days": DAYS}
    weeks = session.frame(sql("product_weeks"), **asked)
    prices = weeks["price"].astype(float)  # what was given away has no logarithm
    weeks = weeks.assign(
        log_price=np.log(prices.where(prices > 0)), log_creators=np.log1p(weeks["creators"])
    )
    price, commission, creators = (
        _response(weeks, lever, category, fewest_shops) for lever in RESPONSES
    )
    samples = session.frame(sql("sample_posts"), last_day=last_day)
    return Evidence(
        price,
        commission,
        creators,
        _paired(session.frame(sql("live_video_pairs"), **asked), fewest_shops),
        funnel(samples, category, fewest_shops),
        _same_creator(session.frame(sql("commission_pairs"), **asked), fewest_shops),
    )


def _response(weeks: pd.DataFrame, lever: str, category: str | None, fewest_shops: int) -> Response:
    """The category's own response drawn to the common one of categories; the market's where there
    is no category, or where too few categories have one.
    """
    known = {
        name: found
        for name, rows in weeks.groupby("category")
        if (found := response(rows, lever)).missing is None
    }
    own = known.get(category)
    if own and weeks.loc[weeks["category"] == category, "merchant_id"].nunique() < fewest_shops:
        own = None
    if weeks["merchant_id"].nunique() < fewest_shops and len(weeks):
        return _of_too_few(lever, fewest_shops)
    slopes, errors = (
        np.array([getattr(r, of) for r in known.values()]) for of in ("slope", "standard_error")
    )
    common = pooled(slopes, errors)
    if category is None or common is None:
        return own or response(weeks, lever)
    if own is None:  # the common one, with the range that the market has seen
        slope, error = common.untold()
        return replace(response(weeks, lever), slope=slope, standard_error=error, weight=0.0)
    return _drawn(own, common)


def _drawn(own: Response, common: Pooled) -> Response:
    """Between the category's own and the common response."""
    slope, error = common.shrunk(own.slope, own.standard_error)
    weight = common.own_weight(own.standard_error)
    return replace(own, slope=slope, standard_error=error, own=own, weight=weight)


def _of_too_few(lever: str, fewest_shops: int) -> Response:
    return untold(lever, f"fewer than {fewest_shops} {FEW_SHOPS}")


def _same_creator(pairs: pd.DataFrame, fewest_shops: int) -> Response:
    if pairs["merchant_id"].nunique() < fewest_shops and len(pairs):
        return _of_too_few("commission_rate", fewest_shops)
    return contrast(pairs.astype({"commission_rate": float}), "commission_rate")


def _paired(pairs: pd.DataFrame, fewest_shops: int) -> Response:
    """The mean log ratio of net GMV per click, live over video, of the same creator."""
    shops = {shop for ids in pairs["merchant_ids"] for shop in ids}
    if len(shops) < fewest_shops and len(pairs):
        return _of_too_few("live", fewest_shops)
    n = len(pairs)
    if n < FEWEST:
        few = f"only {n} creator{'s' * (n > 1)}" if n else "no creator"
        why = f"{few} sold on enough known clicks in both live and video; {FEWEST} are needed"
        return untold("live", why, n)
    live = pairs["live_net_gmv"] / pairs["live_clicks"]
    ratio = np.log(live / (pairs["video_net_gmv"] / pairs["video_clicks"]))
    error = float(ratio.std(ddof=1) / np.sqrt(n))
    return Response("live", float(ratio.mean()), error, n, 0, 0.0, 1.0)
