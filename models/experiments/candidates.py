"""Who may be drawn into an experiment: units with their clusters and what they sold before."""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.question import sql
from models.today import pairs_begun

TOGETHER = {
    "product": ("unit", "category"),
    "pair": ("product", "creator", "category"),
    "creator": ("unit", "category"),
}
"""What units of each type may be drawn together by; the first is usual."""
COLUMNS = ["unit_id", "merchant_id", "cluster_id", "baseline", "label"]


@dataclass(frozen=True)
class Wish:
    """So many `units`' first sides (products, or creators), chosen by chance with the `seed`, drawn
    together by `together`; of pairs, `each` creators per product, or products per creator where
    these are drawn together by creator. `is_apart`: no creator is asked for two products, one of
    which may be in the other arm.
    """

    together: str
    most: int
    each: int = 1
    seed: int = 1
    is_apart: bool = False

    @property
    def per_product(self) -> int:
        """Creators: but one where both arms would share a product's sales otherwise."""
        return self.each if self.together == "product" else 1

    @property
    def per_creator(self) -> float:
        """Products at most."""
        if self.together == "creator":
            return self.each
        return 1 if self.is_apart else math.inf


@dataclass(frozen=True)
class Candidates:
    """`products`: `product_id`, `merchant_id`, `title`, `category`, `baseline`; `creators`:
    `creator_id`, `handle`, `category`, `followers`, `baseline`, `is_known`; `begun`: pairs that
    work together.
    """

    products: pd.DataFrame
    creators: pd.DataFrame
    begun: pd.DataFrame


def candidates(
    session: Session, last_day: date, currency: str, merchant_id: str | None = None
) -> Candidates:
    """Of one shop, or of all that the session sees."""
    asked = {"last_day": last_day, "currency": currency, "merchant_id": merchant_id}
    return Candidates(
        session.frame(sql("products_to_draw"), **asked),
        session.frame(sql("creators_to_draw"), **asked),
        pairs_begun(session),
    )


def product_units(products: pd.DataFrame, wish: Wish) -> pd.DataFrame:
    """A row per product: COLUMNS."""
    rows = some(products, wish).assign(unit_id=lambda rows: rows["product_id"])
    return clustered(rows.assign(label=rows["title"]), wish)


def creator_units(creators: pd.DataFrame, merchant_id: str, wish: Wish) -> pd.DataFrame:
    """A row per creator, for one shop: COLUMNS. Those who are new to it are alike by followers."""
    rows = some(creators, wish).assign(unit_id=lambda rows: rows["creator_id"])
    is_new = ~rows["is_known"].astype(bool)
    return clustered(
        rows.assign(
            merchant_id=merchant_id,
            label="@" + rows["handle"].fillna("?"),
            baseline=rows["followers"].where(is_new, rows["baseline"]),
        ),
        wish,
    )


def ways(unit_type: str, rows: pd.DataFrame, fewest: int) -> tuple[str, ...]:
    """What units may be drawn together by: of categories there have to be the fewest groups."""
    is_enough = rows["category"].nunique() >= fewest
    return tuple(way for way in TOGETHER[unit_type] if way != "category" or is_enough)


def some(rows: pd.DataFrame, wish: Wish) -> pd.DataFrame:
    """At most so many, by chance; in the order in which they came."""
    if len(rows) <= wish.most:
        return rows
    places = np.random.default_rng(wish.seed).permutation(len(rows))[: wish.most]
    return rows.iloc[np.sort(places)]


def clustered(rows: pd.DataFrame, wish: Wish) -> pd.DataFrame:
    """Rows of units with the cluster that the wish says: COLUMNS, and the sides of a pair."""
    by = {
        "unit": "unit_id",
        "product": "product_id",
        "creator": "creator_id",
        "category": "category",
    }[wish.together]
    kept = [name for name in (*COLUMNS, "product_id", "creator_id") if name != "cluster_id"]
    told = rows.assign(cluster_id=rows[by])
    return told[[n for n in ("cluster_id", *kept) if n in told]].reset_index(drop=True)
