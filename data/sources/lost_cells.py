"""Cells whose value a spreadsheet has lost, as people are told of them in refused rows."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from data.lake import Rejected
from data.sources.table_rows import UNREADABLE, is_unreadable, lost

IN_REASON = re.compile(f"{UNREADABLE}[^']*")


def in_words(rows: Iterable[Rejected]) -> list[Rejected]:
    """Refused rows without the mark of such cells; a reason that quotes one says what became of
    it.
    """
    return [_told(row) for row in rows]


def _told(row: Rejected) -> Rejected:
    found = IN_REASON.search(row.reason)
    if not found and not any(is_unreadable(str(value)) for value in row.record.values()):
        return row
    reason, remedy = lost(found[0]) if found else (row.reason, row.remedy)
    record = {name: _bare(value) for name, value in row.record.items()}
    return replace(row, reason=reason, remedy=remedy, record=record)


def _bare(value: Any) -> Any:
    return value.removeprefix(UNREADABLE) if isinstance(value, str) else value
