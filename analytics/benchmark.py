"""A shop beside the others of its categories, told only in means over at least five of them."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

BENCHMARK_DAYS = 91
MEASURES = (
    "ctr",
    "ctor_sku_orders",
    "refund_rate",
    "discount_share",
    "attributed_share",
    "commission_share",
)


def shop_benchmark(session: Session, slice: Slice) -> pd.DataFrame:
    """The slice's shop per category and each of MEASURES: own rate with n, and over the other
    shops their number, mean, and the means of the lowest and highest third (from 15 shops on).

    Always over the 91 days up to the slice's last day: were the window free, the difference of two
    of them could tell one shop's sales.
    """
    period = slice.period.last_days(slice.period.last_day, BENCHMARK_DAYS)
    return session.frame(
        sql("shop_benchmark"),
        first_day=period.first_day,
        last_day=period.last_day,
        currency=slice.currency,
        merchant_id=slice.merchant_id,
    )
