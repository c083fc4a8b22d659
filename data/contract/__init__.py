"""The event tables: every name and type of the lake and the warehouse, written down once.

Money is a whole number of the currency's minor units (cents) beside an ISO code, instants are UTC,
ids are opaque text.
"""

from data.contract.columns import (
    CHANNELS,
    CONTENT_TYPES,
    EVENT_KINDS,
    ORDER_STATUSES,
    UNDATED,
    Column,
    Table,
)
from data.contract.dimensions import DIMENSIONS
from data.contract.facts import FACTS

TABLES: dict[str, Table] = {table.name: table for table in (*DIMENSIONS, *FACTS)}

__all__ = [
    "CHANNELS",
    "CONTENT_TYPES",
    "EVENT_KINDS",
    "ORDER_STATUSES",
    "TABLES",
    "UNDATED",
    "Column",
    "Table",
]
