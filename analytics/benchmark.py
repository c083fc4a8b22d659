"""A shop beside the others of its categories, told only in means over at least five of them."""

import pandas as pd

from analytics.market import market_facts
from analytics.period import Period
from analytics.question import sql
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
COLUMNS = ["category", "measure", "own", "n", "gmv", "shops", "mean", "low", "high"]


def shop_benchmark(session: Session, merchant_id: str, currency: str) -> pd.DataFrame:
    """A shop per category and each of MEASURES: own rate with n, and over the other shops their
    number, mean, and the means of the lowest and highest third (from 15 shops on).

    Always over the last 91 complete days of the data: were the window free, the difference of two
    of them could tell one shop's sales.
    """
    facts = market_facts(session)
    if facts is None or facts.last_day is None:
        return pd.DataFrame(columns=COLUMNS)
    period = Period.last_days(facts.last_day, BENCHMARK_DAYS)
    return session.frame(
        sql("shop_benchmark"),
        first_day=period.first_day,
        last_day=period.last_day,
        currency=currency,
        merchant_id=merchant_id,
    )
