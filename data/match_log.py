"""What viewers were shown and did with it: match impressions, gathered and written as loads.

Later estimates of a ranking's value need who saw which candidate at which rank, and what followed.
A write per click would scatter small files, so rows wait here and are flushed together.
"""

import threading
from datetime import UTC, datetime

import pandas as pd

from data import lake
from data.definitions import MATCH_LOG
from data.store import Store

Shown = dict[str, object]
LOG_LOCK = threading.Lock()
_waiting: dict[str, dict[str, Shown]] = {}


def now() -> datetime:
    """This instant as the tables hold it: UTC without a zone, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None)


def note(market: str, rows: pd.DataFrame) -> None:
    """Notes rows of `match_impressions`; a later row of the same impression replaces it."""
    with LOG_LOCK:
        held = _waiting.setdefault(market, {})
        for row in rows.to_dict("records"):
            held[str(row["impression_id"])] = {str(name): value for name, value in row.items()}


def flush() -> int:
    """Writes what waits as one load per market; returns how many rows."""
    with LOG_LOCK:
        taken = dict(_waiting)
        _waiting.clear()
    for market, rows in taken.items():
        with lake.load(Store.of(market), source=MATCH_LOG, by="app") as load:
            load.add("match_impressions", pd.DataFrame(list(rows.values())))
    return sum(len(rows) for rows in taken.values())
