"""What a table of the contract is made of: types, columns, allowed values."""

from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

TEXT = pa.string()
COUNT = pa.int64()
MONEY = pa.int64()
REAL = pa.float64()
INSTANT = pa.timestamp("us")
DATE = pa.date32()
FLAG = pa.bool_()
TEXTS = pa.list_(pa.string())
VECTOR = pa.list_(pa.float32())

MOST_MONEY = 10**12
"""Minor units that one amount may come to: above any sale, and millions of them fit 64 bits."""

MOST_COUNT = 10**9
"""What one count may come to; an id that slipped into the column is larger."""

UNDATED = datetime(1970, 1, 1)
"""Stands in a required instant where a source knows no dates; never shown as a date."""

CHANNELS = ("live", "video", "product_card", "organic", "unattributed")
CONTENT_TYPES = ("live", "video", "product_card", "photo", "link", "status")
EVENT_KINDS = (
    "impression",
    "view",
    "click",
    "add_to_cart",
    "order",
    "follow",
    "like",
    "comment",
    "share",
)
ORDER_STATUSES = (
    "unpaid",
    "pending",
    "shipped",
    "completed",
    "settled",
    "cancelled",
    "refunded",
    "ineligible",
)
TIERS = ("nano", "micro", "mid", "macro", "mega")
PLANS = ("open", "target")
CHOOSERS = ("merchant", "creator", "platform", "model", "random")
PROMOTION_KINDS = ("campaign", "coupon", "display", "mailer", "discount")
MATCH_ACTIONS = ("shown", "opened", "shortlisted", "exported", "contacted")


@dataclass(frozen=True)
class Column:
    """One column: `about` says what it holds, `one_of` lists the only values allowed."""

    name: str
    type: pa.DataType
    about: str
    is_optional: bool = False
    one_of: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class Table:
    """One event table: a row per `grain`, unique by `key`, cut into months by `time`."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    time: str | None = None
    column_by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column_by_name", {c.name: c for c in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.column_by_name)

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(c.name, c.type, nullable=c.is_optional) for c in self.columns])


def required(name: str, type: pa.DataType, about: str, *one_of: str) -> Column:
    return Column(name, type, about, one_of=one_of)


def optional(name: str, type: pa.DataType, about: str, *one_of: str) -> Column:
    return Column(name, type, about, is_optional=True, one_of=one_of)


def amount(name: str, type: pa.DataType, about: str, *, is_optional: bool = False) -> Column:
    most = MOST_COUNT if type == COUNT else None
    return Column(name, type, about, is_optional, minimum=0, maximum=most)


def money(name: str, about: str, *, is_optional: bool = False) -> Column:
    return Column(name, MONEY, about, is_optional, minimum=0, maximum=MOST_MONEY)


def balance(name: str, about: str) -> Column:
    """Money that may be below 0, as what was paid may be taken back; empty where unknown."""
    return Column(name, MONEY, about, is_optional=True, minimum=-MOST_MONEY, maximum=MOST_MONEY)


CURRENCY = required("currency", TEXT, "ISO 4217 code of every amount in the row")
RECORDED_AT = required("recorded_at", INSTANT, "when the source recorded this state of the row")
