"""Facts that creators for a product and products for a creator have in common.

Each takes the evidence of a list of candidates: a row per candidate (the index) with the columns of
`creator_evidence.sql` or `product_evidence.sql`, and `category`, the product's top level.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from models.reasons import Facts, Reason
from models.reliability import wilson
from models.themes import PRICE, SHOP, SIMILAR, WORDS

MIDDLE = 0.5
FEWEST_ORDERS = 10
FEWEST_VIEWS = 500
FEWEST_CLICKS = 30
NOTABLE = 1.1
"""How many times the usual is worth a word: what is hardly above it speaks for nobody."""

Values = Callable[[pd.Series], dict[str, Any]]


def told(
    frame: pd.DataFrame,
    kind: str,
    theme: str,
    measure: pd.Series,
    values: Values,
    *,
    ceiling: float = 1.0,
) -> Facts:
    """A fact per row with a measure; its strength is the measure's rank, 0 to `ceiling`."""
    known = measure.dropna()
    strength = ceiling * known.rank(pct=True)
    return {
        str(name): Reason(kind, values(frame.loc[name]), float(strength[name]), theme)
        for name in known.index
    }


def above_others(values: pd.Series) -> pd.Series:
    """Per candidate the share of all others with a value that have less; empty without one."""
    return (values.rank(method="min") - 1) / max(values.count() - 1, 1)


def most(frame: pd.DataFrame, kind: str, theme: str, counts: pd.Series) -> Facts:
    """A count, where more than half of the candidates have less; `above` is how many have."""
    counts = counts.astype(float)
    above = above_others(counts)

    def values(row: pd.Series) -> dict[str, Any]:
        return {"n": int(counts[row.name]), "above": float(above[row.name])}

    return told(frame, kind, theme, counts.where((above > MIDDLE) & (counts > 0)), values)


def similar(frame: pd.DataFrame) -> Facts:
    """Of the products that the creator sold, the nearest: with most levels of the category path in
    common, of which `category` names the last, and of these the one of most units.
    """

    def values(row: pd.Series) -> dict[str, Any]:
        return {
            "units": int(row["near_units"]),
            "title": row["near_title"],
            "product_id": row["near_product_id"],
            "live_units": int(row["near_live_units"]),
            "category": row["near_category"],
        }

    return told(frame, "similar", SIMILAR, frame["near_units"].astype("Float64"), values)


def category(frame: pd.DataFrame) -> Facts:
    """The category's share of the creator's order lines, where notably above `usual`, its share of
    all creators' lines in sight, and by more than chance: the 95 % interval lies above.
    """
    lines, usual = frame["sku_orders"], frame["usual"]
    share = (frame["category_sku_orders"] / lines).where(lines >= FEWEST_ORDERS)
    more = share[share > NOTABLE * usual]
    least = [wilson(part * lines[name], lines[name])[0] for name, part in more.items()]
    is_sure = pd.Series(least, more.index, dtype=float).reindex(frame.index) > usual

    def values(row: pd.Series) -> dict[str, Any]:
        part = {"share": float(share[row.name]), "n": int(row["sku_orders"])}
        return {**part, "usual": float(row["usual"]), "category": row["category"]}

    return told(frame, "category", WORDS, share.where(is_sure), values)


def stated(frame: pd.DataFrame) -> Facts:
    """Weakest of all: what the creator says; it stands only where little else is known."""
    return {
        str(name): Reason("stated", {"category": row["category"]}, 0.0, WORDS)
        for name, row in frame[frame["is_stated"].fillna(False).astype(bool)].iterrows()
    }


def price(frame: pd.DataFrame, prices: pd.Series) -> Facts:
    """The prices at which the creator sold half of its order lines, where the product's is among
    them; `prices` by candidate.
    """
    low, high = frame["price_low"].astype(float), frame["price_high"].astype(float)
    asked = prices.astype(float)
    fits = (low <= asked) & (asked <= high) & (frame["sku_orders"] >= FEWEST_ORDERS)
    near = -(np.log((low + high) / 2) - np.log(asked)).abs()

    def values(row: pd.Series) -> dict[str, Any]:
        span = {"low": float(row["price_low"]), "high": float(row["price_high"])}
        return {**span, "n": int(row["sku_orders"])}

    return told(frame, "price", PRICE, near.where(fits), values)


def shop(frame: pd.DataFrame) -> Facts:
    """The creator's order lines for the product's shop."""
    orders = frame["shop_orders"].astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        return {"n": int(row["shop_orders"])}

    return told(frame, "shop", SHOP, orders.where(orders > 0), values)


def worked(frame: pd.DataFrame) -> list[Facts]:
    """With how many other products of the shop and of the category the creator worked, sold or not:
    less than what was sold, for it may have come to nothing. A category of as many as the shop is
    not told again.
    """
    found = []
    for kind, theme in (("shop", SHOP), ("category", SIMILAR)):
        column = f"{kind}_worked"
        counts = frame[column].astype("Float64")
        if kind == "category":
            counts = counts.where(counts != frame["shop_worked"])

        def values(row: pd.Series, column: str = column) -> dict[str, Any]:
            return {"n": int(row[column]), "category": row["category"]}

        found.append(told(frame, column, theme, counts.where(counts > 0), values, ceiling=MIDDLE))
    return found


def converting(frame: pd.DataFrame, kind: str, theme: str) -> Facts:
    """Converted clicks per click, where above that of all candidates together."""
    clicks, converted = frame["clicks"], frame["converted_clicks"]
    usual = converted.sum() / max(clicks.sum(), 1)
    rate = (converted / clicks.where(clicks >= FEWEST_CLICKS)).astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        rates = {"rate": float(rate[row.name]), "usual": float(usual)}
        return {**rates, "n": int(row["clicks"]), "category": row["category"]}

    return told(frame, kind, theme, rate.where(rate > usual), values)
