"""What is known of a product and its creator, whatever was seen or sold before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.question import sql
from models.rates.cells import top_category
from models.rates.ledger import Ints, Ledger

MOST_BUCKETS = 14


@dataclass(frozen=True)
class Traits:
    """By id: `products` has category, price and brand; `creators` tier, followers, categories;
    `audience` a share per bucket; `promoted` when promotions of products begin and end.
    """

    products: pd.DataFrame
    creators: pd.DataFrame
    audience: pd.DataFrame
    promoted: pd.DataFrame

    @classmethod
    def of(
        cls,
        products: pd.DataFrame,
        creators: pd.DataFrame,
        audience: pd.DataFrame,
        promoted: pd.DataFrame,
    ) -> "Traits":
        """From the frames of models.evidence, and one of `product_id, starts_on, ends_on`."""
        category = top_category(products["category_path"])
        described = products.assign(category=category).set_index("product_id")
        named = audience.assign(name=audience["dimension"] + " " + audience["bucket"])
        usual = sorted(named["name"].value_counts().head(MOST_BUCKETS).index)
        shares = named.pivot_table(index="creator_id", columns="name", values="share")
        return cls(
            described, creators.set_index("creator_id"), shares.reindex(columns=usual), promoted
        )

    def about(self, product: pd.DataFrame) -> "Traits":
        """The same with other products: rows of `category` and `price` by id."""
        return replace(self, products=product)

    def columns(
        self, product_ids: NDArray[np.str_], creator_ids: NDArray[np.str_], days: Ints
    ) -> pd.DataFrame:
        """A row per product, creator (empty text for none) and first day of a week, from 1970."""
        product = self.products.reindex(product_ids)
        creator = self.creators.reindex(creator_ids)
        category = product["category"].fillna("").to_numpy(str)
        found = {
            "category": category,
            "price": product["price"].to_numpy(np.float64, na_value=np.nan),
            "followers": creator["followers"].to_numpy(np.float64, na_value=np.nan),
            "tier": creator["tier"].fillna("").to_numpy(str),
            "states the category": _states(creator["categories"], category),
            "promoted": self._is_promoted(product_ids, days),
        }
        shares = self.audience.reindex(creator_ids)
        reached = {f"audience {name}": shares[name].to_numpy() for name in shares}
        return pd.DataFrame(found | reached)

    def _is_promoted(self, product_ids: NDArray[np.str_], days: Ints) -> NDArray[np.bool_]:
        """Whether a promotion that had begun before the day goes on: of one that begins on the day
        itself nobody is sure that it was known before.
        """
        begun, over = (
            _before(self.promoted["product_id"], self.promoted[name], product_ids, days)
            for name in ("starts_on", "ends_on")
        )
        return begun > over


def promotion_spans(session: Session) -> pd.DataFrame:
    """First and last days of promotions per product; see models/sql/promotion_spans.sql."""
    return session.frame(sql("promotion_spans"))


def traits(session: Session) -> Traits:
    """Of all products and creators that the session sees."""
    names = ("product_attributes", "creator_attributes", "audience_shares")
    products, creators, audience = (session.frame(sql(name)) for name in names)
    return Traits.of(products, creators, audience, promotion_spans(session))


def _before(ids: pd.Series, dates: pd.Series, asked: NDArray[np.str_], days: Ints) -> Ints:
    """How many of the dates under an id lie before the day."""
    known = pd.Index(ids.unique(), dtype="str")
    number = pd.to_datetime(dates).to_numpy("datetime64[D]").astype(np.int64)
    ones = np.ones((1, len(ids)), np.int64)
    ledger = Ledger(known.get_indexer(ids), number, ones)
    return ledger.before(known.get_indexer(asked), days)[0][0]


def _states(stated: Iterable[object], categories: NDArray[np.str_]) -> NDArray[np.bool_]:
    return np.array(
        [
            isinstance(names, list | np.ndarray) and category in names
            for names, category in zip(stated, categories, strict=True)
        ],
        np.bool_,
    )
