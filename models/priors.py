"""What pairs usually bring in their first 28 days: the market's averages and how far pairs differ.

Fitted on many shops together; a category counts only where it stands on enough of them.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.linear_model import PoissonRegressor

from data.warehouse import Session
from models.question import sql

FEWEST_STARTS = 30
MOST_CREATOR_SPREAD = 2.0
MOST_PAIR_SPREAD = 3.0
ALL = "all"


@dataclass(frozen=True)
class Usual:
    """Orders of a usual pair: a Poisson regression on category, whether the creator states it and
    whether it asked for the product itself, for creators know what suits them; organic orders of
    the 28 days before, followers and price; coefficients of the standardised features. `middle`:
    the medians of the three numbers, which a missing one takes.
    """

    categories: tuple[str, ...]
    middle: tuple[float, ...]
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def orders(self, pairs: pd.DataFrame) -> NDArray[np.float64]:
        """Expected orders per row of `category, is_stated, is_own_choice` and NUMBERS."""
        features = _features(pairs, self.categories, self.middle)
        standard = (features - np.array(self.centre)) / np.array(self.scale)
        return np.exp(np.clip(standard @ np.array(self.weights) + self.intercept, -12, 12))


@dataclass(frozen=True)
class Priors:
    """The market's usual pair; creators vary by `creator_spread` and pairs by `pair_spread`, both
    squared coefficients of variation. `order_value` and `conversion` per category and for `all`;
    `value_per_price`: net GMV of an order per list price. `new_share`: the part of credited orders
    that was new, graded; not a number where too few starts tell.
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


def priors(session: Session, last_day: date, currency: str, fewest_shops: int = 1) -> Priors | None:
    """Fitted to the complete starts in the session's scope that a post or traffic tells; None below
    30 of them, or where they are of fewer than `fewest_shops`.
    """
    pairs = session.frame(sql("first_days"), last_day=last_day, currency=currency)
    is_thin = len(pairs) < FEWEST_STARTS or pairs["merchant_id"].nunique() < fewest_shops
    if is_thin or pairs["sku_orders"].sum() == 0:
        return None
    shops = pairs.groupby("category")["merchant_id"].nunique()
    sizes = pairs["category"].value_counts()
    named = tuple(sorted(shops[(shops >= fewest_shops) & (sizes >= FEWEST_STARTS)].index))
    usual = _usual(pairs, named)
    creator_spread, pair_spread = _spreads(pairs, usual.orders(pairs))
    share, error = new_share(pairs)
    groups = {ALL: pairs} | {name: pairs[pairs["category"] == name] for name in named}
    priced = pairs.dropna(subset=["price"])
    paid = float((priced["price"].astype(float) * priced["sku_orders"]).sum())
    return Priors(
        usual,
        {name: _ratio(part, "net_gmv", "sku_orders") for name, part in groups.items()},
        {name: _ratio(part, "converted_clicks", "clicks") for name, part in groups.items()},
        float(priced["net_gmv"].sum()) / paid if paid else np.nan,
        creator_spread,
        pair_spread,
        _clicks_per_prior(pairs),
        share,
        error,
        "C",
        len(pairs),
    )


def _ratio(pairs: pd.DataFrame, top: str, bottom: str) -> float:
    below = float(pairs[bottom].sum())
    return float(pairs[top].sum()) / below if below else np.nan


NUMBERS = ("organic_sku_orders_before", "followers", "price")


def _features(
    pairs: pd.DataFrame, categories: tuple[str, ...], middle: tuple[float, ...]
) -> NDArray[np.float64]:
    """One column per category, whether the creator states it, and asked for the product, then the
    logarithms of NUMBERS.
    """
    own = [(pairs["category"] == name).to_numpy(float) for name in categories]
    numbers = [
        np.log1p(pairs[name].astype("Float64").fillna(usual).to_numpy(float))
        for name, usual in zip(NUMBERS, middle, strict=True)
    ]
    told = [pairs[name].to_numpy(float) for name in ("is_stated", "is_own_choice")]
    return np.column_stack([*own, *told, *numbers])


def _usual(pairs: pd.DataFrame, categories: tuple[str, ...]) -> Usual:
    middle = tuple(pairs[list(NUMBERS)].astype(float).median().fillna(0.0).tolist())
    features = _features(pairs, categories, middle)
    centre, scale = features.mean(axis=0), features.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    model = PoissonRegressor(alpha=1e-3, max_iter=1000)
    model.fit((features - centre) / scale, pairs["sku_orders"].to_numpy(float))
    return Usual(
        categories,
        middle,
        tuple(centre.tolist()),
        tuple(scale.tolist()),
        tuple(model.coef_.tolist()),
        float(model.intercept_),
    )


def _spreads(pairs: pd.DataFrame, usual: NDArray[np.float64]) -> tuple[float, float]:
    """Squared coefficients of variation of creators and, within them, of pairs, by moments.

    Products of residuals of two pairs of one creator average to the creators' spread; squared
    residuals less their Poisson part to the sum of both. Capped, since a few giants would else say
    that everybody else sells nothing.
    """
    residual = pairs["sku_orders"].to_numpy(float) - usual
    frame = pd.DataFrame({"r": residual, "m": usual, "c": pairs["creator_id"].to_numpy()})
    frame = frame.assign(rr=frame["r"] ** 2, mm=frame["m"] ** 2)
    sums = frame.groupby("c")[["r", "m", "rr", "mm"]].sum()
    cross = (sums["r"] ** 2 - sums["rr"]).sum() / max((sums["m"] ** 2 - sums["mm"]).sum(), 1e-9)
    both = (frame["rr"] - frame["m"]).sum() / max(frame["mm"].sum(), 1e-9)
    creator = float(np.clip(cross, 0.02, MOST_CREATOR_SPREAD))
    return creator, float(np.clip(both - creator, 0.02, MOST_PAIR_SPREAD))


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
