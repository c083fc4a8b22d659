"""What pairs usually bring in their first 28 days: the market's averages and how far pairs differ.

Fitted on many shops together; a category counts only where it stands on enough of them.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.question import sql
from models.response import ppml

FEWEST_STARTS = 50
ALL = "all"


@dataclass(frozen=True)
class Category:
    """One category's usual pair: orders at no organic sales, conversion, value of an order."""

    scale: float
    mean_orders: float
    conversion: float
    order_value: float
    value_per_price: float
    starts: int


@dataclass(frozen=True)
class Priors:
    """The market's usual pair; creators vary by `creator_spread` and pairs by `pair_spread`, both
    squared coefficients of variation. `new_share` is the part of attributed net GMV by which the
    product's total rose from the 28 days before.
    """

    categories: dict[str, Category]
    slope: float
    creator_spread: float
    pair_spread: float
    clicks_per_prior: float
    new_share: float
    new_share_error: float
    starts: int

    def category(self, name: str | None) -> Category:
        return self.categories.get(name or "", self.categories[ALL])


def priors(session: Session, last_day: date, currency: str, fewest_shops: int = 1) -> Priors | None:
    """Fitted to the complete starts in the session's scope; None below 50 of them."""
    pairs = session.frame(sql("first_days"), last_day=last_day, currency=currency)
    if len(pairs) < FEWEST_STARTS or pairs["sku_orders"].sum() == 0:
        return None
    pairs = pairs.assign(x=np.log1p(pairs["organic_sku_orders_before"].astype(float)))
    groups = pd.factorize(pairs["category"])[0]
    orders = pairs["sku_orders"].to_numpy(float)
    slope, _ = ppml(orders, pairs["x"].to_numpy(float), groups, np.zeros(len(pairs), int))
    slope = float(np.clip(np.nan_to_num(slope), 0.0, 1.0))
    known = {ALL: _category(pairs, slope)}
    for name, part in pairs.groupby("category"):
        if len(part) >= FEWEST_STARTS and part["merchant_id"].nunique() >= fewest_shops:
            known[str(name)] = _category(part, slope)
    scale = pairs["category"].map(lambda name: known.get(name, known[ALL]).scale)
    usual = (scale * np.exp(slope * pairs["x"])).to_numpy(float)
    creator_spread, pair_spread = _spreads(orders, usual, pairs["creator_id"])
    share, error = _new_share(pairs)
    return Priors(
        known,
        slope,
        creator_spread,
        pair_spread,
        _clicks_per_prior(pairs),
        share,
        error,
        len(pairs),
    )


def _category(pairs: pd.DataFrame, slope: float) -> Category:
    orders = max(float(pairs["sku_orders"].sum()), 0.5)
    clicks = float(pairs["clicks"].sum())
    value = float(pairs["net_gmv"].sum()) / orders
    priced = pairs.dropna(subset=["price"])
    paid = float((priced["price"].astype(float) * priced["sku_orders"]).sum())
    return Category(
        scale=orders / float(np.exp(slope * pairs["x"]).sum()),
        mean_orders=orders / len(pairs),
        conversion=float(pairs["converted_clicks"].sum()) / clicks if clicks else np.nan,
        order_value=value,
        value_per_price=float(priced["net_gmv"].sum()) / paid if paid else np.nan,
        starts=len(pairs),
    )


def _spreads(orders: np.ndarray, usual: np.ndarray, creators: pd.Series) -> tuple[float, float]:
    """Squared coefficients of variation of creators and, within them, of pairs, by moments.

    Products of residuals of two pairs of one creator average to the creators' spread; squared
    residuals less their Poisson part to the sum of both.
    """
    frame = pd.DataFrame({"r": orders - usual, "m": usual, "c": creators.to_numpy()})
    frame = frame.assign(rr=frame["r"] ** 2, mm=frame["m"] ** 2)
    sums = frame.groupby("c")[["r", "m", "rr", "mm"]].sum()
    cross = (sums["r"] ** 2 - sums["rr"]).sum() / max((sums["m"] ** 2 - sums["mm"]).sum(), 1e-9)
    both = (frame["rr"] - frame["m"]).sum() / max(frame["mm"].sum(), 1e-9)
    creator = float(np.clip(cross, 0.05, 5.0))
    return creator, float(np.clip(both - creator, 0.05, 10.0))


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


def _new_share(pairs: pd.DataFrame) -> tuple[float, float]:
    """Ratio of sums and its standard error, clustered by product; a before-after contrast, which
    momentum biases upward: no causal estimate.
    """
    rise = (pairs["product_net_gmv"] - pairs["product_net_gmv_before"]).astype(float)
    frame = pd.DataFrame(
        {"rise": rise, "credit": pairs["net_gmv"].astype(float), "p": pairs["product_id"]}
    )
    sums = frame.groupby("p")[["rise", "credit"]].sum()
    total = max(float(sums["credit"].sum()), 1.0)
    ratio = float(sums["rise"].sum()) / total
    rest = sums["rise"] - ratio * sums["credit"]
    error = float(np.sqrt((rest**2).sum() * len(sums) / max(len(sums) - 1, 1)) / total)
    return float(np.clip(ratio, 0.0, 1.0)), error
