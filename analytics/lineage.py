"""What stands behind a number: its rows, its SQL, the loads that brought them."""

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

TRAFFIC = {"impressions", "views", "clicks", "add_to_carts", "ctr"}


def rows_behind(session: Session, slice: Slice, key: str) -> pd.DataFrame:
    """The rows that a metric sums: order lines for money and orders, traffic for the rest."""
    return session.frame(rows_sql(key), **slice.parameters)


def rows_sql(key: str) -> str:
    """The question whose rows a metric sums."""
    return sql("traffic_rows" if key in TRAFFIC else "sale_rows")


def sources(session: Session) -> pd.DataFrame:
    """Loads, newest first: source, files, by whom, when (UTC), rows, rejected; analysts only."""
    return session.frame(sql("sources"))
