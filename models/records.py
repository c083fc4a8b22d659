"""What creators have brought so far beside what was usual, and how far that may be believed."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.warehouse import Session
from models.priors import Priors
from models.question import sql

MEASURES = ["starts", "sku_orders", "usual", "clicks", "converted_clicks"]


@dataclass(frozen=True)
class Known:
    """What estimates of pairs start from: the market's priors and, by creator_id, MEASURES."""

    priors: Priors
    records: pd.DataFrame


def creator_records(
    session: Session,
    known: Priors,
    last_day: date,
    currency: str,
    *,
    merchant_id: str | None = None,
    fewest_shops: int = 1,
) -> pd.DataFrame:
    """MEASURES per creator_id over complete first 28 days; `usual`: orders usual of such pairs.

    Asked of all shops on behalf of `merchant_id`: the own pairs always count, those of others only
    where they are of at least `fewest_shops` shops, so that no row tells a single one's.
    """
    pairs = session.frame(sql("first_days"), last_day=last_day, currency=currency)
    pairs = pairs.assign(starts=1, usual=known.usual.orders(pairs))
    is_own = pairs["merchant_id"] == merchant_id
    shops = pairs[~is_own].groupby("creator_id")["merchant_id"].nunique()
    is_many = pairs["creator_id"].isin(shops.index[shops >= fewest_shops])
    told = pairs[is_own | is_many]
    return told.groupby("creator_id")[MEASURES].sum().astype(float)


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
