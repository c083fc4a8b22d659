"""How shops compare: a row per shop, for the ranking and for the shop's own headline."""

from collections.abc import Sequence

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

MIN_LINES = 30
"""Order lines below which a shop's ratio says little; rankings by a ratio leave such shops out."""


def merchant_ranking(session: Session, slice: Slice) -> pd.DataFrame:
    """Shops that sold in the slice or before it, by net GMV; money in minor units, shares 0 to 1.

    `net_gmv_before` and `change` compare with the period before; rates are empty where nothing was
    sold or clicked.
    """
    previous = slice.period.previous.first_day
    return session.frame(sql("merchant_ranking"), **slice.parameters, previous_first_day=previous)


def merchant_days(session: Session, slice: Slice, merchant_ids: Sequence[str]) -> pd.DataFrame:
    """Net GMV per day of the slice for each of these shops, as a list in `trend` (minor units)."""
    return session.frame(sql("merchant_days"), **slice.parameters, merchant_ids=list(merchant_ids))


def merchant_profile(session: Session, merchant_id: str) -> pd.Series | None:
    """Who the shop is: name, category, country, products, creators worked with; None if unknown."""
    found = session.frame(sql("merchant_profile"), merchant_id=merchant_id)
    return None if found.empty else found.iloc[0]


def merchants_by_roster(session: Session) -> pd.DataFrame:
    """Shops by creators worked with, for markets that know no money."""
    return session.frame(sql("merchants_by_roster"))
