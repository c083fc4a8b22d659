"""What each creator leaves on each product: the margin of pairs, with their names."""

import pandas as pd

from analytics.margin import margin
from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session


def pair_margins(session: Session, slice: Slice) -> pd.DataFrame:
    """The rows of `margin` by pair that have a creator, with handle, title and both as `pair`."""
    pairs = margin(session, slice, "pair").dropna(subset=["creator_id"]).reset_index(drop=True)
    names = pair_names(session, tuple(pairs["creator_id"]), tuple(pairs["product_id"]))
    return pairs.assign(**names).assign(pair=names["handle"] + " × " + names["title"])


def pair_names(
    session: Session, creator_ids: tuple[str, ...], product_ids: tuple[str, ...]
) -> pd.DataFrame:
    """`handle` and `title` of pairs, in the order given; the id where there is no name."""
    return session.frame(
        sql("pair_names"), creator_ids=list(creator_ids), product_ids=list(product_ids)
    )
