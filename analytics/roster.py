"""Who carries a shop's products: creators with what is credited to them and what they were sent."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

STATUSES = ("promoting", "agreed", "invited", "recorded", "ended", "none")


def roster(session: Session, slice: Slice) -> pd.DataFrame:
    """Creators who sold or drew clicks in the slice, or were worked with by its last day.

    Grain: creator, by net GMV. Sales count within the slice; collaborations, samples and `status`
    (one of STATUSES, the liveliest of the creator's) as of its last day. Money in minor units.
    """
    return session.frame(sql("roster"), **slice.parameters)


def worked_with(session: Session, merchant_id: str) -> pd.DataFrame:
    """Creators that a shop worked with at any time, for markets that know neither day nor money."""
    return session.frame(sql("worked_with"), merchant_id=merchant_id)
