"""What features alone say for a candidate: how like it and its products are to the one asked."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.warehouse import Session
from models.entities import GIVEN, Block, Entities
from models.facts import MIDDLE
from models.question import sql
from models.reasons import Facts, Reason, Reasons, by_candidate
from models.themes import SIMILAR, theme_of
from models.today import Today


def feature_facts(
    session: Session, known: Today, product: Entities, creator_ids: Sequence[str]
) -> Reasons:
    """What speaks for each creator where only features are known: the likest products worked with,
    and the likeness of each block that both sides carry, among all creators.
    """
    together = session.frame(sql("worked_together"), creator_ids=list(creator_ids))
    likest = _likest(known.products, product, together)
    return by_candidate(creator_ids, [likest, *_blocks(known, product, creator_ids)])


def given_facts(known: Today, product: Entities, creator_ids: Sequence[str]) -> Reasons:
    """The likeness of vectors that came with the data, of which sales say nothing."""
    return by_candidate(creator_ids, _blocks(known, product, creator_ids, GIVEN))


def _blocks(
    known: Today, product: Entities, creator_ids: Sequence[str], start: str = ""
) -> list[Facts]:
    """By block that both sides carry and whose name starts so; creators must be known."""
    return [
        _block(known.creators, product, name, creator_ids)
        for name in product.blocks
        if name.startswith(start) and name in known.creators.blocks and product.blocks[name].nnz
    ]


def _likest(catalogue: Entities, product: Entities, together: pd.DataFrame) -> Facts:
    """Of the products a creator worked with, the two whose features are nearest."""
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


def _block(creators: Entities, product: Entities, name: str, creator_ids: Sequence[str]) -> Facts:
    """Likeness of one block, with its place among all creators; no reason where it is below that
    of most.
    """
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
