"""What each creator leaves on each product: the margin of pairs, with their names."""

import pandas as pd

from analytics.margin import margin
from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session


def pair_margins(session: Session, slice: Slice) -> pd.DataFrame:
    """The rows of `margin` by pair that have a creator, with handle, title and both as `pair`."""
    pairs = margin(session, slice, "pair").dropna(subset=["creator_id"]).reset_index(drop=True)
    names = session.frame(
        sql("pair_names"),
        creator_ids=pairs["creator_id"].tolist(),
        product_ids=pairs["product_id"].tolist(),
    )
    return pairs.assign(**names).assign(pair=names["handle"] + " × " + names["title"])
