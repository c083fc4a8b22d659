"""Contribution margin: what is left of net GMV after every cost that a sale or a creator causes.

A part of which anything is missing is empty, and so is the margin: never taken for zero.
"""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

GRAINS = ("product", "creator", "pair", "merchant", "total")
COSTS = ("commission", "platform_fee", "flat_fees", "sample_costs", "goods_cost")


def margin(session: Session, slice: Slice, by: str) -> pd.DataFrame:
    """Net GMV, each of COSTS and the margin in minor units per product, creator, pair of both,
    shop, or in total; with n (lines, samples) and counts of what is missing.

    Flat fees and samples count in the period in which they were agreed and shipped; a fee of which
    no day is known is missing in every period. They belong to no channel, so the margin of one
    channel is empty.
    """
    if by not in GRAINS:
        raise ValueError(f"'{by}' is no grain of the margin; one of {GRAINS}")
    return session.frame(sql("margin"), **slice.parameters, by=by)


def missing_costs(session: Session, slice: Slice) -> pd.DataFrame:
    """What to enter so that margins can be told: shop, product (empty for a shop's fee rate),
    what is missing, and the lines, samples and net GMV that wait for it."""
    return session.frame(sql("missing_costs"), **slice.parameters)


def missing_note(row: pd.Series) -> str:
    """What a row of `margin` lacks, such as "cost of 3 products missing"; empty if nothing."""
    parts = (
        (row["products_missing_cost"], "cost of", "product", "missing"),
        (row["merchants_missing_fee"], "platform fee of", "shop", "missing"),
        (row["lines_missing_commission"], "commission of", "order line", "missing"),
        (row["lines_missing_units"], "quantity of", "order line", "implausible"),
        (row["fees_missing_day"], "fee of", "collaboration", "has no date"),
    )
    return "; ".join(
        f"{what} {n:,} {noun}{'' if n == 1 else 's'} {state}" for n, what, noun, state in parts if n
    )
