"""What the market says of each lever, fitted for all categories at once."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.by_category import ByCategory
from models.funnel import Funnel, funnel
from models.levers import DAYS, RESPONSES, Baseline, live_windows, product_weeks
from models.live_video import live_video
from models.question import sql
from models.response import Response, contrast, of_too_few, untold

FEWEST_WEEKS = 4
SOLD_NEARLY_ALWAYS = 0.8
"""Share of weeks with a sale from which prices paid stand for prices asked."""
OF_PRODUCTS = "measured product by product; choose a product"
"""Why a shop takes no further creators: each product answers to its own, not to the shop's."""


@dataclass(frozen=True)
class Evidence:
    """What the market says of each lever, estimated before anything is asked. `live` is of orders
    per click, `live_value` of net GMV per order, `live_together` the correlation of the two.
    `same_creator` is commission's response among the products of one creator: told beside, nothing
    rests on it.
    """

    price: Response
    commission: Response
    creators: Response
    live: Response
    live_value: Response
    live_together: float = 0.0
    funnel: Funnel = field(default_factory=Funnel)
    same_creator: Response = field(default_factory=lambda: untold("commission_rate", "not asked"))

    def no_creators(self, base: Baseline) -> str | None:
        """Why nothing can be said of further creators; None if something can."""
        if self.creators.missing is not None:
            return self.creators.missing
        if not base.is_product:
            return OF_PRODUCTS
        return "who posted it is not on record" if base.creators is None else None

    def most_creators(self, base: Baseline) -> int:
        """How many more creators lie within what the market has seen."""
        if base.creators is None or self.no_creators(base) is not None:
            return 0
        most = (1 + base.creators) * np.expm1(self.creators.highest - base.departs.creators)
        return int(max(most + 1e-9, 0))


@dataclass(frozen=True)
class MarketEvidence:
    """Evidence of every category. `samples`: category x counts of a sample's stages."""

    responses: dict[str, ByCategory]
    live: tuple[Response, Response, float]
    samples: pd.DataFrame
    same_creator: Response
    fewest_shops: int

    def of(self, category: str | None = None) -> Evidence:
        """Of one category, drawn to all; of the market where none is named."""
        price, commission, creators = (self.responses[of].response(category) for of in RESPONSES)
        found = funnel(self.samples, category, self.fewest_shops)
        return Evidence(price, commission, creators, *self.live, found, self.same_creator)


def evidence(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> MarketEvidence:
    """Responses from 26 weeks; nothing is told that stands on fewer than `fewest_shops` shops."""
    of_all = {"last_day": last_day, "currency": currency, "product_id": None, "merchant_id": None}
    every = product_weeks(session, **of_all, fewest_weeks=FEWEST_WEEKS)
    weeks = _after_first_sale(every[~every["is_now"]])
    asked = {"last_day": last_day, "currency": currency, "days": DAYS}
    return MarketEvidence(
        {lever: ByCategory.of(_told(weeks, lever), lever, fewest_shops) for lever in RESPONSES},
        _live(
            session.frame(sql("live_video_pairs"), **asked),
            live_windows(session, **of_all),
            fewest_shops,
        ),
        session.frame(sql("sample_posts"), last_day=last_day),
        _same_creator(session.frame(sql("commission_pairs"), **asked), fewest_shops),
        fewest_shops,
    )


def _after_first_sale(weeks: pd.DataFrame) -> pd.DataFrame:
    """Without each product's first week, which is there because it sold, whatever its terms."""
    first = weeks.groupby("product_id")["week"].transform("min")
    return weeks[weeks["week"] > first]


def _told(weeks: pd.DataFrame, lever: str) -> pd.DataFrame:
    """The weeks that tell of a lever. A price that is known from sales alone is known of discounts
    that sold and not of those that did not, unless the product sells in nearly every week.
    """
    if lever != "log_price":
        return weeks
    share_sold = (weeks["sku_orders"] > 0).groupby(weeks["product_id"]).transform("mean")
    return weeks[weeks["is_offered"] | (share_sold >= SOLD_NEARLY_ALWAYS)]


def _live(
    pairs: pd.DataFrame, windows: pd.DataFrame, fewest_shops: int
) -> tuple[Response, Response, float]:
    shops = {shop for ids in pairs["merchant_ids"] for shop in ids}
    fewest_behind = min(len(shops), windows["merchant_id"].nunique())
    if len(pairs) and fewest_behind < fewest_shops:
        few = of_too_few("live", fewest_shops)
        return few, few, 0.0
    return live_video(pairs, windows)


def _same_creator(pairs: pd.DataFrame, fewest_shops: int) -> Response:
    if len(pairs) and pairs["merchant_id"].nunique() < fewest_shops:
        return of_too_few("commission_rate", fewest_shops)
    return contrast(pairs.astype({"commission_rate": float}), "commission_rate")
