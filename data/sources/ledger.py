"""Keeps count of a load: what came in from each file, what went out to each table."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.contract import TABLES, UNDATED
from data.lake import Rejected
from data.sources.adapter import Adapter, Part, Source
from data.sources.report import FileReport, TableReport

MONEY = {
    "order_lines": (
        "payment",
        "platform_discount",
        "seller_discount",
        "refund",
        "estimated_commission",
        "actual_commission",
    ),
    "collaborations": ("flat_fee",),
}
FIRST_PROBLEMS = 20
VARYING = re.compile(r"'[^']*'|(?<=row )\d+|^-?[\d.]+")
"""What differs between problems of one kind: quoted values, row numbers, a leading number."""


class RowsLostError(AssertionError):
    """An adapter read rows and did not say what became of them: a defect, never the file's."""


@dataclass
class _Table:
    rows: int = 0
    first: Any = None
    last: Any = None
    sums: dict[str, Counter[str]] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)


@dataclass
class Ledger:
    """Adds up parts as they pass."""

    tables: dict[str, _Table] = field(default_factory=dict)
    fates: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[Rejected] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def take(self, part: Part) -> None:
        counts = {"used": part.used, "repeated": part.repeated, "unused": part.unused}
        self.fates.setdefault(part.file, Counter()).update(counts)
        self.refuse(part.rejected)

    def refuse(self, rows: Sequence[Rejected]) -> None:
        for row in rows:
            self.fates.setdefault(row.file, Counter())["rejected"] += 1
            kind = VARYING.sub("…", row.reason)
            self.reasons[f"{row.file}, {row.column or 'whole row'}: {kind}"] += 1
            if len(self.problems) < FIRST_PROBLEMS:
                self.problems.append(row)

    def count(self, table: str, rows: pa.Table) -> None:
        """Adds rows that keep the contract."""
        tally = self.tables.setdefault(table, _Table())
        tally.rows += rows.num_rows
        tally.filled |= {n for n in rows.column_names if rows[n].null_count < rows.num_rows}
        time = TABLES[table].time
        if time and rows.num_rows:
            ends = pc.min_max(rows[time])
            low, high = ends["min"].as_py(), ends["max"].as_py()
            tally.first = low if tally.first is None else min(tally.first, low)
            tally.last = high if tally.last is None else max(tally.last, high)
        for column in [name for name in MONEY.get(table, ()) if name in rows.column_names]:
            tally.sums.setdefault(column, Counter()).update(_sums(rows, column))

    def balance(self, source: Source) -> None:
        """Raises RowsLostError unless every row that was read is accounted for."""
        for file, read in source.read.items():
            said = sum(self.fates.get(file, Counter()).values())
            if said != read:
                raise RowsLostError(f"{file}: {read} rows read, {said} accounted for")

    def files(self, source: Source, adapter: Adapter) -> tuple[FileReport, ...]:
        why = {shape.name: shape.unused for shape in adapter.shapes}
        return tuple(
            FileReport(
                file.name,
                shape,
                source.read.get(file.name, 0),
                fates["used"],
                fates["repeated"],
                fates["rejected"],
                fates["unused"],
                why[shape],
            )
            for shape, files in source.files.items()
            for file in files
            for fates in [self.fates.get(file.name, Counter())]
        )

    def table_reports(self) -> tuple[TableReport, ...]:
        return tuple(
            TableReport(
                name,
                table.rows,
                _shown(table.first),
                _shown(table.last),
                {column: dict(sums) for column, sums in table.sums.items() if sums},
            )
            for name, table in self.tables.items()
        )


def _sums(rows: pa.Table, column: str) -> dict[str, int]:
    """Currency → sum, exactly: sums of 64-bit integers would wrap round in silence."""
    exact = pa.table({"currency": rows["currency"], "sum": rows[column].cast(pa.decimal128(38))})
    groups = exact.group_by("currency").aggregate([("sum", "sum")]).to_pylist()
    return {group["currency"]: int(group["sum_sum"]) for group in groups if group["sum_sum"]}


def _shown(instant: datetime | None) -> str | None:
    return None if instant in (None, UNDATED) else str(instant)
