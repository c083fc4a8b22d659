"""Samples and fees of pairs as people enter them: whose row an entry is, and what it makes of it.

An entry names its collaboration, or is found by product, creator and the day the sample left; else
its id follows from these, so that a file entered twice is one entry.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from data import cells
from data.contract import TABLES
from data.edit_rows import EditError, Problem, Record, Row, one_of, read_all
from data.local_days import Calendar
from data.sample_creators import Creators

SAME = ("product_id", "creator", "shipped_on")
DAYS = {
    "shipped_on": "sample_shipped_at",
    "received_on": "sample_received_at",
    "agreed_on": "accepted_at",
    "posted_on": "posted_at",
}
OPTIONAL = (*DAYS, "flat_fee", "commission_percent", "collaboration_id")
DATED = (*DAYS.values(), "invited_at", "sample_requested_at")
NOTHING: Record = dict.fromkeys(TABLES["collaborations"].names)
DECIMALS = 6
"""Decimals of a percentage on screen and in files: a rate that shows the same is the same."""


@dataclass
class Entries:
    """Reads rows of samples against what is held of one shop: `currencies` by product, the market's
    own `currency`, collaborations `held` by id.
    """

    merchant_id: str
    calendar: Calendar
    currencies: Mapping[str, str]
    currency: str
    creators: Creators
    held: Mapping[str, Record]
    _named: set[str] = field(default_factory=set)
    _by_pair: dict[tuple[str, str], list[Record]] = field(default_factory=dict)

    def read_all(self, rows: pd.DataFrame) -> dict[int, Record]:
        """Rows of `collaborations` by the number of their row. Raises EditError."""
        for held in self.held.values():
            self._by_pair.setdefault((held["product_id"], held["creator_id"]), []).append(held)
        written = rows.get("collaboration_id", ())
        self._named = {cells.text(name) for name in written if not cells.is_blank(name)}
        records = read_all(rows, self._read, SAME, OPTIONAL)
        self._check_new(records)
        return records

    def _read(self, row: Row) -> Record | None:
        product = row.read("product_id", one_of, self.currencies, "product of this shop")
        creator = row.read("creator", self.creators.find)
        days = {c: row.read(c, self.calendar.read) for c in DAYS if c in row.values}
        if all(cells.is_blank(row.values.get(column)) for column in OPTIONAL):
            return None
        before = self._before(row, product, creator, days["shipped_on"])
        record = {**NOTHING, **before, **self._said(row, before, days, product)}
        if row.problems or record == before:
            return record
        record["collaboration_id"] = before.get("collaboration_id") or self._id(
            product, creator, days["shipped_on"]
        )
        record.update(merchant_id=self.merchant_id, product_id=product, creator_id=creator)
        self._check_days(row, record)
        now = datetime.now(UTC).replace(tzinfo=None)
        return {**record, "recorded_at": max(now, before.get("recorded_at", now))}

    def _said(
        self, row: Row, before: Record, days: Mapping[str, date | None], product: str | None
    ) -> Record:
        """What a row says of its collaboration; what is held stays where it shows the same."""
        said: Record = {}
        for column, day in days.items():
            said[DAYS[column]] = self._instant(day, before.get(DAYS[column]))
        if "flat_fee" in row.values:
            currency = self._currency(before, product)
            fee = row.read("flat_fee", cells.amount, currency)
            if fee != before.get("flat_fee"):
                said |= {"flat_fee": fee, "currency": currency}
        if "commission_percent" in row.values:
            rate = row.read("commission_percent", cells.percent_if_any)
            said["commission_rate"] = _kept(rate, before.get("commission_rate"))
        return said

    def _currency(self, before: Record, product: str | None) -> str:
        """What an entry's fee is in; a held fee that names no currency is in the market's."""
        if before.get("flat_fee") is not None:
            return before["currency"] or self.currency
        return before.get("currency") or self.currencies.get(product or "", self.currency)

    def _instant(self, day: date | None, held: datetime | None) -> datetime | None:
        if day is None:
            return None
        is_held = held is not None and self.calendar.day(held) == day
        return held if is_held else self.calendar.instant(day)

    def _before(
        self, row: Row, product: str | None, creator: str | None, shipped_on: date | None
    ) -> Record:
        """The collaboration that a row is about, empty for a new one."""
        if not cells.is_blank(row.values.get("collaboration_id")):
            name = row.read("collaboration_id", one_of, self.held, "collaboration of this shop")
            found = self.held.get(name, {})
            if found and product and creator and _pair(found) != (product, creator):
                remedy = "leave product and creator as they are, or empty collaboration_id"
                row.refuse("collaboration_id", f"'{name}' is of another pair", remedy)
            return found
        pair = self._by_pair.get((product or "", creator or ""), [])
        sent = [held for held in pair if self._shipped_on(held) == shipped_on]
        fitting = [held for held in sent if not self._is_named(held)] or sent
        if not fitting and shipped_on:
            fitting = [held for held in pair if self._is_open(held)]
            self._named.update(held["collaboration_id"] for held in fitting)
        if len(fitting) > 1:
            names = ", ".join(str(held["collaboration_id"]) for held in fitting[:3])
            remedy = f"say which in collaboration_id ({names})"
            row.refuse("creator", f"has {len(fitting)} collaborations that fit", remedy)
        return fitting[0] if fitting else {}

    def _is_open(self, held: Record) -> bool:
        """Whether a collaboration waits for its sample and no other row is about it."""
        is_over = held["ended_at"] is not None or held["sample_shipped_at"] is not None
        return not is_over and not self._is_named(held)

    def _is_named(self, held: Record) -> bool:
        return held["collaboration_id"] in self._named

    def _shipped_on(self, held: Record) -> date | None:
        at = held["sample_shipped_at"]
        return None if at is None else self.calendar.day(at)

    def _id(self, product: str, creator: str, shipped_on: date | None) -> str:
        said = [self.merchant_id, product, creator, shipped_on and shipped_on.isoformat()]
        return f"entered-{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]}"

    def _check_days(self, row: Row, record: Record) -> None:
        """Notes days that contradict each other, and money or a rate without any day."""
        shipped = record["sample_shipped_at"]
        for column in ("received_on", "posted_on"):
            at = record[DAYS[column]]
            if at is None or (column == "posted_on" and shipped is None):
                continue
            if shipped is None:
                row.refuse("shipped_on", "is empty, but received_on is not", "say when it left")
            elif self.calendar.day(at) < self.calendar.day(shipped):
                reason = f"'{self.calendar.day(at)}' is before shipped_on"
                row.refuse(column, reason, "mend the one that is wrong")
        if all(record[column] is None for column in DATED):
            row.refuse("agreed_on", "is empty, and so is every other day", "say when it was agreed")

    def _check_new(self, records: Mapping[int, Record]) -> None:
        """Raises EditError where a new entry says what another row says of a held one."""
        seen = {
            (*_pair(record), self._shipped_on(record)): number
            for number, record in records.items()
            if record["collaboration_id"] in self.held
        }
        problems = [
            Problem(
                number,
                SAME[0],
                f"says the same {' and '.join(SAME)} as row {seen[said]}",
                "keep one of the two",
            )
            for number, record in records.items()
            if record["collaboration_id"] not in self.held
            and (said := (*_pair(record), self._shipped_on(record))) in seen
        ]
        if problems:
            raise EditError(problems)


def _pair(record: Record) -> tuple[Any, Any]:
    return record["product_id"], record["creator_id"]


def _kept(rate: float | None, held: float | None) -> float | None:
    """The held rate where it shows the same percentage."""
    if rate is None or held is None:
        return rate
    is_same = round(100 * rate, DECIMALS) == round(100 * held, DECIMALS)
    return held if is_same else rate
