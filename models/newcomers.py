"""Products and creators that the market does not have yet, described by what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from models.encoding import LEVEL
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


@dataclass(frozen=True)
class NewCreator:
    """A creator without history; `audience` maps (dimension, bucket) to a share."""

    followers: int | None = None
    tier: str | None = None
    country: str | None = None
    categories: Sequence[str] = ()
    audience: dict[tuple[str, str], float] = field(default_factory=dict)

    def features(self, known: Features) -> Entities:
        """Its features, under the id `new`. Raises UnknownCategoryError."""
        for path in self.categories:
            _check_category(path, known)
        row = {"creator_id": NEW, **vars(self), "categories": list(self.categories)}
        shares = [(NEW, *bucket, share) for bucket, share in self.audience.items()]
        audience = pd.DataFrame(shares, columns=["creator_id", "dimension", "bucket", "share"])
        frame = pd.DataFrame([row]).astype({"followers": "Float64"})
        return known.creators(frame, audience.astype({"dimension": "str", "bucket": "str"}))

    def known_to(self, known: Features) -> Entities:
        """Its features as far as the market knows its categories."""
        levels = known.words["category"].known
        kept = [path for path in self.categories if path.split(LEVEL, maxsplit=1)[0] in levels]
        return replace(self, categories=kept).features(known)


def _check_category(path: str, known: Features) -> None:
    levels = known.words["category"].known
    top = path.split(" > ", maxsplit=1)[0]
    if top not in levels:
        tops = [level for level in levels if " > " not in level]
        raise UnknownCategoryError(f"no category '{top}' in this market; known: {tops}")
