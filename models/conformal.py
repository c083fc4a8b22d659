"""What the dashboard may show of a pair: intervals that held for the pairs that started last.

Split conformal prediction (Vovk et al. 2005; Lei et al. 2018), by category: estimates as of some
weeks ago against what came of the pairs begun since; as far as these were missed, in either
direction by itself, the next ones may be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.causal.cohort.outcome import FEWEST, conformal_ends
from models.estimate_check import late_estimates
from models.outcomes import TAIL
from models.placed import Product
from models.priors import ALL

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
    of too few shops. A category counts by itself from FEWEST pairs of enough shops on.
    """
    late = late_estimates(session, last_day, currency, fewest_shops)
    if late is None or len(late.pairs) < FEWEST:
        return None
    pairs = late.pairs.assign(expected=late.expected["attributed"])
    floor = float(pairs["expected"].quantile(0.25))
    missed = (pairs["net_gmv"].astype(float) + floor) / (pairs["expected"] + floor)
    groups = {ALL: pairs} | {
        str(name): part
        for name, part in pairs.groupby("category")
        if len(part) >= FEWEST and part["merchant_id"].nunique() >= fewest_shops
    }
    ends = {
        name: conformal_ends(missed[own.index].to_numpy(), TAIL) for name, own in groups.items()
    }
    return Conformal(floor, ends, len(pairs))
