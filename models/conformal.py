"""What the dashboard may show of a pair: intervals that held for the pairs that started last.

Split conformal prediction (Vovk et al. 2005; Lei et al. 2018), by category: estimates as of some
weeks ago against what came of the pairs begun since; as far as these were missed, in either
direction by itself, the next ones may be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.estimate_check import HELD_OUT_DAYS, Late, late_estimates
from models.outcomes import TAIL, Floats
from models.placed import Product
from models.priors import ALL
from models.reliability import wilson

FEWEST = 40
"""Pairs of a category from which on it has quantiles of its own."""
Span = tuple[float, float]


@dataclass(frozen=True)
class Conformal:
    """Net GMV credited in 28 days is, with `floor` added to both, between `ends` times what is
    expected, by category and for `all`; from `n` pairs. Minor units.
    """

    floor: float
    ends: dict[str, Span]
    n: int

    def interval(self, expected: pd.Series, category: pd.Series) -> pd.DataFrame:
        """`outcome_low` and `outcome_high` per row, at the level of all a pair's intervals."""
        spans = [self.ends.get(name, self.ends[ALL]) for name in category]
        low, high = np.array(spans).reshape(-1, 2).T
        usual = expected.astype(float) + self.floor
        bottom, top = (usual * low - self.floor).clip(lower=0), usual * high - self.floor
        return pd.DataFrame({"outcome_low": bottom, "outcome_high": top.clip(lower=0)})


def with_outcomes(
    estimates: pd.DataFrame, products: Sequence[Product], found: Conformal | None
) -> pd.DataFrame:
    """Rows of pair_estimates with intervals that held lately, instead of drawn ones, if there are
    any.
    """
    if found is None:
        return estimates
    of = {product.product_id: product.category or "" for product in products}
    categories = estimates["product_id"].map(of)
    return estimates.assign(**found.interval(estimates["attributed"], categories))


def conformal(
    session: Session, last_day: date, currency: str, fewest_shops: int = 1
) -> Conformal | None:
    """From the pairs that started in the latest weeks; none where there are fewer than FEWEST, or
    of too few shops.
    """
    late = late_estimates(session, last_day, currency, fewest_shops)
    return None if late is None else learned(_outcomes(late), fewest_shops)


def learned(pairs: pd.DataFrame, fewest_shops: int = 1, tail: float = TAIL) -> Conformal | None:
    """From `expected` and actual `net_gmv` of pairs, with `category` and `merchant_id`; leaves out
    a share of `tail` on either side. A category counts by itself from FEWEST pairs of enough shops
    on.
    """
    if len(pairs) < FEWEST:
        return None
    floor = float(pairs["expected"].quantile(0.25))
    missed = (pairs["net_gmv"].astype(float) + floor) / (pairs["expected"] + floor)
    groups = {ALL: pairs} | {
        name: part
        for name, part in pairs.groupby("category")
        if len(part) >= FEWEST and part["merchant_id"].nunique() >= fewest_shops
    }
    ends = {
        name: conformal_ends(missed[own.index].to_numpy(), tail) for name, own in groups.items()
    }
    return Conformal(floor, ends, len(pairs))


def conformal_ends(ratios: Floats, tail: float) -> Span:
    """Order statistics that leave out a share of `tail` on either side, of one more to come."""
    ranked = np.sort(ratios)
    below = int(np.floor(tail * (len(ratios) + 1)))
    if below < 1:
        return 0.0, float("inf")
    return float(ranked[below - 1]), float(ranked[len(ranked) - below])


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
