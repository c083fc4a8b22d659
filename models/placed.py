"""Products put beside creators: what is known of each pair before anything is estimated."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.newcomers import NewProduct
from models.priors import ALL, Priors
from models.question import sql
from models.records import Known

FEWEST_ORDERS = 10
"""Organic orders below which a product's own value of an order is not trusted."""


@dataclass(frozen=True)
class Product:
    """The product asked about; `price` in minor units; `new` describes one that is not listed."""

    product_id: str
    category: str | None
    price: int | None
    currency: str
    new: NewProduct | None = None

    @property
    def is_new(self) -> bool:
        return self.new is not None


def organic_baseline(
    session: Session, products: Sequence[Product], last_day: date, currency: str
) -> pd.DataFrame:
    """What products sell without creators, by product_id: `sku_orders` of 28 days, `conversion`
    with the `clicks` it is of and `order_value` of 90; for a new product the mean of its category
    at a like price, not a number where there is none.
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
    alike = told["products"].astype(float)
    value = told["net_gmv"].astype(float) / orders.where(orders >= FEWEST_ORDERS)
    return pd.DataFrame(
        {
            "sku_orders": told["sku_orders"].astype(float) / alike.where(alike > 0),
            "conversion": told["converted_clicks"].astype(float) / clicks.where(clicks > 0),
            "clicks": clicks,
            "order_value": np.nan if new else value,
        }
    )


def placed(
    session: Session,
    known: Known,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs, and beside each what is on record of its creator."""
    currency = _one_currency(products)
    pairs = _pairs(session, products, creator_ids, last_day, currency)
    record = known.records.reindex(pairs["creator_id"]).set_axis(pairs.index)
    views = record["views_before"]
    record = record.fillna(0.0)
    return pairs.assign(rank=_ranks(known, pairs), views_before=views), record


def _one_currency(products: Sequence[Product]) -> str:
    currencies = {product.currency for product in products}
    if len(currencies) != 1 or (len(products) > 1 and any(p.is_new for p in products)):
        raise ValueError("estimates are for products of one currency; a new product stands alone")
    return currencies.pop()


def _pairs(
    session: Session,
    products: Sequence[Product],
    creator_ids: Sequence[str],
    last_day: date,
    currency: str,
) -> pd.DataFrame:
    """Each product with each creator, as the usual pair's regression wants them; and what the
    product sells without any. Those that nobody began yet would be asked for by the shop.
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
    pairs = pairs.assign(is_stated=named).merge(
        session.frame(
            sql("choosers"), creator_ids=list(creator_ids), last_day=last_day, currency=currency
        ),
        on=["product_id", "creator_id"],
        how="left",
    )
    is_begun = pairs["is_own_choice"].notna()
    return pairs.assign(is_begun=is_begun, is_own_choice=pairs["is_own_choice"].eq(True))


def _ranks(known: Known, pairs: pd.DataFrame) -> pd.Series:
    """Of each pair's creator in the order of fit of its product."""
    keys = ["product_id", "creator_id"]
    return pairs[keys].merge(known.ranks, on=keys, how="left")["rank"].astype(float)


def order_values(pairs: pd.DataFrame, known: Priors) -> pd.Series:
    """Net GMV of an order, minor units: the product's own where the column `order_value` has it,
    else by its price, else the category's.
    """
    usual = pairs["category"].map(known.order_value).fillna(known.order_value[ALL])
    by_price = pairs["price"].where(pairs["price"] > 0).astype(float) * known.value_per_price
    own = pairs["order_value"].astype(float) if "order_value" in pairs else by_price
    return own.fillna(by_price).fillna(usual).astype(float)
