"""One product: who it is, its price, who carries it, what comes back, what it is bought with.

Every slice given names the product; money is in minor units, shares are 0 to 1.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session


@dataclass(frozen=True)
class ProductProfile:
    """A product as its shop describes it; price in minor units of `currency`."""

    product_id: str
    title: str
    merchant_id: str
    shop: str | None
    category_path: str | None
    brand: str | None
    price: int | None
    currency: str | None
    listed_on: date | None
    partners: int
    is_sold: bool
    is_clicked: bool


def product_profile(session: Session, product_id: str) -> ProductProfile:
    """The product within the viewer's scope. Raises LookupError."""
    rows = session.rows(sql("product_profile"), product_id=product_id)
    if not rows:
        raise LookupError(f"no product '{product_id}' within the viewer's scope")
    return ProductProfile(*rows[0])


def price_history(session: Session, slice: Slice) -> pd.DataFrame:
    """Per day with a sale: price paid and list price of a unit, discount depth (of it the shop's
    part), units and lines behind it; implausible quantities left out."""
    return session.frame(sql("price_history"), **slice.parameters)


def carriers(session: Session, slice: Slice) -> pd.DataFrame:
    """Per creator, and without one for what is organic: net GMV, orders, CTOR, commission,
    refunds, pieces of content; the sums are the product's totals."""
    return session.frame(sql("carriers"), **slice.parameters)


def product_partners(session: Session, product_id: str) -> pd.DataFrame:
    """Creators with a collaboration on the product, at most 500."""
    return session.frame(sql("product_partners"), product_id=product_id)


def refund_weeks(session: Session, slice: Slice, known_until: date) -> pd.DataFrame:
    """Refund rate per week of the sale with its n, provisional within the refund lag of
    `known_until`, the last complete day of the data."""
    return session.frame(sql("refund_weeks"), **slice.parameters, known_until=known_until)


def bought_together(session: Session, slice: Slice) -> pd.DataFrame:
    """Products in the same orders: orders in common, and their share of this product's orders.

    Meaningless where orders are not whole (sampled lines).
    """
    return session.frame(sql("bought_together"), **slice.parameters)
