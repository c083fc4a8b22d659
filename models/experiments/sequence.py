"""The effect day by day as an experiment goes on, with a band that allows a look every day."""

import numpy as np
import pandas as pd

from models.causal.effect import Floats
from models.causal.experiment import always_valid
from models.experiments.clustered import Arms, estimated, means
from models.experiments.followed import Followed
from models.experiments.spread import DAYS

COLUMNS = ("day", "estimate", "low", "high", "valid_low", "valid_high", "units")


def sequence(found: Followed, arms: Arms, measure: str, level: float) -> pd.DataFrame:
    """A row per day since the first draw: the difference of what units had so far within their 28
    days, its fixed-horizon interval and the one that holds at every look.

    A day followed of a unit counts as one observation and all days of all units as planned: what
    one unit has on two days goes together, which makes looks more alike than the sequence allows
    for (Slepian 1962), so the band is on the wide side.
    """
    assigned = pd.to_datetime(found.units["assigned_on"])
    begins = (assigned - assigned.min()).dt.days.to_numpy(np.int64)
    so_far = np.hstack([np.zeros((len(begins), 1)), found.daily[measure].cumsum(axis=1)])
    rows = []
    for look in range(1, int((begins + found.days).max(initial=0)) + 1):
        followed = np.minimum(np.clip(look - begins, 0, DAYS), found.days).astype(np.int64)
        row = _look(so_far[np.arange(len(begins)), followed], followed, arms, level)
        if row is not None:
            rows.append((assigned.min() + pd.Timedelta(days=look - 1), *row))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _look(
    outcome: Floats, followed: np.ndarray, arms: Arms, level: float
) -> tuple[float, ...] | None:
    """One day's figures; None while too few clusters are followed, or nothing differs yet."""
    is_in = followed > 0
    own = arms.take(is_in)
    if not own.are_enough:
        return None
    plain = estimated(means(outcome[is_in], own), own, level)
    if not plain.standard_error > 0:
        return None
    valid = always_valid(plain, int(followed.sum()), DAYS * len(followed))
    return (plain.estimate, plain.low, plain.high, valid.low, valid.high, int(is_in.sum()))
