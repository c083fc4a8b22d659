"""First estimates of a pair's 28 days: averages of similar pairs, shrunk; grade C, not causal.

Orders: gamma-Poisson, creator shrunk to category shrunk to all (Bühlmann credibility); conversion:
beta-binomial. Whoever estimates causally later fills the same columns with another grade.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.outcomes import Floats, Total, conversions, drawn, outcomes, together
from models.priors import ALL, FEWEST_STARTS, Priors
from models.question import sql
from models.records import Known

WINDOW_DAYS = 28
FEWEST_ORDERS = 10
"""Organic orders below which a product's own value of an order is not trusted."""
COLUMNS = (
    "product_id", "creator_id",
    "estimate", "low", "high", "outcome_low", "outcome_high",
    "attributed", "attributed_low", "attributed_high", "new_share", "new_share_low",
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
    found = outcomes(record, prior.usual.orders(pairs), _order_values(pairs, prior), prior)
    conversion = pairs["category"].map(prior.conversion).fillna(prior.conversion[ALL])
    frame = pairs.join(found).join(conversions(record, prior, conversion))
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
    return together(record, prior.usual.orders(pairs), _order_values(pairs, prior), prior)


def pair_draws(
    session: Session,
    known: Known,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
) -> tuple[pd.DataFrame, Floats]:
    """The pairs of `pair_estimates`, `product_id` and `creator_id` in its order, and pair × draw of
    their extra net GMV, minor units; what befalls a creator, or all, befalls them together.
    """
    pairs, record = _placed(session, known, products, creator_ids, last_day)
    prior = known.priors
    usual, value = prior.usual.orders(pairs), _order_values(pairs, prior)
    creators = pd.factorize(pairs["creator_id"])[0]
    return pairs[["product_id", "creator_id"]], drawn(record, usual, value, prior, creators)


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
    usual, value = prior.usual.orders(pairs), _order_values(pairs, prior)
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


def _graded(known: Priors, starts: pd.Series) -> tuple[str | None, pd.Series | str]:
    """The grade and why; none where nothing tells what is new, though credit can be expected."""
    if np.isnan(known.new_share):
        return (
            None,
            f"not estimable: fewer than {FEWEST_STARTS} starts had the product to themselves",
        )
    before = f"prior only, not causal: from the first 28 days of {known.starts:,} pairs, "
    return "C", before + starts.astype(int).astype(str) + " of them this creator's"


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


def _order_values(pairs: pd.DataFrame, known: Priors) -> pd.Series:
    """Net GMV of an order: the product's own, else by its price, else the category's."""
    usual = pairs["category"].map(known.order_value).fillna(known.order_value[ALL])
    by_price = pairs["price"].where(pairs["price"] > 0).astype(float) * known.value_per_price
    return pairs["order_value"].astype(float).fillna(by_price).fillna(usual).astype(float)
