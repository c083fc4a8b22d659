"""The first 28 days of pairs that started, with all that was known of them before."""

from datetime import date

import pandas as pd

from data.warehouse import Session
from models.question import sql


def first_days(session: Session, last_day: date, currency: str) -> pd.DataFrame:
    """A row per pair, as first_days.sql has it, with `views_before`: views a day of whatever its
    creator showed in the 28 days before the start.
    """
    pairs = session.frame(sql("first_days"), last_day=last_day, currency=currency)
    reach = session.frame(sql("started_reach"), last_day=last_day)
    told = pairs.merge(reach, on=["creator_id", "started_on"], how="left")
    return told.assign(views_before=told["views_before"].astype(float).fillna(0.0))


def creator_reach(
    session: Session, last_day: date, merchant_id: str | None = None, fewest_shops: int = 1
) -> pd.Series:
    """Views a day of the last 28, by creator_id of all. Asked on behalf of `merchant_id` they are
    not a number where they are of fewer than `fewest_shops` others: what a creator shows for one
    shop is that shop's.
    """
    seen = session.frame(sql("creator_reach"), last_day=last_day)
    views = seen.groupby("creator_id")["views_before"].sum().astype(float)
    if fewest_shops == 1:
        return views
    others = seen[seen["merchant_id"].notna() & (seen["merchant_id"] != merchant_id)]
    shops = others.groupby("creator_id")["merchant_id"].nunique().reindex(views.index, fill_value=0)
    return views.where(shops >= fewest_shops)
