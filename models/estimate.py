"""First estimates of a pair's 28 days: averages of similar pairs, shrunk; grade C, not causal.

Orders: gamma-Poisson, creator shrunk to category shrunk to all (Bühlmann credibility); conversion:
beta-binomial. Whoever estimates causally later fills the same columns with another grade.
"""

from collections.abc import Collection, Sequence
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
FEWEST_ORDERS = 10
"""Organic orders below which a product's own value of an order is not trusted."""
TAIL = 0.1
"""Intervals are 80 %: a tenth on each side."""
COLUMNS = (
    "product_id", "creator_id",
    "estimate", "low", "high", "outcome_low", "outcome_high", "attributed",
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


def not_estimable(pairs: pd.DataFrame, why: str) -> pd.DataFrame:
    """The same columns for pairs of `product_id, creator_id`, empty, with the reason."""
    frame = pairs[["product_id", "creator_id"]].reindex(columns=list(COLUMNS))
    return frame.assign(reason=f"not estimable: {why}")


def organic_baseline(
    session: Session, products: Sequence[Product], last_day: date, currency: str
) -> pd.DataFrame:
    """What products sell without creators, by product_id: `sku_orders` of 28 days, `conversion` and
    `order_value` of 90; for a new product the mean of its category at a like price.
    """
    new = next((product for product in products if product.is_new), None)
    told = session.frame(
        sql("organic_baseline"),
        product_ids=[product.product_id for product in products],
        is_new=new is not None,
        category=new.category if new else None,
        price=new.price if new else None,
        currency=currency,
        last_day=last_day,
    ).set_index("product_id")
    clicks, orders = told["clicks"].astype(float), told["all_sku_orders"].astype(float)
    value = told["net_gmv"].astype(float) / orders.where(orders >= FEWEST_ORDERS)
    return pd.DataFrame(
        {
            "sku_orders": told["sku_orders"].astype(float) / told["products"].clip(lower=1),
            "conversion": told["converted_clicks"].astype(float) / clicks.where(clicks > 0),
            "order_value": np.nan if new else value,
        }
    )


def pair_estimates(
    session: Session,
    known: Priors,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
) -> pd.DataFrame:
    """One row per product and creator, in COLUMNS; money in minor units of the products' currency.

    `estimate, low, high`: extra net GMV; `outcome_*`: net GMV that would be attributed;
    `n`: the creator's complete starts that the estimate stands on. Raises ValueError where the
    products are of several currencies, or a new one is among others.
    """
    currency = _one_currency(products)
    pairs = _pairs(session, products, creator_ids, last_day, currency)
    asked = {"creator_ids": list(creator_ids)}
    told = session.frame(sql("creator_starts"), **asked, currency=currency, last_day=last_day)
    by_creator = records(told, known, pairs.drop_duplicates("creator_id"))
    record = by_creator.reindex(pairs["creator_id"], fill_value=0.0).set_axis(pairs.index)
    found = outcomes(record, known.usual.orders(pairs), _order_values(pairs, known), known)
    prior = pairs["category"].map(known.conversion).fillna(known.conversion[ALL])
    frame = pairs.join(found).join(conversions(record, known, prior))
    frame["n"] = record["starts"]
    frame["grade"], frame["reason"] = _graded(known, frame["n"])
    frame["window_days"], frame["currency"] = WINDOW_DAYS, currency
    return frame[list(COLUMNS)]


def _one_currency(products: Sequence[Product]) -> str:
    currencies = {product.currency for product in products}
    if len(currencies) != 1 or (len(products) > 1 and any(p.is_new for p in products)):
        raise ValueError("estimates are for products of one currency; a new product stands alone")
    return currencies.pop()


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
    session: Session,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
    currency: str,
) -> pd.DataFrame:
    """Each product with each creator, as the usual pair's regression wants them, and what the
    product sells without any.
    """
    organic = organic_baseline(session, products, last_day, currency)
    profiles = session.frame(sql("candidate_profiles"), creator_ids=list(creator_ids))
    asked = pd.DataFrame(
        {
            "product_id": [product.product_id for product in products],
            "category": [product.category or "" for product in products],
            "price": pd.array([product.price for product in products], "Float64"),
        }
    ).join(organic, on="product_id")
    names = {"sku_orders": "organic_sku_orders_before", "conversion": "baseline_conversion"}
    return stated(
        asked.rename(columns=names)
        .merge(pd.DataFrame({"creator_id": list(creator_ids)}), how="cross")
        .merge(profiles, on="creator_id", how="left")
    )


def stated(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with `is_stated`: whether the creator names the product's category."""
    named = [
        category in (known if isinstance(known, Collection) else ())
        for category, known in zip(pairs["category"], pairs["categories"], strict=True)
    ]
    return pairs.assign(is_stated=named)


def records(told: pd.DataFrame, known: Priors, creators: pd.DataFrame) -> pd.DataFrame:
    """Starts, orders, usual orders of such starts, clicks and converted clicks per creator."""
    columns = ["starts", "sku_orders", "usual", "clicks", "converted_clicks"]
    if told.empty:
        return pd.DataFrame(columns=columns, dtype=float)
    profiles = creators[["creator_id", "followers", "categories"]]
    pairs = stated(told.merge(profiles, on="creator_id", how="left"))
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


def _order_values(pairs: pd.DataFrame, known: Priors) -> pd.Series:
    """Net GMV of an order: the product's own, else by its price, else the category's."""
    usual = pairs["category"].map(known.order_value).fillna(known.order_value[ALL])
    by_price = pairs["price"].where(pairs["price"] > 0).astype(float) * known.value_per_price
    return pairs["order_value"].astype(float).fillna(by_price).fillna(usual).astype(float)


def outcomes(
    record: pd.DataFrame, usual: NDArray[np.float64], value: pd.Series, known: Priors
) -> pd.DataFrame:
    """Orders and money by draws: creator's multiplier, the pair's own, the new share, chance; a row
    per pair, `value` of an order in minor units.
    """
    rng = np.random.default_rng(SEED)
    mean, variance = credibility(record["sku_orders"], record["usual"], record["starts"], known)
    shape = (mean**2 / variance).to_numpy()[:, None]
    creators = rng.gamma(shape, 1 / shape, (len(record), DRAWS)) * mean.to_numpy()[:, None]
    pairs = rng.gamma(1 / known.pair_spread, known.pair_spread, (1, DRAWS))
    rate = usual[:, None] * creators * pairs
    share = np.clip(known.new_share + known.new_share_error * rng.standard_normal(DRAWS), 0, None)
    orders = rng.poisson(rate)
    worth = value.to_numpy()[:, None]
    columns = {"estimate": usual * mean * value * known.new_share}
    columns |= {"attributed": usual * mean * value, "orders": usual * mean}
    drawn = {"": rate * worth * share, "outcome_": orders * worth, "orders_": orders}
    for name, draws in drawn.items():
        low, high = np.quantile(draws, [TAIL, 1 - TAIL], axis=1)
        columns |= {f"{name}low": low, f"{name}high": high}
    return pd.DataFrame(columns, index=record.index)


def conversions(record: pd.DataFrame, known: Priors, prior: pd.Series) -> pd.DataFrame:
    """Beta posterior of each pair's orders per click around its category's conversion; not a number
    where that is none.
    """
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
