"""What sales and views say for a candidate: facts, each placed among all candidates asked about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.warehouse import Session
from models.question import sql
from models.reasons import Facts, Reason, Reasons, by_creator
from models.themes import (
    MOMENTUM,
    PRICE,
    REACH,
    RECORD,
    SHOP,
    SIMILAR,
    WORDS,
)

MIDDLE = 0.5
FEWEST_ORDERS = 10
FEWEST_VIEWS = 500
FEWEST_CLICKS = 30


@dataclass(frozen=True)
class Asked:
    """The product that reasons are about; `price` in minor units, `id` is `new` if not listed."""

    id: str
    category_path: str | None
    price: int | None
    currency: str
    merchant_id: str | None = None


def sales_facts(
    session: Session, asked: Asked, creator_ids: Sequence[str], last_day: date
) -> Reasons:
    """What sales and views within the session's scope say for each creator."""
    frame = session.frame(
        sql("creator_evidence"),
        creator_ids=list(creator_ids),
        category_path=asked.category_path or "",
        product_id=asked.id,
        merchant_id=asked.merchant_id,
        currency=asked.currency,
        last_day=last_day,
    )
    facts = [_similar(frame), _category(frame, asked), _price(frame, asked)]
    facts += [_converting(frame, asked), _momentum(frame), _stated(frame, asked)]
    facts += [_shop(frame), _reach(frame)]
    return by_creator(frame["creator_id"].tolist(), facts)


def _told(
    frame: pd.DataFrame,
    kind: str,
    theme: str,
    measure: pd.Series,
    values: Callable[[pd.Series], dict[str, Any]],
) -> Facts:
    """A fact per row with a measure; its strength is the measure's rank among them, 0 to 1."""
    known = measure.dropna()
    strength = known.rank(pct=True)
    return {
        str(frame.loc[row, "creator_id"]): Reason(
            kind, values(frame.loc[row]), strength[row], theme
        )
        for row in known.index
    }


def _top(asked: Asked) -> str:
    return (asked.category_path or "").split(" > ", maxsplit=1)[0]


def _similar(frame: pd.DataFrame) -> Facts:
    def values(row: pd.Series) -> dict[str, Any]:
        return {
            "units": int(row["near_units"]),
            "title": row["near_title"],
            "product_id": row["near_product_id"],
            "live_units": int(row["near_live_units"]),
        }

    return _told(frame, "similar", SIMILAR, frame["near_units"].astype("Float64"), values)


def _category(frame: pd.DataFrame, asked: Asked) -> Facts:
    enough = frame["sku_orders"] >= FEWEST_ORDERS
    share = (frame["category_sku_orders"] / frame["sku_orders"]).where(enough)
    top = _top(asked)

    def values(row: pd.Series) -> dict[str, Any]:
        part = row["category_sku_orders"] / row["sku_orders"]
        return {"share": float(part), "category": top, "n": int(row["sku_orders"])}

    return _told(frame, "category", WORDS, share.where(share > 0), values)


def _price(frame: pd.DataFrame, asked: Asked) -> Facts:
    if asked.price is None:
        return {}
    enough = frame["sku_orders"] >= FEWEST_ORDERS
    fits = (frame["price_low"] <= asked.price) & (asked.price <= frame["price_high"])
    middle = (frame["price_low"] + frame["price_high"]) / 2
    near = -(np.log(middle.astype(float)) - np.log(asked.price)).abs()

    def values(row: pd.Series) -> dict[str, Any]:
        span = {"low": float(row["price_low"]), "high": float(row["price_high"])}
        return {**span, "n": int(row["sku_orders"])}

    return _told(frame, "price", PRICE, near.where(enough & fits), values)


def _converting(frame: pd.DataFrame, asked: Asked) -> Facts:
    """Converted clicks per click in the category, where above that of all candidates together."""
    clicks, orders = frame["category_clicks"], frame["category_converted_clicks"]
    usual = orders.sum() / max(clicks.sum(), 1)
    rate = (orders / clicks.where(clicks >= FEWEST_CLICKS)).astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        rate = row["category_converted_clicks"] / row["category_clicks"]
        told = {"rate": float(rate), "usual": float(usual), "n": int(row["category_clicks"])}
        return {**told, "category": _top(asked)}

    return _told(frame, "converting", RECORD, rate.where(rate > usual), values)


def _momentum(frame: pd.DataFrame) -> Facts:
    enough = (frame["views_before"] >= FEWEST_VIEWS) & (frame["views"] > frame["views_before"])
    growth = (frame["views"] / frame["views_before"] - 1).where(enough)

    def values(row: pd.Series) -> dict[str, Any]:
        return {"growth": row["views"] / row["views_before"] - 1, "views": int(row["views"])}

    return _told(frame, "momentum", MOMENTUM, growth, values)


def _shop(frame: pd.DataFrame) -> Facts:
    orders = frame["shop_orders"].astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        return {"n": int(row["shop_orders"])}

    return _told(frame, "shop", SHOP, orders.where(orders > 0), values)


def _reach(frame: pd.DataFrame) -> Facts:
    """Product views, where more than half of the candidates have fewer."""
    views = (frame["views"] + frame["views_before"]).astype("Float64")
    above = (views.rank(method="min") - 1) / max(len(views) - 1, 1)

    def values(row: pd.Series) -> dict[str, Any]:
        return {"views": int(views[row.name]), "above": float(above[row.name])}

    return _told(frame, "reach", REACH, views.where((above > MIDDLE) & (views > 0)), values)


def _stated(frame: pd.DataFrame, asked: Asked) -> Facts:
    """Weakest of all: what the creator says; it stands only where little else is known."""
    top = _top(asked)
    return {
        str(row.creator_id): Reason("stated", {"category": top}, 0.0, WORDS)
        for row in frame.itertuples()
        if row.is_stated is True
    }
