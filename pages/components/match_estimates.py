"""What each candidate may bring, joined to the ranked list; or why that cannot be said."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from analytics.market import MarketFacts
from models.estimate import COLUMNS, not_estimable
from models.newcomers import NEW, NewProduct
from models.placed import Product
from pages.components.matching import Query, Search
from pages.components.numbers import is_missing
from pages.components.pair_estimates import NotEstimableError, estimated

KEYS = ["product_id", "creator_id"]


def with_estimates(found: pd.DataFrame, search: Search) -> pd.DataFrame:
    """The candidates with the columns of models.estimate, one row each as before."""
    products = products_of(found, search.query, search.currency)
    estimates = estimates_of(found, search.facts, search.currency, products)
    known = found.drop(columns=[c for c in COLUMNS if c in found and c not in KEYS])
    return known.merge(estimates, on=KEYS, how="left")


def products_of(found: pd.DataFrame, query: Query, currency: str) -> tuple[Product, ...]:
    """The products that are asked about: the query's one, or a creator's candidates."""
    if query.wants_products:
        return products_among(found, currency)
    row: dict[Hashable, Any] = {
        "product_id": query.id,
        "category_path": query.category_path,
        "price": query.price,
        "currency": query.new.currency if query.new else None,
    }
    return (_product(row, currency, query.new if query.kind == NEW else None),)


def products_among(found: pd.DataFrame, currency: str) -> tuple[Product, ...]:
    """The products of pairs that say their `category_path`, `price` and `currency`."""
    rows = found.drop_duplicates("product_id").to_dict("records")
    return tuple(_product(row, currency) for row in rows)


def _product(row: dict[Hashable, Any], currency: str, new: NewProduct | None = None) -> Product:
    path, price = row["category_path"], row["price"]
    return Product(
        row["product_id"],
        None if is_missing(path) else path.split(" > ")[0],
        None if is_missing(price) else int(price),
        currency if is_missing(row["currency"]) else row["currency"],
        new,
    )


def estimates_of(
    found: pd.DataFrame, facts: MarketFacts, currency: str, asked: Sequence[Product]
) -> pd.DataFrame:
    """Every product `asked` about with every creator found, in the columns of models.estimate; or
    the pairs with the reason why nothing can be said of them.
    """
    if found.empty:
        return not_estimable(found, "there is no candidate")
    sold = [product for product in asked if product.currency == currency]
    try:
        parts = [estimated(facts, sold, found["creator_id"].unique())] if sold else []
    except NotEstimableError as error:
        return not_estimable(found, str(error))
    for other in {product.currency for product in asked} - {currency}:
        ids = [product.product_id for product in asked if product.currency == other]
        why = f"sold in {other}; choose that currency to see it"
        parts.append(not_estimable(found[found["product_id"].isin(ids)], why))
    return pd.concat(parts, ignore_index=True)
