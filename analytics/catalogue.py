"""What there is to choose from: shops, categories."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.question import sql
from data.warehouse import Session


def merchants(session: Session) -> pd.DataFrame:
    """Shops within the viewer's scope: merchant_id, name."""
    return session.frame(sql("merchants"))


def categories(session: Session) -> list[str]:
    """Top categories of the products within the viewer's scope."""
    return [category for (category,) in session.rows(sql("categories"))]


LEADING = {"product": "leading_product", "creator": "leading_creator"}


@dataclass(frozen=True)
class ProductRow:
    """One product with what it costs on the data's last day; money in minor units of `currency`,
    None if unknown.

    `received_price`: net GMV per net unit of the market's last 90 days with sales.
    """

    product_id: str
    merchant_id: str
    merchant: str | None
    title: str
    category_path: str | None
    brand: str | None
    price: int | None
    currency: str | None
    unit_cost: int | None
    sample_cost: int | None
    platform_fee_rate: float | None
    received_price: float | None


def product_row(session: Session, product_id: str) -> ProductRow:
    """One product of the viewer's scope. Raises LookupError."""
    rows = session.rows(sql("product_rows"), product_ids=[product_id])
    if not rows:
        raise LookupError(f"no product '{product_id}' within the viewer's scope")
    return ProductRow(*rows[0])


def product_rows(session: Session, product_ids: tuple[str, ...]) -> pd.DataFrame:
    """The products of the viewer's scope among those named, as ProductRow's columns."""
    return session.frame(sql("product_rows"), product_ids=list(product_ids))


def shop_products(
    session: Session, merchant_id: str, last_day: date | None, currency: str
) -> pd.DataFrame:
    """A shop's products in a currency, `product_id` and `title`, the best sellers first; 200."""
    asked = {"merchant_id": merchant_id, "last_day": last_day, "currency": currency}
    return session.frame(sql("shop_products"), **asked)


def subcategories(session: Session) -> list[str]:
    """Category paths of the products in scope, at most 500."""
    return [path for (path,) in session.rows(sql("subcategories"))]


def leading(session: Session, kind: str, last_day: date | None) -> str | None:
    """The `product` or `creator` that a page opens with; None where there is none."""
    rows = session.rows(sql(LEADING[kind]), last_day=last_day)
    return str(rows[0][0]) if rows else None


def usual_platform_fee(session: Session) -> float | None:
    """The median platform fee of the shops in scope, 0 to 1; None where none is known."""
    ((rate,),) = session.rows(sql("usual_platform_fee"))
    return rate


def product_ids(session: Session) -> set[str]:
    """The products within the viewer's scope."""
    return {product_id for (product_id,) in session.rows(sql("product_ids"))}


def shops(session: Session) -> int:
    """How many shops the session's scope has."""
    return int(session.rows(sql("shops"))[0][0])
