"""Questions that doubt the data: each check finds the rows that make a figure wrong or empty."""

from dataclasses import dataclass

import pandas as pd

from analytics.checks import CHECKS, MISSING, NOTE, WRONG, Check
from analytics.question import sql
from data.warehouse import Session


@dataclass(frozen=True)
class Finding:
    """What a check found: how many of the rows it looked at fail, and the worst of them."""

    check: Check
    failing: int
    checked: int | None
    rows: pd.DataFrame


def finding(session: Session, key: str, most: int = 200) -> Finding:
    """One check's failing rows, at most `most` of them; money in minor units, instants UTC."""
    check = next(check for check in CHECKS if check.key == key)
    rows = session.frame(sql(f"checks/{key}"), most=most)
    shown = rows.drop(columns=["failing", "checked"])
    if rows.empty:
        return Finding(check, 0, None, shown)
    return Finding(check, int(rows["failing"].iloc[0]), int(rows["checked"].iloc[0]), shown)


def findings(session: Session) -> pd.DataFrame:
    """Every check that has rows to look at: key, title, severity, consequence, failing, share.

    Worst first; `share` (0 to 1) is of the rows checked.
    """
    held = table_freshness(session)
    filled = set(held["table"][held["rows"] > 0])
    found = [
        finding(session, check.key, most=1)
        for check in CHECKS
        if filled & {check.table, check.or_table}
    ]
    frame = pd.DataFrame(
        {
            "key": [f.check.key for f in found],
            "table": [f.check.table for f in found],
            "title": [f.check.title for f in found],
            "severity": [f.check.severity for f in found],
            "consequence": [f.check.consequence for f in found],
            "failing": [f.failing for f in found],
            "share": [f.failing / f.checked if f.checked else 0.0 for f in found],
        }
    )
    rank = frame["severity"].map({WRONG: 0, MISSING: 1, NOTE: 2}) + 3 * (frame["failing"] == 0)
    return frame.assign(rank=rank).sort_values(["rank", "share"], ascending=[True, False])


def table_freshness(session: Session) -> pd.DataFrame:
    """Rows per contract table with the first and last local day, where it has days."""
    return session.frame(sql("table_freshness"))
