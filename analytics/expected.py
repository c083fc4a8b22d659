"""What a day would be expected to bring, from the same weekday of the weeks before."""

import numpy as np
import pandas as pd
from scipy.stats import t

from analytics.period import Period
from analytics.question import sql
from data.warehouse import Session

WEEKS = 8
LEVEL = 0.8


def campaigns(session: Session, period: Period) -> pd.DataFrame:
    """Campaigns of under two weeks that touch the period: title, starts_on, ends_on."""
    return session.frame(sql("campaign_days"), first_day=period.first_day, last_day=period.last_day)


def campaign_days(found: pd.DataFrame) -> pd.DatetimeIndex:
    """Every day of the campaigns found."""
    days = {day for row in found.itertuples() for day in pd.date_range(row.starts_on, row.ends_on)}
    return pd.DatetimeIndex(sorted(days))


def expected_band(
    daily: pd.Series, first_day: pd.Timestamp, leave_out: pd.DatetimeIndex | None = None
) -> pd.DataFrame:
    """Expected value and 80 % band per day from `first_day`, indexed like `daily` (one per day).

    Logarithms, since a day is off by a share and not by an amount: the mean of the same weekday in
    the 8 weeks before the period, with the t prediction interval mean +- t * s * sqrt(1 + 1/n), s
    pooled over weekdays so that one odd day spoils no weekday. Days of the period and those of
    `leave_out`, such as campaigns, never feed it. Empty below 4 weeks of history.
    """
    weekday = pd.DatetimeIndex(daily.index).day_of_week
    is_past = (daily.index < first_day) & (daily.index >= first_day - pd.Timedelta(weeks=WEEKS))
    if leave_out is not None:
        is_past &= ~daily.index.isin(leave_out)
    past = np.log1p(daily[is_past]).groupby(weekday[is_past]).agg(["mean", "var", "count"])
    past = past[past["count"] >= 4]
    freedom = (past["count"] - 1).sum()
    pooled = ((past["count"] - 1) * past["var"]).sum() / max(freedom, 1)
    half = t.ppf(0.5 + LEVEL / 2, max(freedom, 1)) * (pooled * (1 + 1 / past["count"])) ** 0.5
    middle = past["mean"]
    band = np.expm1(pd.DataFrame({"expected": middle, "low": middle - half, "high": middle + half}))
    days = pd.DatetimeIndex(daily.index[daily.index >= first_day])
    return band.clip(lower=0).reindex(days.day_of_week).set_axis(days)
