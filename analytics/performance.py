"""How business goes: totals, days, channels, categories, movers."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

DIMENSIONS = ("product", "creator", "merchant", "category", "channel")


def totals(session: Session, slice: Slice) -> pd.Series:
    """Every headline measure of the slice, money in minor units, shares 0 to 1, NaN where empty."""
    return session.frame(sql("totals"), **slice.parameters).iloc[0]


def daily_trend(session: Session, slice: Slice) -> pd.DataFrame:
    """Measures per local day and channel; days without a row are absent."""
    return session.frame(sql("daily_trend"), **slice.parameters)


def daily_orders(session: Session, slice: Slice) -> pd.DataFrame:
    """Distinct orders and distinct products sold per local day."""
    return session.frame(sql("daily_orders"), **slice.parameters)


def by_channel(session: Session, slice: Slice) -> pd.DataFrame:
    """Measures and rates per channel; the sums are the totals."""
    return session.frame(sql("by_channel"), **slice.parameters)


def category_heat(session: Session, slice: Slice) -> pd.DataFrame:
    """GMV per top category and weekday (1 = Monday), with the number of days behind it."""
    return session.frame(sql("category_heat"), **slice.parameters)


def movers(session: Session, slice: Slice, dimension: str) -> pd.DataFrame:
    """GMV now and before per value of one of DIMENSIONS, largest change first; changes sum up."""
    if dimension not in DIMENSIONS:
        raise ValueError(f"'{dimension}' is no dimension; one of {DIMENSIONS}")
    return session.frame(
        sql("movers"),
        **slice.parameters,
        previous_first_day=slice.period.previous.first_day,
        dimension=dimension,
    )
