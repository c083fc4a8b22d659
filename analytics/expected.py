"""What a day would be expected to bring, from the same weekday of the weeks before."""

import pandas as pd
from scipy.stats import t

WEEKS = 8
LEVEL = 0.8


def expected_band(daily: pd.Series, first_day: pd.Timestamp) -> pd.DataFrame:
    """Expected value and 80 % band per day from `first_day`, indexed like `daily` (one per day).

    Mean of the same weekday in the 8 weeks before the period, with the t prediction interval
    mean +- t * s * sqrt(1 + 1/n). Days of the period never feed it. Empty below 4 weeks of history.
    """
    weekday = pd.DatetimeIndex(daily.index).day_of_week
    is_past = (daily.index < first_day) & (daily.index >= first_day - pd.Timedelta(weeks=WEEKS))
    past = daily[is_past].groupby(weekday[is_past]).agg(["mean", "std", "count"])
    past = past[past["count"] >= 4]
    half = t.ppf(0.5 + LEVEL / 2, past["count"] - 1) * past["std"] * (1 + 1 / past["count"]) ** 0.5
    band = pd.DataFrame(
        {"expected": past["mean"], "low": (past["mean"] - half).clip(lower=0)}
    ).assign(high=past["mean"] + half)
    days = pd.DatetimeIndex(daily.index[daily.index >= first_day])
    return band.reindex(days.day_of_week).set_axis(days)
