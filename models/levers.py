"""What a scenario starts from: where a product or shop stands, also beside its own past."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.question import sql

DAYS = 182
RESPONSES = ("log_price", "commission_rate", "log_creators")


@dataclass(frozen=True)
class Departures:
    """How far today is from the subject's own mean of 26 weeks, in the unit of each response: log
    price, commission rate, log of 1 + creators, live's share of clicks. Of a shop, the mean of its
    products by orders (live: by clicks). Nought where there is no earlier week to depart from.
    """

    price: float = 0.0
    commission: float = 0.0
    creators: float = 0.0
    live: float = 0.0


@dataclass(frozen=True)
class Baseline:
    """The last 28 days of a product or shop; money in minor units, None where any of it is not
    known. `content` is what live and video are credited with, `commission_base` what rates are of
    and `commission_rate` the mean rate of it, `sample_cost` that of one sample, `flat_fee` the mean
    of one collaboration, `creators` those who posted, None where nobody recorded posts.
    `is_product`: of one product, not of a shop's together.
    """

    sku_orders: int
    net_gmv: int
    attributed_net_gmv: int
    content_net_gmv: int
    content_sku_orders: int
    commission_base: float
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
    departs: Departures = Departures()
    is_product: bool = True

    @property
    def live_share(self) -> float | None:
        """Share of live among clicks in live and video."""
        clicks = self.live_clicks + self.video_clicks
        return self.live_clicks / clicks if clicks else None


def scenario_baseline(
    session: Session,
    last_day: date,
    currency: str,
    product_id: str | None = None,
    merchant_id: str | None = None,
) -> Baseline:
    """The 28 days up to `last_day` of one product, one shop, or all in scope."""
    asked: dict[str, object] = {"last_day": last_day, "currency": currency}
    asked |= {"product_id": product_id, "merchant_id": merchant_id}
    weeks = product_weeks(session, **asked, fewest_weeks=0)
    windows = live_windows(session, **asked)
    now = windows[windows["back"] == 0]
    live, video = (int(now[f"{form}_clicks"].sum()) for form in ("live", "video"))
    row = session.rows(sql("scenario_baseline"), **asked)[0]
    is_product = product_id is not None
    return Baseline(*(*row, live, video, departures(weeks, windows), is_product))


def product_weeks(session: Session, *, fewest_weeks: int, **asked: object) -> pd.DataFrame:
    """Product x whole week and, `is_now`, the last 28 days: orders and RESPONSES, of products that
    sold in so many weeks. `price` is in minor units; `is_offered`: known without regard to sales.
    """
    sold = session.frame(sql("product_weeks"), **asked, days=DAYS, fewest_weeks=fewest_weeks)
    weeks = _priced(sold, session.frame(sql("offered_prices"), **asked, days=DAYS))
    prices = weeks["price"]  # what was given away has no logarithm
    return weeks.assign(
        log_price=np.log(prices.where(prices > 0)),
        commission_rate=weeks["commission_rate"].astype(float),
        log_creators=np.log1p(weeks["creators"]),
    )


def _priced(weeks: pd.DataFrame, offered: pd.DataFrame) -> pd.DataFrame:
    """Weeks at the price on offer; in a market without promotions on record at what was paid, and
    where nothing was sold at the product's median: a discount seen last would seem to sell nothing.
    """
    if len(offered):
        at = weeks.merge(offered, "left", on=["product_id", "is_now", "week"])["offered"]
        return weeks.assign(price=at.to_numpy(np.float64), is_offered=True)
    paid = weeks["price"].astype(float)
    usual = paid.groupby(weeks["product_id"]).transform("median")
    return weeks.assign(price=paid.fillna(usual), is_offered=False)


def live_windows(session: Session, **asked: object) -> pd.DataFrame:
    """Product x 28 days with clicks in live or video, `back` 0 being the last: `clicks`, live's
    `share` of them, and `usual`, that of all windows together.
    """
    found = session.frame(sql("live_windows"), **asked, days=DAYS)
    found["clicks"] = found["live_clicks"] + found["video_clicks"]
    sums = found.groupby("product_id")[["live_clicks", "clicks"]].transform("sum")
    return found.assign(
        share=found["live_clicks"] / found["clicks"], usual=sums["live_clicks"] / sums["clicks"]
    )


def departures(weeks: pd.DataFrame, windows: pd.DataFrame) -> Departures:
    """Of what `product_weeks` and `live_windows` gave of one subject."""
    means = weeks[~weeks["is_now"]].groupby("product_id")[list(RESPONSES)].mean()
    today = weeks[weeks["is_now"]].set_index("product_id")
    gaps = today[list(RESPONSES)] - means.reindex(today.index)
    orders = today["sku_orders"].to_numpy(np.float64)
    now = windows[windows["back"] == 0]
    live = _mean(now["share"] - now["usual"], now["clicks"].to_numpy(np.float64))
    price, commission, creators = (_mean(gaps[lever], orders) for lever in RESPONSES)
    return Departures(price, commission, creators, live)


def _mean(gaps: pd.Series, weights: NDArray[np.float64]) -> float:
    known = gaps.fillna(0.0).to_numpy(np.float64)
    return float(np.average(known, weights=weights)) if weights.sum() else 0.0
