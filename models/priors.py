"""What pairs usually bring in their first 28 days: the market's averages and how far pairs differ.

Fitted on many shops together; a category counts only where it stands on enough of them.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.choice import Choice, Thinning
from models.first_days import first_days
from models.usual import Usual

FEWEST_STARTS = 30
LEAST_SPREAD = 0.02
ALL = "all"
UNTOLD = Thinning()


@dataclass(frozen=True)
class Priors:
    """The market's usual pair; creators vary by `creator_spread` and pairs by `pair_spread`, both
    squared coefficients of variation. `order_value` and `conversion` per category and for `all`;
    `value_per_price`: net GMV of an order per list price. `new_share`: the part of credited orders
    that was new, graded; not a number where too few starts tell. `thinning`: how starts thin out
    with the rank of fit, where a model tells it. `prices`: lowest and highest of the products that
    started, minor units; not numbers where none is known.
    """

    usual: Usual
    order_value: dict[str, float]
    conversion: dict[str, float]
    value_per_price: float
    creator_spread: float
    pair_spread: float
    clicks_per_prior: float
    new_share: float
    new_share_error: float
    new_share_grade: str
    starts: int
    prices: tuple[float, float]
    thinning: Thinning = UNTOLD

    @property
    def choice(self) -> Choice:
        """What it means for a pair that nobody chose it yet."""
        return Choice(self.pair_spread, self.thinning)


def priors(session: Session, last_day: date, currency: str, fewest_shops: int = 1) -> Priors | None:
    """Fitted to the complete starts in the session's scope that a post or traffic tells; None below
    30 of them, or where they are of fewer than `fewest_shops`.
    """
    pairs = first_days(session, last_day, currency)
    return priors_of(pairs, new_share(pairs), fewest_shops)


def priors_of(
    pairs: pd.DataFrame, share: tuple[float, float], fewest_shops: int = 1
) -> Priors | None:
    """Fitted to pairs as `first_days.sql` has them, of whose orders such a `share` was new, give or
    take its standard error; none as `priors`.
    """
    is_thin = len(pairs) < FEWEST_STARTS or pairs["merchant_id"].nunique() < fewest_shops
    if is_thin or pairs["sku_orders"].sum() == 0:
        return None
    shops = pairs.groupby("category")["merchant_id"].nunique()
    sizes = pairs["category"].value_counts()
    named = tuple(sorted(shops[(shops >= fewest_shops) & (sizes >= FEWEST_STARTS)].index))
    usual = Usual.fitted(pairs, named)
    creator_spread, pair_spread = _spreads(pairs, usual)
    groups = {ALL: pairs} | {name: pairs[pairs["category"] == name] for name in named}
    priced = pairs.dropna(subset=["price"])
    asked = priced["price"].astype(float)
    paid = float((asked * priced["sku_orders"]).sum())
    return Priors(
        usual,
        {name: _ratio(part, "net_gmv", "sku_orders") for name, part in groups.items()},
        {name: _ratio(part, "converted_clicks", "clicks") for name, part in groups.items()},
        float(priced["net_gmv"].sum()) / paid if paid else np.nan,
        creator_spread,
        pair_spread,
        _clicks_per_prior(pairs),
        *share,
        "C",
        len(pairs),
        (float(asked.min()), float(asked.max())),
    )


def _ratio(pairs: pd.DataFrame, top: str, bottom: str) -> float:
    below = float(pairs[bottom].sum())
    return float(pairs[top].sum()) / below if below else np.nan


def _spreads(pairs: pd.DataFrame, usual: Usual) -> tuple[float, float]:
    """Squared coefficients of variation of creators and, within them, of pairs.

    Products of residuals of two pairs of one creator average to the creators' spread, each pair
    weighted by how well it tells; of the spread of all pairs it is taken to be half at most, for
    few creators have many, and these few may have had luck.
    """
    expected = usual.orders(pairs)
    weight = 1 / (1 + usual.spread * expected)
    residual = weight * (pairs["sku_orders"].to_numpy(float) - expected)
    frame = pd.DataFrame({"r": residual, "m": weight * expected, "c": pairs["creator_id"]})
    frame = frame.assign(rr=frame["r"] ** 2, mm=frame["m"] ** 2)
    sums = frame.groupby("c")[["r", "m", "rr", "mm"]].sum()
    cross = (sums["r"] ** 2 - sums["rr"]).sum() / max((sums["m"] ** 2 - sums["mm"]).sum(), 1e-9)
    half = max(usual.spread / 2, LEAST_SPREAD)
    creator = float(np.clip(cross, LEAST_SPREAD, half))
    return creator, max(usual.spread - creator, LEAST_SPREAD)


def _clicks_per_prior(pairs: pd.DataFrame) -> float:
    """How many clicks the category's conversion is worth: the beta-binomial's strength by moments
    over creators with clicks.
    """
    by = pairs.groupby("creator_id")[["clicks", "converted_clicks"]].sum()
    by = by[by["clicks"] >= 20]
    if len(by) < 10:
        return 500.0
    mean = by["converted_clicks"].sum() / by["clicks"].sum()
    rate = by["converted_clicks"] / by["clicks"]
    weight = by["clicks"] / by["clicks"].sum()
    noise = (weight * mean * (1 - mean) / by["clicks"]).sum()
    between = max(float((weight * (rate - mean) ** 2).sum() - noise), 1e-9)
    return float(np.clip(mean * (1 - mean) / between - 1, 10.0, 100_000.0))


def new_share(pairs: pd.DataFrame) -> tuple[float, float]:
    """Which part of attributed orders was new, and its standard error, clustered by product: how
    far the product's total rose above its 28 days before, taken along with the market's organic
    orders, over what the creator was credited with. Not a number where it cannot be told.

    Only starts that had the product to themselves count. A contrast of before and after: products
    are taken up when they rise, which makes it too high; a graded estimate replaces it.
    """
    credited = pairs["product_sku_orders"] - pairs["organic_sku_orders"]
    was_free = pairs["product_sku_orders_before"] == pairs["organic_sku_orders_before"]
    alone = pairs[was_free & (credited == pairs["sku_orders"])].dropna(subset=["organic_growth"])
    total = float(alone["sku_orders"].sum())
    if len(alone) < FEWEST_STARTS or total == 0:
        return np.nan, np.nan
    usual = alone["product_sku_orders_before"] * alone["organic_growth"]
    rise = alone["product_sku_orders"] - usual
    share = float(rise.sum()) / total
    rest = (rise - share * alone["sku_orders"]).groupby(alone["product_id"]).sum()
    return float(np.clip(share, 0.0, 1.0)), float(np.sqrt((rest**2).sum())) / total
