"""Who may be drawn into an experiment: units with their clusters and what they sold before."""

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
    these are drawn together by creator.
    """

    together: str
    most: int
    each: int = 1
    seed: int = 1


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
    return _clustered(rows.assign(label=rows["title"]), wish)


def creator_units(creators: pd.DataFrame, merchant_id: str, wish: Wish) -> pd.DataFrame:
    """A row per creator, for one shop: COLUMNS. Those who are new to it are alike by followers."""
    rows = some(creators, wish).assign(unit_id=lambda rows: rows["creator_id"])
    is_new = ~rows["is_known"].astype(bool)
    return _clustered(
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


def matched_pairs(known: Candidates, matches: pd.DataFrame, wish: Wish) -> pd.DataFrame:
    """A row per product and the best of its `matches` (`product_id`, `creator_id`, the best first)
    that do not work together yet: COLUMNS, and `product_id`, `creator_id`. Drawn together by
    product, a product has `each` creators; else it has one, for both arms would share its sales
    otherwise; by creator, it is the best who has fewer than `each` products by then.
    """
    pair = ["product_id", "creator_id"]
    begun = pd.MultiIndex.from_frame(known.begun[pair])
    new = matches[~pd.MultiIndex.from_frame(matches[pair]).isin(begun)]
    if wish.together == "creator":
        return chosen_pairs(_one_each(new, wish.each), known, wish)
    most = wish.each if wish.together == "product" else 1
    return chosen_pairs(new.groupby("product_id", sort=False).head(most), known, wish)


def _one_each(matches: pd.DataFrame, most: int) -> pd.DataFrame:
    """One creator per product, none of more than so many."""
    taken: dict[str, int] = {}
    pairs = []
    for product_id, rows in matches.groupby("product_id", sort=False):
        free = [name for name in rows["creator_id"] if taken.get(name, 0) < most]
        if free:
            taken[free[0]] = taken.get(free[0], 0) + 1
            pairs.append((product_id, free[0]))
    return pd.DataFrame(pairs, columns=["product_id", "creator_id"])


def pair_units(known: Candidates, wish: Wish) -> pd.DataFrame:
    """The same where no matches are known: creators of the product's category, by chance."""
    rng = np.random.default_rng(wish.seed)
    products = some(known.products, wish)
    by_category = dict(iter(known.creators.groupby("category")))
    begun = set(zip(known.begun["product_id"], known.begun["creator_id"], strict=True))
    found = []
    for category, rows in products.groupby("category", sort=True):
        creators = by_category.get(category)
        if creators is not None:
            found.append(_paired(rows, creators, begun, wish, rng))
    pairs = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["product_id"])
    if pairs.empty:
        return pd.DataFrame(columns=[*COLUMNS, "product_id", "creator_id"])
    return chosen_pairs(pairs, known, wish)


def chosen_pairs(pairs: pd.DataFrame, known: Candidates, wish: Wish) -> pd.DataFrame:
    """The same of given pairs (`product_id`, `creator_id`), such as those of a shortlist; of
    products and creators that are not known none.
    """
    rows = pairs[["product_id", "creator_id"]].drop_duplicates()
    rows = rows.merge(known.products, on="product_id")
    rows = rows.merge(known.creators[["creator_id", "handle"]], on="creator_id")
    rows = rows.assign(
        unit_id=rows["product_id"] + "|" + rows["creator_id"],
        label="@" + rows["handle"].fillna("?") + " × " + rows["title"].fillna(rows["product_id"]),
    )
    return _clustered(rows, wish)


def _paired(
    products: pd.DataFrame,
    creators: pd.DataFrame,
    begun: set[tuple[str, str]],
    wish: Wish,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Pairs within one category, new ones only."""
    names = rng.permutation(creators["creator_id"].to_numpy(object))
    pairs: list[tuple[str, str]] = []
    for place, product in enumerate(products["product_id"]):
        if wish.together == "creator":
            offered = np.roll(names, -(place // wish.each))
        else:
            offered = rng.permutation(names)
        new = [(product, creator) for creator in offered if (product, creator) not in begun]
        pairs += new[: wish.each if wish.together == "product" else 1]
    return pd.DataFrame(pairs, columns=["product_id", "creator_id"])


def some(rows: pd.DataFrame, wish: Wish) -> pd.DataFrame:
    """At most so many, by chance; in the order in which they came."""
    if len(rows) <= wish.most:
        return rows
    places = np.random.default_rng(wish.seed).permutation(len(rows))[: wish.most]
    return rows.iloc[np.sort(places)]


def _clustered(rows: pd.DataFrame, wish: Wish) -> pd.DataFrame:
    by = {
        "unit": "unit_id",
        "product": "product_id",
        "creator": "creator_id",
        "category": "category",
    }[wish.together]
    kept = [name for name in (*COLUMNS, "product_id", "creator_id") if name != "cluster_id"]
    told = rows.assign(cluster_id=rows[by])
    return told[[n for n in ("cluster_id", *kept) if n in told]].reset_index(drop=True)
