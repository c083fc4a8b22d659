"""The products of a market: how each does, how it moved, how it sold over time."""

import pandas as pd

from analytics.margin import margin
from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

LONGEST_DAILY = 92


def product_ranking(session: Session, slice: Slice, text: str = "") -> pd.DataFrame:
    """Measures and rates per product that a text finds, best by net GMV first; one row without
    product_id holds what no product is named of, so that the sums are the totals.

    `change` and `growth` compare net GMV with the period before; `contribution_margin` is empty
    where a cost is missing. Money in minor units, shares 0 to 1.
    """
    ranking = session.frame(
        sql("product_ranking"),
        **slice.parameters,
        previous_first_day=slice.period.previous.first_day,
        text=text,
    )
    margins = margin(session, slice, "product").set_index("product_id")["margin"]
    return ranking.assign(contribution_margin=ranking["product_id"].map(margins))


def product_trends(session: Session, slice: Slice, product_ids: tuple[str, ...]) -> pd.Series:
    """Net GMV in minor units per day (per week in long periods) as a list, by product_id."""
    step = 1 if slice.period.days <= LONGEST_DAILY else 7
    found = session.frame(
        sql("product_trends"), **slice.parameters, product_ids=list(product_ids), step=step
    )
    return found.set_index("product_id")["trend"]


def known_products(session: Session, merchant_id: str | None, text: str = "") -> pd.DataFrame:
    """Products that a text finds, with the creators each has worked with, at most 500; `products`
    counts all that were found. For markets without a day to rank by."""
    return session.frame(sql("known_products"), merchant_id=merchant_id, text=text)


def flagged_lines(session: Session, slice: Slice) -> pd.Series:
    """Order lines whose quantity cannot be: how many, the largest quantity, their GMV."""
    return session.frame(sql("flagged_lines"), **slice.parameters).iloc[0]
