"""What needs no sale to be told: whom a creator reaches, and what its products ask."""

from typing import Any

import pandas as pd

from data.warehouse import Session
from models.facts import MIDDLE, told
from models.question import sql
from models.reasons import Facts
from models.seller_facts import likeness, likest_audience
from models.themes import AUDIENCE, PRICE

FEWEST_CREATORS = 10
"""Creators that whoever states a category is told by."""
FEWEST_PRODUCTS = 3
"""Products that the prices a creator carries are told by."""


def reached(session: Session, frame: pd.DataFrame, creators: pd.Series) -> Facts:
    """The part of a creator's audience that is largest beyond the usual, among those of which the
    audiences of creators who state the category have more than usual too; `creators` by candidate.
    """
    stated = session.frame(sql("stated_audiences"))
    best = likest_audience(session, frame, creators, stated[stated["n"] >= FEWEST_CREATORS])

    def values(row: pd.Series) -> dict[str, Any]:
        return {**likeness(row), "n": int(row["n"])}

    return told(best, "reached", AUDIENCE, best["beyond"], values, ceiling=MIDDLE)


def carried_prices(
    session: Session, creators: pd.Series, prices: pd.Series, currency: str, product_id: str | None
) -> Facts:
    """The prices that half of the creator's products ask, where the product's is among them;
    `creators` and `prices` by candidate, `product_id` the product asked about.
    """
    wanted = sorted({str(name) for name in creators})
    found = session.frame(
        sql("carried_prices"), creator_ids=wanted, currency=currency, product_id=product_id
    )
    found = found[found["n"] >= FEWEST_PRODUCTS].set_index("creator_id").reindex(creators)
    found = found.set_axis(creators.index)
    asked = prices.astype(float)
    fits = (found["low"] <= asked) & (asked <= found["high"])

    def values(row: pd.Series) -> dict[str, Any]:
        return {"low": float(row["low"]), "high": float(row["high"]), "n": int(row["n"])}

    return told(found, "asked", PRICE, found["n"].where(fits), values, ceiling=MIDDLE)


def without(facts: Facts, better: Facts) -> Facts:
    """Those of candidates of whom a better fact of the kind is not known."""
    return {name: fact for name, fact in facts.items() if name not in better}
