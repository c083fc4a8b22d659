"""What creators have brought so far beside what was usual, and how far that may be believed."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from data.warehouse import Session
from models.first_days import creator_reach, first_days
from models.priors import Priors

SUMS = ["starts", "sku_orders", "usual", "clicks", "converted_clicks"]
MEASURES = [*SUMS, "views_before"]
UNRANKED = pd.DataFrame({"product_id": [], "creator_id": [], "rank": []}).astype(
    {"product_id": str, "creator_id": str, "rank": float}
)


@dataclass(frozen=True)
class Known:
    """What estimates of pairs start from: the market's priors, by creator_id MEASURES, and `rank`
    by product_id and creator_id, from 1, of those that a model ranks.
    """

    priors: Priors
    records: pd.DataFrame
    ranks: pd.DataFrame = field(default_factory=lambda: UNRANKED)


def creator_records(
    session: Session,
    known: Priors,
    last_day: date,
    currency: str,
    *,
    merchant_id: str | None = None,
    fewest_shops: int = 1,
) -> pd.DataFrame:
    """MEASURES per creator_id: SUMS over complete first 28 days, of which `usual` are the orders
    usual of such pairs; and `views_before`, a day of the last 28, of whatever the creator showed.

    Asked of all shops on behalf of `merchant_id`: the own pairs always count, those of others only
    where they are of at least `fewest_shops` shops, so that no row tells a single one's; likewise
    views, which are else not a number.
    """
    pairs = first_days(session, last_day, currency)
    is_own = pairs["merchant_id"] == merchant_id
    shops = pairs[~is_own].groupby("creator_id")["merchant_id"].nunique()
    is_many = pairs["creator_id"].isin(shops.index[shops >= fewest_shops])
    found = summed(pairs[is_own | is_many], known)
    reach = creator_reach(session, last_day, merchant_id, fewest_shops)
    return found.reindex(reach.index, fill_value=0.0).join(reach)


def summed(pairs: pd.DataFrame, known: Priors) -> pd.DataFrame:
    """SUMS per creator_id over pairs as models/first_days.py has them."""
    told = pairs.assign(starts=1, usual=known.usual.orders(pairs))
    return told.groupby("creator_id")[SUMS].sum().astype(float)


def credibility(
    sku_orders: pd.Series, usual: pd.Series, starts: pd.Series, known: Priors
) -> tuple[pd.Series, pd.Series]:
    """Mean and variance of each creator's multiplier of usual orders, shrunk to 1.

    Bühlmann's linear credibility: the variance of a creator's ratio is Poisson noise plus the
    spread of its pairs, against the spread among creators. No starts give mean 1 and full spread.
    """
    noise = 1 / usual.clip(lower=1e-9) + known.pair_spread / starts.clip(lower=1e-9)
    weight = known.creator_spread / (known.creator_spread + noise)
    weight = weight.where(starts > 0, 0.0)
    ratio = (sku_orders / usual.clip(lower=1e-9)).where(starts > 0, 1.0)
    return 1 + weight * (ratio - 1), known.creator_spread * (1 - weight)
