"""What to know of candidates before asking them, and what a shortlist would take."""

from datetime import date

import pandas as pd

from analytics.question import sql
from data.warehouse import Session


def candidates(
    session: Session,
    creator_ids: tuple[str, ...],
    last_day: date | None,
    currency: str,
    merchant_id: str | None = None,
) -> pd.DataFrame:
    """Per creator: profile, sample→post rate with its n, usual commission and fee, reach in views
    of the 28 days to `last_day`, whether contacted by or working with the shop.
    """
    return session.frame(
        sql("candidates"),
        creator_ids=list(creator_ids),
        last_day=last_day,
        currency=currency,
        merchant_id=merchant_id,
    )
