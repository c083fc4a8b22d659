"""Promotions and coupons: which ran for a shop's products, and what those sold meanwhile."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session


def running_promotions(session: Session, slice: Slice) -> pd.DataFrame:
    """Promotions that overlap the slice: days, products covered, places, redemptions, and net GMV
    of those products meanwhile (minor units), which is no effect of the promotion.
    """
    return session.frame(sql("running_promotions"), **slice.parameters)
