"""Outcome intervals of a market (models/outcome_intervals.py): estimates as of some weeks ago
against what came of the pairs begun since; and whether such intervals held for those begun last.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.warehouse import Session
from models.estimate_check import HELD_OUT_DAYS, Late, late_estimates
from models.outcome_intervals import FEWEST, Conformal, learned
from models.reliability import wilson


def conformal(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Conformal | None:
    """From the pairs that started in the latest weeks; none where there are fewer than FEWEST, or
    of too few shops.
    """
    late = late_estimates(session, last_day, currency, fewest_shops)
    return None if late is None else learned(_outcomes(late), fewest_shops)


def _outcomes(late: Late) -> pd.DataFrame:
    return late.pairs.assign(expected=late.expected["attributed"].to_numpy())


@dataclass(frozen=True)
class Held:
    """Of `n` pairs begun `first_day` to `last_day`, the share whose credited net GMV was `inside`
    the interval that `taught` earlier pairs gave, with its 95 % interval, and the shares `below`
    and `above` it.
    """

    first_day: date
    last_day: date
    n: int
    taught: int
    inside: float
    low: float
    high: float
    below: float
    above: float


def held_outcomes(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Held | None:
    """Do these intervals hold for the pairs that started in the latest weeks? See `judged`."""
    late = late_estimates(session, last_day, currency, fewest_shops)
    if late is None:
        return None
    middle = late.known_on + timedelta(HELD_OUT_DAYS // 2)
    return judged(_outcomes(late), middle, fewest_shops)


def judged(pairs: pd.DataFrame, middle: date, fewest_shops: int = 1) -> Held | None:
    """Pairs as of `learned` with the day they `started_on`: those up to the `middle` teach, later
    ones judge. None where either are fewer than FEWEST.
    """
    is_early = pairs["started_on"] <= pd.Timestamp(middle)
    found, later = learned(pairs[is_early], fewest_shops), pairs[~is_early]
    if found is None or len(later) < FEWEST:
        return None
    ends = found.interval(later["expected"], later["category"])
    paid = later["net_gmv"].to_numpy(float)
    below, above = paid < ends["outcome_low"].to_numpy(), paid > ends["outcome_high"].to_numpy()
    n, hits = len(later), int((~below & ~above).sum())
    first, last = later["started_on"].min().date(), later["started_on"].max().date()
    share = (hits / n, *wilson(hits, n), float(below.mean()), float(above.mean()))
    return Held(first, last, n, found.n, *share)
