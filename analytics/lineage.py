"""What stands behind a number: its rows, its SQL, the loads that brought them."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

SALES, TRAFFIC = "sale_rows", "traffic_rows"
FEES, SAMPLES = "agreed_fee_rows", "shipped_sample_rows"
OF_TRAFFIC = {"impressions", "views", "clicks", "add_to_carts", "ctr", "cvr"}
OF_BOTH = {"ctor_orders", "ctor_sku_orders", "watch_gpm", "show_gpm"}
MOST = 1_000_000


def kinds_behind(key: str) -> tuple[str, ...]:
    """What a metric sums: order lines, traffic, or both where it divides one by the other; for the
    margin also what creators cost beside their sales.
    """
    if key == "contribution_margin":
        return (SALES, FEES, SAMPLES)
    if key in OF_BOTH:
        return (SALES, TRAFFIC)
    return (TRAFFIC,) if key in OF_TRAFFIC else (SALES,)


def rows_behind(
    session: Session, slice: Slice, key: str, kind: str | None = None, most: int = MOST
) -> pd.DataFrame:
    """The rows of a kind that a metric sums, at most `most`, with `found`: how many there are."""
    return session.frame(rows_sql(kind or kinds_behind(key)[0]), **slice.parameters, most=most)


def rows_sql(kind: str) -> str:
    """The question that finds the rows of a kind."""
    return sql(kind)


def sources(session: Session) -> pd.DataFrame:
    """Loads, newest first: source, files, by whom, when (UTC), rows, rejected; analysts only.

    Loads of the match log, which pages write themselves, are left out, and so is what was undone.
    """
    return session.frame(sql("sources"))


def load_history(session: Session) -> pd.DataFrame:
    """As `sources`, with the loads that were undone, by whom and when (UTC); analysts only."""
    return session.frame(sql("load_history"))
