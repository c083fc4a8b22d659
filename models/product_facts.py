"""What sales and views say for each product that a creator may carry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from data.warehouse import Session
from models.facts import (
    FEWEST_ORDERS,
    category,
    converting,
    most,
    price,
    shop,
    similar,
    stated,
    told,
    worked,
)
from models.question import sql
from models.reasons import Facts, Reasons, by_candidate
from models.seller_facts import audience, sellers
from models.themes import COMMISSION, DEMAND, SELLS, SHOP, TREND

FEWEST_AGREEMENTS = 3
"""Collaborations that a creator's usual commission is told by."""


def product_facts(
    session: Session, creator_id: str, product_ids: Sequence[str], currency: str, last_day: date
) -> Reasons:
    """What sales and views within the session's scope say for each product. What holds for all of
    a creator's products alike is no fact for one of them.
    """
    frame = _evidence(session, creator_id, product_ids, currency, last_day)
    facts = [similar(frame), category(frame), stated(frame), price(frame, frame["price"])]
    facts += [shop(frame), _brand(frame), *worked(frame), _commission(frame)]
    facts += [
        most(frame, "demand", DEMAND, frame["recent_orders"]),
        _trend(frame),
        converting(frame, "sells", SELLS),
    ]
    creators = pd.Series(creator_id, frame.index)
    facts += [audience(session, frame, creators, sellers(session, currency, last_day))]
    return by_candidate(frame.index.tolist(), facts)


def _evidence(
    session: Session, creator_id: str, product_ids: Sequence[str], currency: str, last_day: date
) -> pd.DataFrame:
    past, demand = (
        session.frame(
            sql(name),
            creator_id=creator_id,
            product_ids=list(product_ids),
            currency=currency,
            last_day=last_day,
        ).set_index("product_id")
        for name in ("product_evidence", "product_demand")
    )
    return past.join(demand)


def _brand(frame: pd.DataFrame) -> Facts:
    """The creator's order lines of other products of the brand."""
    orders = frame["brand_orders"].astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        return {"n": int(row["brand_orders"]), "brand": row["brand"]}

    return told(frame, "brand", SHOP, orders.where(orders > 0), values)


def _commission(frame: pd.DataFrame) -> Facts:
    """The product's usual commission, where above the creator's own usual one."""
    rate, usual = (frame[n].astype("Float64") for n in ("commission_rate", "usual_commission_rate"))
    is_known = frame["agreements"] >= FEWEST_AGREEMENTS

    def values(row: pd.Series) -> dict[str, Any]:
        rates = {"rate": row["commission_rate"], "usual": row["usual_commission_rate"]}
        return {**rates, "n": int(row["agreements"])}

    more = (rate - usual).where(is_known & (rate > usual))
    return told(frame, "commission", COMMISSION, more, values)


def _trend(frame: pd.DataFrame) -> Facts:
    """Order lines of 14 days beyond those of the 14 before."""
    now, before = frame["orders"], frame["orders_before"]
    growth = (now / before.where(before >= FEWEST_ORDERS) - 1).astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        return {"growth": row["orders"] / row["orders_before"] - 1, "n": int(row["orders"])}

    return told(frame, "trend", TREND, growth.where(growth > 0), values)
