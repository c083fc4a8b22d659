"""What a scenario starts from: where a product or shop stands, what the market says of levers."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.question import sql
from models.response import FEWEST, Response, response

DAYS = 182
FEWEST_SAMPLES = 10
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
    """What the market says of each lever, estimated before anything is asked."""

    price: Response
    commission: Response
    creators: Response
    live: Response
    posted: int
    received: int

    @property
    def posted_share(self) -> float:
        """Mean of the posted share's beta posterior under a flat prior."""
        return (1 + self.posted) / (2 + self.received)

    def no_creators(self, base: Baseline) -> str | None:
        """Why nothing can be said of further creators; None if something can."""
        untold = "who posted it is not on record" if base.creators is None else None
        return self.creators.missing or untold

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
    """Responses from 26 weeks of the category's products, or of all where it has too few.

    Nothing is told that stands on fewer than `fewest_shops` shops.
    """
    weeks = session.frame(sql("product_weeks"), last_day=last_day, currency=currency, days=DAYS)
    prices = weeks["price"].astype(float)  # what was given away has no logarithm
    weeks = weeks.assign(
        log_price=np.log(prices.where(prices > 0)), log_creators=np.log1p(weeks["creators"])
    )
    pairs = session.frame(sql("live_video_pairs"), last_day=last_day, currency=currency, days=DAYS)
    samples = session.frame(sql("sample_posts"), last_day=last_day)
    price, commission, creators = (
        _response(weeks, lever, category, fewest_shops) for lever in RESPONSES
    )
    posted, received = _posts(samples, category, fewest_shops)
    live = _paired(pairs, fewest_shops)
    return Evidence(price, commission, creators, live, posted, received)


def _response(weeks: pd.DataFrame, lever: str, category: str | None, fewest_shops: int) -> Response:
    own = weeks[weeks["category"] == category]
    if own["merchant_id"].nunique() >= fewest_shops:
        found = response(own, lever)
        if found.missing is None:
            return found
    if weeks["merchant_id"].nunique() < fewest_shops and len(weeks):
        return _untold(lever, f"fewer than {fewest_shops} {FEW_SHOPS}")
    return response(weeks, lever)


def _untold(lever: str, why: str, n: int = 0) -> Response:
    return Response(lever, 0.0, 0.0, n, 0, np.nan, np.nan, missing=why)


def _posts(samples: pd.DataFrame, category: str | None, fewest_shops: int) -> tuple[int, int]:
    """Samples posted and received: the category's, else all; none of too few shops."""
    for known in (samples[samples["category"] == category], samples):
        shops = {shop for ids in known["merchant_ids"] for shop in ids}
        is_all = len(known) == len(samples)
        if len(shops) >= fewest_shops and (known["received"].sum() >= FEWEST or is_all):
            return int(known["posted"].sum()), int(known["received"].sum())
    return 0, 0


def _paired(pairs: pd.DataFrame, fewest_shops: int) -> Response:
    """The mean log ratio of net GMV per click, live over video, of the same creator."""
    shops = {shop for ids in pairs["merchant_ids"] for shop in ids}
    if len(shops) < fewest_shops and len(pairs):
        return _untold("live", f"fewer than {fewest_shops} {FEW_SHOPS}")
    n = len(pairs)
    if n < FEWEST:
        few = f"only {n} creator{'s' * (n > 1)}" if n else "no creator"
        why = f"{few} sold on enough known clicks in both live and video; {FEWEST} are needed"
        return _untold("live", why, n)
    live = pairs["live_net_gmv"] / pairs["live_clicks"]
    ratio = np.log(live / (pairs["video_net_gmv"] / pairs["video_clicks"]))
    error = float(ratio.std(ddof=1) / np.sqrt(n))
    return Response("live", float(ratio.mean()), error, n, 0, 0.0, 1.0)
