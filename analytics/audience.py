"""A creator's audience: who follows, who clicked, and whose content the same shoppers click in."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.creator import LONG_RUN_DAYS
from analytics.period import Period
from analytics.question import sql
from data.warehouse import Session

MIN_SHOPPERS = 30


@dataclass(frozen=True)
class Reach:
    """Distinct shoppers seen clicking in the creator's content, over all days, and their clicks;
    `has_shoppers`: whether the viewer's market names the shopper of any click in content.
    """

    shoppers: int
    clicks: int
    has_shoppers: bool


def creator_audience(session: Session, creator_id: str) -> pd.DataFrame:
    """Share of followers per dimension (age, gender, region) and bucket, with the mean over all
    creators whose audience is known, and their number.
    """
    return session.frame(sql("creator_audience"), creator_id=creator_id)


def audience_reach(session: Session, creator_id: str, merchant_id: str | None = None) -> Reach:
    """How many shoppers an overlap can rest on; a merchant's are those of the own shop alone."""
    (row,) = session.rows(sql("audience_reach"), creator_id=creator_id, merchant_id=merchant_id)
    return Reach(*row)


def audience_overlap(
    session: Session, creator_id: str, merchant_id: str | None = None
) -> pd.DataFrame:
    """The 15 creators who share most shoppers: `shared`, `shoppers` (the other's), `own_shoppers`,
    `share` of this creator's, `share_of_other`, and `jaccard` = shared ÷ shoppers of either.

    Empty where clicks name no shopper.
    """
    return session.frame(sql("audience_overlap"), creator_id=creator_id, merchant_id=merchant_id)


@dataclass(frozen=True)
class Shared:
    """Of a creator's `shoppers`, how many click in the content of the `others` too."""

    others: int
    shoppers: int
    shared: int

    @property
    def share(self) -> float | None:
        """None where too few shoppers are known, or there is nobody to share them with."""
        is_known = self.others and self.shoppers >= MIN_SHOPPERS
        return self.shared / self.shoppers if is_known else None


def shared_audience(
    session: Session,
    creator_id: str,
    product_id: str | None,
    beside: tuple[str, ...],
    *,
    last_day: date | None,
    merchant_id: str | None = None,
) -> Shared:
    """The creator's shoppers beside those of who carries the product now and of `beside`."""
    (row,) = session.rows(
        sql("shared_audience"),
        creator_id=creator_id,
        product_id=product_id or "",
        beside=list(beside),
        last_day=last_day or date.max,
        merchant_id=merchant_id,
    )
    return Shared(*row)


def lookalikes(
    session: Session, creator_id: str, last_day: date | None, currency: str
) -> pd.DataFrame:
    """The 20 nearest creators: `likeness` is the mean of the parts known of this creator.

    audience: share of both audiences in the same buckets, mean over dimensions; category_mix: share
    in the same top categories, of GMV over a year (of stated categories for a merchant, who sees
    other shops' sales nowhere); tier_nearness: 1 less a quarter per step; features: cosine of the
    given vectors, mean over blocks.
    """
    day = last_day or date.max
    return session.frame(
        sql("lookalikes"),
        creator_id=creator_id,
        uses_sales=session.scope.is_everything,
        first_day=Period.last_days(day, LONG_RUN_DAYS).first_day,
        last_day=day,
        currency=currency,
    )
