"""What needs a look: a short list of things that someone should act upon, each with its rows."""

from datetime import date

import pandas as pd

from analytics.period import Period
from analytics.question import sql
from data.warehouse import Session


def samples(
    session: Session,
    last_day: date,
    currency: str,
    merchant_id: str | None = None,
    product_id: str | None = None,
    creator_id: str | None = None,
) -> pd.DataFrame:
    """Samples shipped up to a day: state, days left of the 14 to post, cost, net GMV since."""
    return session.frame(
        sql("samples"),
        last_day=last_day,
        currency=currency,
        merchant_id=merchant_id,
        product_id=product_id,
        creator_id=creator_id,
    )


def silent_creators(
    session: Session, last_day: date, currency: str, merchant_id: str | None = None
) -> pd.DataFrame:
    """Creators among the 20 best of 90 days who published nothing in the last 14."""
    return session.frame(
        sql("silent_creators"), last_day=last_day, currency=currency, merchant_id=merchant_id
    )


def refund_spikes(
    session: Session, last_day: date, currency: str, merchant_id: str | None = None
) -> pd.DataFrame:
    """Products whose share of refunded lines rose by more than two standard errors."""
    return session.frame(
        sql("refund_spikes"), last_day=last_day, currency=currency, merchant_id=merchant_id
    )


def changed_terms(
    session: Session, period: Period, currency: str, merchant_id: str | None = None
) -> pd.DataFrame:
    """Products whose list price or commission rate moved by more than 2 %."""
    return session.frame(
        sql("changed_terms"),
        first_day=period.first_day,
        last_day=period.last_day,
        previous_first_day=period.previous.first_day,
        currency=currency,
        merchant_id=merchant_id,
    )


def late_sources(session: Session, last_day: date) -> pd.DataFrame:
    """Kinds of fact that end more than a day before the market's last complete day."""
    return session.frame(sql("late_sources"), last_day=last_day)
