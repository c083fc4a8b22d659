"""What a market without orders can still tell: attention to content, and who worked with whom."""

import pandas as pd

from analytics.period import Period
from analytics.question import sql
from data.warehouse import Session

MEASURES = ("contents", "views", "likes", "comments", "shares")


def engagement_trend(
    session: Session, period: Period, creator_id: str | None = None
) -> pd.DataFrame:
    """Contents published, views and reactions per local day and content type.

    Reactions stand on the day of their event; a source that reports totals per post puts them on
    the day of publication.
    """
    return session.frame(
        sql("engagement_trend"),
        first_day=period.first_day,
        last_day=period.last_day,
        creator_id=creator_id,
    )


def partners(session: Session) -> pd.DataFrame:
    """Distinct creators per shop over all recorded collaborations, most first."""
    return session.frame(sql("partners"))
