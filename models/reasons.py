"""Why a candidate: facts with numbers, each of which can be counted again in the tables.

A fact is about a theme. A match's reasons are the themes that count most for it by the model's own
contributions, each told by its fact; where the model tells no themes apart, the facts in which the
candidate stands out most, so that neighbours in a list do not all say the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.entities import Block, Entities
from models.question import sql
from models.themes import (
    MOMENTUM,
    PRICE,
    REACH,
    RECORD,
    SHOP,
    SIMILAR,
    WORDS,
    theme_of,
)
from models.trial import Training

MOST = 3
MIDDLE = 0.5
LITTLE = 0.1
FEWEST_ORDERS = 10
FEWEST_VIEWS = 500
FEWEST_CLICKS = 30


@dataclass(frozen=True)
class Reason:
    """One reason: `kind` names the fact, `values` holds its numbers and names for a sentence, and
    `strength` is its place among all candidates asked about, 0 to 1.
    """

    kind: str
    values: dict[str, Any]
    strength: float
    theme: str


@dataclass(frozen=True)
class Asked:
    """The product that reasons are about; `price` in minor units, `id` is `new` if not listed."""

    id: str
    category_path: str | None
    price: int | None
    currency: str
    merchant_id: str | None = None


Reasons = dict[str, list[Reason]]
"""By creator."""


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
    return _by_creator(frame["creator_id"].tolist(), facts)


def feature_facts(
    session: Session, training: Training, product: Entities, creator_ids: Sequence[str]
) -> Reasons:
    """What speaks for each creator where only features are known: the likest products worked with,
    and the likeness of each block that both sides carry, among all creators.
    """
    together = session.frame(sql("worked_together"), creator_ids=list(creator_ids))
    likest = _likest(training, product, together)
    blocks = [
        _block(training, product, name, creator_ids)
        for name in product.blocks
        if name in training.creators.blocks and product.blocks[name].nnz
    ]
    return _by_creator(list(creator_ids), [likest, *blocks])


def chosen(facts: Sequence[Reason], themes: pd.Series, above: pd.Series) -> list[Reason]:
    """At most three reasons of one match, first what counts most for it.

    `themes`: what each theme adds to the score beyond the average, `above` the share of candidates
    to which it adds less. A theme that counts and has no fact is told by that share; facts of other
    themes fill up, but for those that count against it. What adds little beside the first theme is
    no reason.
    """
    by_strength = sorted(facts, key=lambda fact: -fact.strength)
    found = []
    for theme, adds in themes.sort_values(ascending=False).items():
        if adds > max(LITTLE * themes.max(), 0):
            told = next((fact for fact in by_strength if fact.theme == theme), None)
            found.append(told or _of_theme(str(theme), float(above[theme])))
    rest = [fact for fact in by_strength if fact not in found and themes.get(fact.theme, 0) >= 0]
    return [*found, *rest][:MOST]


def _of_theme(theme: str, above: float) -> Reason:
    return Reason("theme", {"theme": theme, "above": above}, above, theme)


Facts = dict[str, Reason]


def _by_creator(creator_ids: list[str], facts: list[Facts]) -> Reasons:
    return {name: [known[name] for known in facts if name in known] for name in creator_ids}


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
    """Order lines per click in the category, where above that of all candidates together."""
    clicks, orders = frame["category_clicks"], frame["category_click_orders"]
    usual = orders.sum() / max(clicks.sum(), 1)
    rate = (orders / clicks.where(clicks >= FEWEST_CLICKS)).astype("Float64")

    def values(row: pd.Series) -> dict[str, Any]:
        rate = row["category_click_orders"] / row["category_clicks"]
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


def _likest(training: Training, product: Entities, together: pd.DataFrame) -> Facts:
    """Of the products a creator worked with, the two whose features are nearest."""
    catalogue = training.products
    known = together[together["product_id"].isin(set(catalogue.ids))].copy()
    known = known[known["product_id"] != str(product.ids[0])]
    if known.empty:
        return {}
    rows = catalogue.take(catalogue.rows_of(known["product_id"]))
    blocks = [name for name in product.blocks if product.blocks[name].nnz]
    likeness = np.mean([_cosines(product.blocks[b], rows.blocks[b]) for b in blocks], axis=0)
    known = known.assign(likeness=likeness).sort_values("likeness", ascending=False)
    best = known.groupby("creator_id").head(2).groupby("creator_id").agg(list)
    strength = best["likeness"].str[0].rank(pct=True)
    return {
        str(creator): Reason(
            "likest",
            {"titles": row.title, "product_ids": row.product_id, "likeness": row.likeness},
            0.5 + strength[creator] / 2,
            SIMILAR,
        )
        for creator, row in zip(best.index, best.itertuples(), strict=True)
    }


def _block(training: Training, product: Entities, name: str, creator_ids: Sequence[str]) -> Facts:
    """Likeness of one block, with its place among all creators of the training; no reason where it
    is below that of most.
    """
    creators = training.creators
    every = _cosines(product.blocks[name], creators.blocks[name])
    own = every[creators.rows_of(creator_ids)]
    above = np.searchsorted(np.sort(every), own, side="left") / len(every)
    return {
        creator: Reason(
            "block",
            {"block": name, "likeness": float(like), "above": float(part)},
            float(part),
            theme_of(name),
        )
        for creator, like, part in zip(creator_ids, own, above, strict=True)
        if like > 0 and part > MIDDLE
    }


def _cosines(one: Block, many: Block) -> NDArray[np.float64]:
    """Cosine of one sparse row with each row of a matrix; 0 where a row is empty."""
    left = one.toarray().ravel()
    products = np.asarray(many @ left, np.float64)
    lengths = np.sqrt(np.asarray(many.multiply(many).sum(axis=1)).ravel())
    scale = lengths * np.sqrt(left @ left)
    return np.divide(products, scale, out=np.zeros_like(products), where=scale > 0)
