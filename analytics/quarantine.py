"""Rows that were not loaded, with file, row, reason and remedy; analysts only."""

from pathlib import PurePath

import pandas as pd

from analytics.question import sql
from data.quarantine import mend_name
from data.warehouse import Session


def quarantine_reasons(session: Session) -> pd.DataFrame:
    """Rejected rows counted by load, file, column and kind of reason, most first."""
    return session.frame(sql("quarantine_reasons"))


def quarantine_rows(
    session: Session,
    *,
    load: int | None = None,
    file: str | None = None,
    column: str | None = None,
    reason: str | None = None,
    text: str | None = None,
    most: int = 200,
) -> pd.DataFrame:
    """Rejected rows, at most `most`, with `found` (how many there are) and the row as it stood.

    `file`, `column` and `reason` are of `quarantine_reasons`, the column empty for a whole row;
    `text` is any part of file, reason or row.
    """
    about = {"load": load, "file": file, "column": column, "reason": reason}
    return session.frame(sql("quarantine_rows"), **about, text=text or None, most=most)


def came_again(load: int, file: str, loads: pd.DataFrame) -> int | None:
    """The newest load after this one that brought a file of the same name, or the file to mend, of
    `lineage.load_history`; None where none did.
    """
    names = {PurePath(file).name, mend_name(file)}
    later = loads[(loads["number"] > load) & loads["undone_at"].isna()]
    found = [
        int(number)
        for number, files in zip(later["number"], later["files"], strict=True)
        if names & {PurePath(loaded.partition(" sha256:")[0]).name for loaded in files}
    ]
    return max(found, default=None)
