"""What a shop sells: its products, what each leaves, and the promotions that ran for them."""

import pandas as pd

from analytics.margin import margin, missing_note
from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session


def portfolio(session: Session, slice: Slice) -> pd.DataFrame:
    """Products sold in the slice or before it, by net GMV: change, rates, `margin` and, where that
    is not estimable, `margin_note` with what is missing. Money in minor units.
    """
    previous = slice.period.previous.first_day
    sold = session.frame(sql("portfolio"), **slice.parameters, previous_first_day=previous)
    margins = margin(session, slice, "product")
    notes = margins.apply(missing_note, axis=1) if len(margins) else ""
    told = margins[["product_id", "margin"]].assign(margin_note=notes)
    return sold.merge(told, on="product_id", how="left")


def running_promotions(session: Session, slice: Slice) -> pd.DataFrame:
    """Promotions that overlap the slice: days, products covered, places, redemptions, and net GMV
    of those products meanwhile (minor units), which is no effect of the promotion.
    """
    return session.frame(sql("running_promotions"), **slice.parameters)
