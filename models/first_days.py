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


def creator_reach(session: Session, last_day: date) -> pd.Series:
    """Views a day of the last 28, by creator_id of those who were seen."""
    seen = session.frame(sql("creator_reach"), last_day=last_day)
    return seen.set_index("creator_id")["views_before"].astype(float)
