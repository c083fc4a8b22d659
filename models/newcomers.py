"""A product that the market does not have yet, described by what is known of it."""

from dataclasses import dataclass

import pandas as pd

from models.entities import Entities
from models.features import Features

NEW = "new"


class UnknownCategoryError(ValueError):
    """A category path whose top level the market does not have."""


class NothingKnownError(ValueError):
    """Nothing that is said of a newcomer means anything in this market."""


@dataclass(frozen=True)
class NewProduct:
    """A product before it is listed; `price` in minor units of `currency`."""

    title: str
    category_path: str | None = None
    price: int | None = None
    currency: str | None = None
    commission_rate: float | None = None
    brand: str | None = None
    merchant_id: str | None = None

    def features(self, known: Features) -> Entities:
        """Its features, under the id `new`. Raises UnknownCategoryError, NothingKnownError."""
        if self.category_path is not None:
            _check_category(self.category_path, known)
        row = {"product_id": NEW, **vars(self)}
        described = known.products(pd.DataFrame([row]).astype({"price": "Float64"}))
        if described.is_blank:
            raise NothingKnownError(
                "this market knows its products by given vectors alone, or by nothing; "
                "a new one cannot be placed by title, category and price"
            )
        return described


def _check_category(path: str, known: Features) -> None:
    levels = known.words["category"].known
    top = path.split(" > ", maxsplit=1)[0]
    if top not in levels:
        tops = [level for level in levels if " > " not in level]
        raise UnknownCategoryError(f"no category '{top}' in this market; known: {tops}")
