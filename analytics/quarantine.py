"""Rows that were not loaded, with file, row, reason and remedy; analysts only."""

import pandas as pd

from analytics.question import sql
from data.warehouse import Session


def quarantine_reasons(session: Session) -> pd.DataFrame:
    """Rejected rows counted by load, file, column and kind of reason, most first."""
    return session.frame(sql("quarantine_reasons"))


def quarantine_rows(
    session: Session,
    load: int | None = None,
    reason: str | None = None,
    text: str | None = None,
    most: int = 200,
) -> pd.DataFrame:
    """Rejected rows, at most `most`, with `found` (how many there are) and the row as it stood.

    `reason` is one of `quarantine_reasons`, `text` any part of file, reason or row.
    """
    return session.frame(
        sql("quarantine_rows"), load=load, reason=reason, text=text or None, most=most
    )
