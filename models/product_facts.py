"""What sales and views say for each product that a creator may carry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from data.warehouse import Session
from models.facts import (
    FEWEST_ORDERS,
    MIDDLE,
    NOTABLE,
    above_others,
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
from models.public_facts import carried_prices, reached, without
from models.question import sql
from models.reasons import Facts, Reason, Reasons, by_candidate
from models.seller_facts import audience, sellers, usual_shares
from models.themes import COMMISSION, DEMAND, PRICE, SELLS, SHOP, TREND

FEWEST_AGREEMENTS = 3
"""Collaborations that a creator's usual commission is told by."""


def product_facts(
    session: Session, creator_id: str, product_ids: Sequence[str], currency: str, last_day: date
) -> Reasons:
    """What sales and views within the session's scope say for each product. What holds for all of
    a creator's products alike is no fact for one of them.
    """
    frame = _evidence(session, creator_id, product_ids, currency, last_day)
    creators = pd.Series(creator_id, frame.index)
    sold_at, better_paid = price(frame, frame["price"]), _commission(frame)
    carried = carried_prices(session, creators, frame["price"], currency, None)
    facts = [similar(frame), category(frame), stated(frame), sold_at, without(carried, sold_at)]
    facts += [shop(frame), _brand(frame), *worked(frame)]
    facts += [better_paid, without(_offer(frame), better_paid)]
    facts += [
        most(frame, "demand", DEMAND, frame["recent_orders"]),
        most(frame, "carriers", DEMAND, frame["carriers"]),
        _level(frame),
        _listed(frame),
        _trend(frame),
        converting(frame, "sells", SELLS),
    ]
    of_sellers = audience(session, frame, creators, sellers(session, currency, last_day))
    facts += [of_sellers, without(reached(session, frame, creators), of_sellers)]
    return by_candidate(frame.index.tolist(), facts)


def _evidence(
    session: Session, creator_id: str, product_ids: Sequence[str], currency: str, last_day: date
) -> pd.DataFrame:
    """A row per product, by all three questions on it."""
    who, when = {"creator_id": creator_id}, {"currency": currency, "last_day": last_day}
    ids = list(product_ids)
    found = session.frame(sql("product_evidence"), product_ids=ids, **who, **when)
    demand = session.frame(sql("product_demand"), product_ids=ids, **when)
    terms = session.frame(sql("product_commissions"), product_ids=ids, **who)
    for more in (demand, terms):
        found = found.merge(more, on="product_id", how="left")
    shares = usual_shares(session, currency, last_day)
    found["usual"] = found["category"].map(shares).fillna(0.0)
    return found.set_index("product_id")


def _brand(frame: pd.DataFrame) -> Facts:
    """The creator's order lines of other products of the brand."""
    orders = frame["brand_orders"].astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        return {"n": int(row["brand_orders"]), "brand": row["brand"]}

    return told(frame, "brand", SHOP, orders.where(orders > 0), values)


def _commission(frame: pd.DataFrame) -> Facts:
    """The product's usual commission, where notably above the creator's own usual
    one.
    """
    rate, usual = (frame[n].astype("Float64") for n in ("commission_rate", "usual_commission_rate"))
    is_known = frame["agreements"] >= FEWEST_AGREEMENTS

    def values(row: pd.Series) -> dict[str, Any]:
        rates = {"rate": row["commission_rate"], "usual": row["usual_commission_rate"]}
        return {**rates, "n": int(row["agreements"])}

    more = (rate - usual).where(is_known & (rate > NOTABLE * usual))
    return told(frame, "commission", COMMISSION, more, values)


def _offer(frame: pd.DataFrame) -> Facts:
    """The product's usual commission, where above that of more than half of the candidates."""
    rate = frame["commission_rate"].astype(float)
    above = above_others(rate)

    def values(row: pd.Series) -> dict[str, Any]:
        place = {"above": float(above[row.name]), "n": int(row["commissions"])}
        return {"rate": float(row["commission_rate"]), **place}

    return told(frame, "offer", COMMISSION, rate.where(above > MIDDLE), values)


def _level(frame: pd.DataFrame) -> Facts:
    """The product's price beside the median of the candidates: no praise of itself."""
    prices = frame["price"].astype(float).dropna()
    usual, n = prices.median(), len(prices)
    return {
        str(name): Reason(
            "level", {"price": price, "usual": usual, "n": n}, 0.0, PRICE, is_neutral=True
        )
        for name, price in prices.items()
        if n > 1
    }


def _listed(frame: pd.DataFrame) -> Facts:
    """The first day on sale, where later than of more than half of the candidates."""
    days = pd.to_datetime(frame["listed_on"])
    above = above_others(days)
    return {
        str(name): Reason(
            "listed", {"day": days[name].date(), "above": part}, 0.0, TREND, is_neutral=True
        )
        for name, part in above.items()
        if part > MIDDLE
    }


def _trend(frame: pd.DataFrame) -> Facts:
    """Order lines of 14 days beyond those of the 14 before."""
    now, before = frame["orders"], frame["orders_before"]
    growth = (now / before.where(before >= FEWEST_ORDERS) - 1).astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        return {"growth": row["orders"] / row["orders_before"] - 1, "n": int(row["orders"])}

    return told(frame, "trend", TREND, growth.where(growth > NOTABLE - 1), values)
