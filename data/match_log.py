"""What viewers were shown and did with it: match impressions, gathered and written as loads.

Later estimates of a ranking's value need who saw which candidate at which rank, and what followed.
A write per click would scatter small files, so rows wait here and are flushed together.
"""

import logging
import threading
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from data import lake
from data.check import checked
from data.contract import TABLES
from data.definitions import MATCH_LOG
from data.store import Store

TABLE = TABLES["match_impressions"]
Shown = dict[str, Any]
log = logging.getLogger(__name__)
_waiting: dict[str, dict[str, Shown]] = {}
_at_waiting, _writing = threading.Lock(), threading.Lock()


def now() -> datetime:
    """This instant as the tables hold it: UTC without a zone, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None)


def note(market: str, rows: pd.DataFrame) -> None:
    """Notes rows of `match_impressions`; a later row of the same impression replaces it.

    Raises ContractError, so that a wrong row never waits before the right ones.
    """
    noted = checked(TABLE, rows).to_pylist()
    with _at_waiting:
        _waiting.setdefault(market, {}).update({row["impression_id"]: row for row in noted})


def flush() -> int:
    """Writes what waits as one load per market; returns how many rows were written.

    A market that cannot be written is logged; its rows wait for the next flush.
    """
    with _writing:
        return sum(_flush(market) for market, rows in list(_waiting.items()) if rows)


def _flush(market: str) -> int:
    with _at_waiting:
        rows = dict(_waiting[market])
    try:
        _write(market, rows)
    except (OSError, ValueError):
        log.exception("what viewers of market '%s' saw was not written; trying again", market)
        return 0
    with _at_waiting:
        held = _waiting[market]
        for name in [name for name, row in rows.items() if held[name] is row]:
            del held[name]
    return len(rows)


def _write(market: str, rows: dict[str, Shown]) -> None:
    with lake.load(Store.of(market), source=MATCH_LOG, by="app") as load:
        load.add(TABLE.name, pa.Table.from_pylist(list(rows.values()), schema=TABLE.schema))
