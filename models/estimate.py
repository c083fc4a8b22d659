"""First estimates of a pair's 28 days: averages of similar pairs, shrunk; grade C, not causal.

Orders: gamma-Poisson, creator shrunk to category shrunk to all (Bühlmann credibility); conversion:
beta-binomial. Whoever estimates causally later fills the same columns with another grade.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import beta

from data.warehouse import Session
from models.priors import ALL, FEWEST_STARTS, Priors
from models.question import sql

WINDOW_DAYS = 28
DRAWS = 2000
SEED = 11
TAIL = 0.1
"""Intervals are 80 %: a tenth on each side."""
COLUMNS = (
    "creator_id", "estimate", "low", "high", "outcome_low", "outcome_high", "attributed",
    "orders", "orders_low", "orders_high", "conversion", "conversion_low", "conversion_high",
    "baseline_conversion", "n", "grade", "reason", "window_days", "currency",
)  # fmt: skip


@dataclass(frozen=True)
class Product:
    """The product asked about; `price` in minor units; `is_new` if it is not listed yet."""

    product_id: str
    category: str | None
    price: int | None
    currency: str
    is_new: bool = False


@dataclass(frozen=True)
class Organic:
    """What a product sells without creators: orders of 28 days, conversion, value of an order."""

    sku_orders: float
    conversion: float | None
    order_value: float | None


def not_estimable(creator_ids: Sequence[str], why: str) -> pd.DataFrame:
    """The same columns, empty, with the reason."""
    frame = pd.DataFrame({"creator_id": list(creator_ids)}).reindex(columns=list(COLUMNS))
    return frame.assign(reason=f"not estimable: {why}")


def organic_baseline(session: Session, product: Product, last_day: date) -> Organic:
    """The product's own, or for a new one the mean of its category at a like price."""
    row = session.rows(
        sql("organic_baseline"),
        product_id=product.product_id,
        is_new=product.is_new,
        category=product.category,
        price=product.price,
        currency=product.currency,
        last_day=last_day,
    )[0]
    products, orders, clicks, converted, net_gmv, all_orders = row
    return Organic(
        float(orders) / max(products, 1),
        converted / clicks if clicks else None,
        net_gmv / all_orders if all_orders >= 10 and not product.is_new else None,
    )


def pair_estimates(
    session: Session,
    known: Priors,
    product: Product,
    creator_ids: Sequence[str],
    last_day: date,
) -> pd.DataFrame:
    """One row per creator, in COLUMNS; money in minor units.

    `estimate, low, high`: extra net GMV; `outcome_*`: net GMV that would be attributed;
    `n`: the creator's complete starts that the estimate stands on.
    """
    organic = organic_baseline(session, product, last_day)
    asked = {"creator_ids": list(creator_ids)}
    followers = session.frame(sql("candidate_followers"), **asked).set_index("creator_id")
    told = session.frame(
        sql("creator_starts"), **asked, currency=product.currency, last_day=last_day
    )
    record = records(told, known, followers["followers"]).reindex(list(creator_ids), fill_value=0.0)
    usual = known.usual.orders(_pairs(product, organic, followers["followers"], creator_ids))
    frame = outcomes(record, known, usual, _order_value(product, known, organic))
    conversion = known.conversion.get(product.category or "", known.conversion[ALL])
    frame = frame.join(conversions(record, known, conversion))
    frame["baseline_conversion"] = organic.conversion
    frame["n"] = record["starts"]
    frame["grade"], frame["reason"] = _graded(known, frame["n"])
    frame["window_days"], frame["currency"] = WINDOW_DAYS, product.currency
    return frame.rename_axis("creator_id").reset_index()[list(COLUMNS)]


def _graded(known: Priors, starts: pd.Series) -> tuple[str | None, pd.Series | str]:
    """The grade and why; none where nothing tells what is new, though credit can be expected."""
    if np.isnan(known.new_share):
        return (
            None,
            f"not estimable: fewer than {FEWEST_STARTS} starts had the product to themselves",
        )
    before = f"prior only, not causal: from {known.starts:,} first 28 days of other pairs, "
    return "C", before + starts.astype(int).astype(str) + " of this creator's"


def _pairs(
    product: Product, organic: Organic, followers: pd.Series, creator_ids: Sequence[str]
) -> pd.DataFrame:
    """The product with each creator, as the usual pair's regression wants it."""
    return pd.DataFrame(
        {
            "category": product.category or "",
            "organic_sku_orders_before": organic.sku_orders,
            "followers": followers.reindex(list(creator_ids)).to_numpy(),
            "price": product.price,
        }
    )


def records(told: pd.DataFrame, known: Priors, followers: pd.Series) -> pd.DataFrame:
    """Starts, orders, usual orders of such starts, clicks and converted clicks per creator."""
    columns = ["starts", "sku_orders", "usual", "clicks", "converted_clicks"]
    if told.empty:
        return pd.DataFrame(columns=columns, dtype=float)
    pairs = told.assign(followers=told["creator_id"].map(followers))
    usual = told["usual_sku_orders"].astype(float).fillna(pd.Series(known.usual.orders(pairs)))
    return told.assign(usual=usual).groupby("creator_id")[columns].sum().astype(float)


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


def _order_value(product: Product, known: Priors, organic: Organic) -> float:
    """Net GMV of an order: the product's own, else by its price, else the category's."""
    if organic.order_value is not None:
        return organic.order_value
    if product.price and np.isfinite(known.value_per_price):
        return known.value_per_price * product.price
    return known.order_value.get(product.category or "", known.order_value[ALL])


def outcomes(
    record: pd.DataFrame, known: Priors, usual: NDArray[np.float64], value: float
) -> pd.DataFrame:
    """Orders and money by draws: creator's multiplier, the pair's own, the new share, chance."""
    rng = np.random.default_rng(SEED)
    mean, variance = credibility(record["sku_orders"], record["usual"], record["starts"], known)
    shape = (mean**2 / variance).to_numpy()[:, None]
    creators = rng.gamma(shape, 1 / shape, (len(record), DRAWS)) * mean.to_numpy()[:, None]
    pairs = rng.gamma(1 / known.pair_spread, known.pair_spread, (1, DRAWS))
    rate = usual[:, None] * creators * pairs
    share = np.clip(known.new_share + known.new_share_error * rng.standard_normal(DRAWS), 0, None)
    extra = rate * value * share
    outcome = rng.poisson(rate) * value
    columns = {"estimate": usual * mean * value * known.new_share}
    columns |= {"attributed": usual * mean * value, "orders": usual * mean}
    for name, draws in (("", extra), ("outcome_", outcome), ("orders_", outcome / value)):
        low, high = np.quantile(draws, [TAIL, 1 - TAIL], axis=1)
        columns |= {f"{name}low": low, f"{name}high": high}
    return pd.DataFrame(columns, index=record.index)


def conversions(record: pd.DataFrame, known: Priors, prior: float) -> pd.DataFrame:
    """Beta posterior of each creator's orders per click around the category's conversion."""
    if not np.isfinite(prior):
        return pd.DataFrame(
            np.nan, record.index, ["conversion", "conversion_low", "conversion_high"]
        )
    yes = prior * known.clicks_per_prior + record["converted_clicks"]
    no = (1 - prior) * known.clicks_per_prior + record["clicks"] - record["converted_clicks"]
    return pd.DataFrame(
        {
            "conversion": yes / (yes + no),
            "conversion_low": beta.ppf(TAIL, yes, no),
            "conversion_high": beta.ppf(1 - TAIL, yes, no),
        },
        index=record.index,
    )
