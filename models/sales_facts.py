"""What sales and views say for each creator who may carry a product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.warehouse import Session
from models.facts import (
    FEWEST_VIEWS,
    MIDDLE,
    NOTABLE,
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
from models.reasons import Facts, Reasons, by_candidate
from models.seller_facts import audience, segment, sellers, usual_shares
from models.themes import COUNTRY, HISTORY, MOMENTUM, REACH, RECORD, ROOM


@dataclass(frozen=True)
class Asked:
    """The product that reasons are about; `price` in minor units, `id` is `new` if not listed."""

    id: str
    category_path: str | None
    price: int | None
    currency: str
    merchant_id: str | None = None

    @property
    def category(self) -> str:
        """The top level."""
        return (self.category_path or "").split(" > ", maxsplit=1)[0]


def sales_facts(
    session: Session, asked: Asked, creator_ids: Sequence[str], last_day: date
) -> Reasons:
    """What sales and views within the session's scope say for each creator."""
    evidence = session.frame(
        sql("creator_evidence"),
        creator_ids=list(creator_ids),
        category_path=asked.category_path or "",
        product_id=asked.id,
        merchant_id=asked.merchant_id,
        currency=asked.currency,
        last_day=last_day,
    )
    frame = evidence.set_index("creator_id").assign(category=asked.category)
    shares = usual_shares(session, asked.currency, last_day)
    frame["usual"] = shares.get(asked.category, 0.0)
    facts = [similar(frame), category(frame), stated(frame)]
    creators = frame.index.to_series()
    if asked.price is not None:
        prices = pd.Series(asked.price, frame.index)
        sold_at = price(frame, prices)
        carried = carried_prices(session, creators, prices, asked.currency, asked.id)
        facts += [sold_at, without(carried, sold_at)]
    facts += [shop(frame), *worked(frame), _carried(frame), _room(frame)]
    facts += [converting(frame, "converting", RECORD), _momentum(frame)]
    facts += [most(frame, "orders", RECORD, frame["recent_orders"])]
    facts += [most(frame, "reach", REACH, frame["views"] + frame["views_before"])]
    facts += [most(frame, "followers", REACH, frame["followers"])]
    who_sells = sellers(session, asked.currency, last_day)
    facts += [segment(frame, who_sells, "tier", REACH)]
    facts += [segment(frame, who_sells, "country", COUNTRY)]
    of_sellers = audience(session, frame, creators, who_sells)
    facts += [of_sellers, without(reached(session, frame, creators), of_sellers)]
    return by_candidate(frame.index.tolist(), facts)


def _momentum(frame: pd.DataFrame) -> Facts:
    enough = (frame["views_before"] >= FEWEST_VIEWS) & (
        frame["views"] > NOTABLE * frame["views_before"]
    )
    growth = (frame["views"] / frame["views_before"] - 1).where(enough)

    def values(row: pd.Series) -> dict[str, Any]:
        return {"growth": row["views"] / row["views_before"] - 1, "views": int(row["views"])}

    return told(frame, "momentum", MOMENTUM, growth, values)


def _carried(frame: pd.DataFrame) -> Facts:
    """How many products of the category the creator sold, if several, unless the category has less
    of its order lines than is usual.
    """
    is_usual = frame["category_sku_orders"] >= frame["usual"] * frame["sku_orders"]
    count = frame["category_products"].where(is_usual).astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        counts = {"products": int(row["category_products"]), "n": int(row["products"])}
        return {**counts, "category": row["category"]}

    return told(frame, "carried", HISTORY, count.where(count > 1), values)


def _room(frame: pd.DataFrame) -> Facts:
    """How few of the products sold in 180 days are sold still, where it is less than half of them;
    one who sells nothing any more has stopped rather than room.
    """
    share = frame["recent_products"] / frame["products"].where(frame["recent_products"] > 0)

    def values(row: pd.Series) -> dict[str, Any]:
        return {"products": int(row["recent_products"]), "n": int(row["products"])}

    return told(frame, "room", ROOM, (1 - share).where(share < MIDDLE), values)
