"""The market's counts as arrays: what was seen, clicked and bought, per product, creator, week."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from data.warehouse import Session
from models.question import sql
from models.rates.ledger import Ints

CHANNELS = ("live", "video", "product_card", "organic")
ORGANIC = "organic"
COUNTS = ("impressions", "seen_clicks", "linked_clicks", "ordered")
WAIT_DAYS = 7
"""A click may lead to an order for as long as platforms credit one (market.md, section 3)."""
READ = frozenset({"traffic", "converted", "promotions", "promotion_products"})
"""What is read here and in `traits` beside the evidence of matches."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Cells:
    """A row per product × creator × channel × week, by week; `day` is the first of its seven days,
    counted from 1970, and the last week ends with the last day asked for. `product`, `creator` and
    `channel` are places in `product_ids`, `creator_ids` and CHANNELS; `category` and `brand` are
    those of the row's product, by number. `counts` is COUNTS × rows; `converted` counts clicks of
    the week with an order within WAIT_DAYS.
    """

    day: Ints
    product: Ints
    creator: Ints
    channel: Ints
    category: Ints
    brand: Ints
    counts: Ints
    converted: Ints
    product_ids: NDArray[np.str_]
    creator_ids: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.day)


def rate_cells(session: Session, products: pd.DataFrame, last_day: date) -> Cells:
    """The counts up to a day of all that the session sees; `products` has category and brand.

    See models/sql/rate_cells.sql for what each count means.
    """
    table = session.arrow(sql("rate_cells"), last_day=last_day, wait_days=WAIT_DAYS)
    days = table["day"].to_numpy().astype("datetime64[D]").astype(np.int64)
    product, product_ids = _places(table["product_id"])
    creator, creator_ids = _places(table["creator_id"])
    channel = _among(table["channel"], CHANNELS)
    order = np.lexsort((channel, creator, product, days))
    described = products.set_index("product_id").reindex(product_ids)
    category = pd.factorize(top_category(described["category_path"]), sort=True)[0]
    brand = pd.factorize(described["brand"].fillna("").astype(str), sort=True)[0]
    counts = np.array([table[name].to_numpy()[order] for name in COUNTS]).astype(np.int64)
    return Cells(
        days[order],
        product[order],
        creator[order],
        channel[order],
        category[product[order]].astype(np.int64),
        brand[product[order]].astype(np.int64),
        counts,
        table["converted"].to_numpy().astype(np.int64)[order],
        product_ids,
        creator_ids,
    )


def top_category(paths: pd.Series) -> pd.Series:
    """The widest level of category paths, empty text where there is none; as the SQL macro."""
    return paths.fillna("").astype(str).str.split(" > ").str[0]


def day_number(day: date) -> int:
    return (day - EPOCH).days


def day_of(number: int) -> date:
    return EPOCH + timedelta(int(number))


def _places(column: pa.ChunkedArray) -> tuple[Ints, NDArray[np.str_]]:
    coded = column.combine_chunks().dictionary_encode()
    names = np.array(coded.dictionary.to_pylist(), np.str_)
    order = np.argsort(names)
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    return rank[coded.indices.to_numpy()], names[order]


def _among(column: pa.ChunkedArray, names: tuple[str, ...]) -> Ints:
    place, known = _places(column)
    return np.array([names.index(name) for name in known], np.int64)[place]
