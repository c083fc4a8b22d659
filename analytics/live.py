"""Live sessions by the minute: who watched, what was pinned and offered, what was bought."""

from datetime import date

import pandas as pd

from analytics.question import sql
from data.warehouse import Session


def live_sessions(session: Session, creator_id: str, last_day: date, currency: str) -> pd.DataFrame:
    """The creator's newest sessions (at most 50) with minutes: local start, minutes, peak and mean
    viewers, violations, GMV in minor units and order lines credited to the session.
    """
    return session.frame(
        sql("live_sessions"), creator_id=creator_id, last_day=last_day, currency=currency
    )


def live_timeline(session: Session, content_id: str, currency: str) -> pd.DataFrame:
    """Per minute in local time: viewers, pinned product, promotion, violation, clicks, GMV, lines.

    For a merchant, pins, offers and violations of other shops are empty, and so are their sales.
    """
    return session.frame(sql("live_timeline"), content_id=content_id, currency=currency)


def live_pins(session: Session, content_id: str, currency: str) -> pd.DataFrame:
    """Stretches with one product pinned, and the product's clicks, lines and GMV meanwhile."""
    return session.frame(sql("live_pins"), content_id=content_id, currency=currency)
