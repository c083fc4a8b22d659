"""Estimates of a pair's 28 days: what it would be credited with, and what of that is new.

Credited orders: gamma-Poisson, creator shrunk to category shrunk to all (Bühlmann credibility);
conversion: beta-binomial. The new share is the market's own, as `models/incrementality.py`
estimates it, or else a contrast of before and after, which is not causal (`models/priors.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.conversion_uplift import conversion_uplift
from models.outcomes import REACH, Total, conversions, outcomes, together
from models.priors import ALL, FEWEST_STARTS, Priors
from models.question import sql
from models.records import Known

WINDOW_DAYS = 28
FEWEST_OWN = 3
"""Complete starts of a creator from which on an estimate is more than the market's prior."""
FEWEST_ORDERS = 10
"""Organic orders below which a product's own value of an order is not trusted."""
COLUMNS = (
    "product_id", "creator_id",
    "estimate", "low", "high", "outcome_low", "outcome_high",
    "attributed", "attributed_low", "attributed_high",
    "new_share", "new_share_low", "new_share_high",
    "orders", "orders_low", "orders_high", "conversion", "conversion_low", "conversion_high",
    "baseline_conversion", "conversion_uplift", "conversion_uplift_low", "conversion_uplift_high",
    "extra_clicks", "n", "grade", "reason", "window_days", "currency",
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
    """What products sell without creators, by product_id: `sku_orders` of 28 days, `conversion`
    with the `clicks` it is of and `order_value` of 90; for a new product the mean of its category
    at a like price.
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
            "clicks": clicks,
            "order_value": np.nan if new else value,
        }
    )


def pair_estimates(
    session: Session,
    known: Known,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
) -> pd.DataFrame:
    """One row per product and creator, in COLUMNS; money in minor units of the products' currency.

    `estimate, low, high`: extra net GMV; `attributed`, `outcome_*`: net GMV that would be credited,
    on average and as it falls; `n`: the creator's complete starts that it stands on. Raises
    ValueError where products are of several currencies, or a new one is among others.
    """
    pairs, record = _placed(session, known, products, creator_ids, last_day)
    prior = known.priors
    found = outcomes(record, prior.usual.orders(pairs), order_values(pairs, prior), prior)
    conversion = pairs["category"].map(prior.conversion).fillna(prior.conversion[ALL])
    frame = pairs.join(found).join(conversions(record, prior, conversion))
    frame = frame.join(_uplift(frame))
    frame["n"] = record["starts"]
    frame["grade"], frame["reason"] = _graded(prior, frame["n"])
    frame["window_days"], frame["currency"] = WINDOW_DAYS, products[0].currency
    return frame[list(COLUMNS)]


def total_estimate(
    session: Session,
    known: Known,
    product: Product,
    creator_ids: Sequence[str],
    last_day: date,
) -> Total:
    """What creators together would bring one product, were they not to take from each other."""
    pairs, record = _placed(session, known, [product], creator_ids, last_day)
    prior = known.priors
    return together(record, prior.usual.orders(pairs), order_values(pairs, prior), prior)


def exchange_estimate(
    session: Session,
    known: Known,
    product: Product,
    given_up: Sequence[str],
    last_day: date,
    *,
    taken: Sequence[str],
) -> Total:
    """What creators given up would bring a product, less what those bring who are taken instead."""
    pairs, record = _placed(session, known, [product], [*given_up, *taken], last_day)
    prior, times = known.priors, np.repeat([1.0, -1.0], [len(given_up), len(taken)])
    usual, value = prior.usual.orders(pairs), order_values(pairs, prior)
    return together(record, usual, value, prior, times)


def _placed(
    session: Session,
    known: Known,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs, and beside each what is on record of its creator."""
    currency = _one_currency(products)
    pairs = _pairs(session, products, creator_ids, last_day, currency)
    record = known.records.reindex(pairs["creator_id"], fill_value=0.0).set_axis(pairs.index)
    return pairs, record


def _one_currency(products: Sequence[Product]) -> str:
    currencies = {product.currency for product in products}
    if len(currencies) != 1 or (len(products) > 1 and any(p.is_new for p in products)):
        raise ValueError("estimates are for products of one currency; a new product stands alone")
    return currencies.pop()


def _uplift(frame: pd.DataFrame) -> pd.DataFrame:
    """Of each product's conversion, with 80 % intervals like all of a pair's."""
    half = (frame["conversion_high"] - frame["conversion_low"]) / 2
    known = {
        "orders": frame["organic_sku_orders_before"],
        "conversion": frame["baseline_conversion"],
        "clicks": frame["clicks"],
        "extra_orders": frame["extra_orders"],
        "extra_orders_error": frame["extra_orders_error"],
        "pair_conversion": frame["conversion"],
        "pair_conversion_error": half / REACH,
    }
    return conversion_uplift(known, REACH)


def _graded(known: Priors, starts: pd.Series) -> tuple[pd.Series | None, pd.Series | str]:
    """The grade and why; none where nothing tells what is new, though credit can be expected."""
    if np.isnan(known.new_share):
        return (
            None,
            f"not estimable: fewer than {FEWEST_STARTS} starts had the product to themselves",
        )
    own = starts.astype(int).astype(str) + " of them this creator's"
    sold = f"sales from the first 28 days of {known.starts:,} pairs, " + own
    if known.new_share_grade == "C":
        return pd.Series("C", starts.index), "prior only, not causal: " + sold
    is_own = starts >= FEWEST_OWN
    new = "; the new share from products like theirs without a creator"
    word = pd.Series(np.where(is_own, "adjusted: ", "prior only: "), starts.index)
    grade = pd.Series(np.where(is_own, known.new_share_grade, "C"), starts.index)
    return grade, word + sold + new


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
    pairs = (
        asked.rename(columns=names)
        .merge(pd.DataFrame({"creator_id": list(creator_ids)}), how="cross")
        .merge(profiles, on="creator_id", how="left")
    )
    named = [
        category in (known if isinstance(known, Collection) else ())
        for category, known in zip(pairs["category"], pairs["categories"], strict=True)
    ]
    return pairs.assign(is_stated=named)


def order_values(pairs: pd.DataFrame, known: Priors) -> pd.Series:
    """Net GMV of an order, minor units: the product's own where the column `order_value` has it,
    else by its price, else the category's.
    """
    usual = pairs["category"].map(known.order_value).fillna(known.order_value[ALL])
    by_price = pairs["price"].where(pairs["price"] > 0).astype(float) * known.value_per_price
    own = pairs["order_value"].astype(float) if "order_value" in pairs else by_price
    return own.fillna(by_price).fillna(usual).astype(float)
