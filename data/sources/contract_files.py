"""Our own contract as files: a folder of CSV or Parquet files named after the tables.

`order_lines.csv`, `order_lines-2026-05.csv` and `order_lines/2026-05.parquet` all hold order lines.
Money stands in minor units, instants in UTC. A bad row goes to quarantine, the rest is loaded; a
row that contradicts an earlier one of the same key goes there too, and one that tells a unit of an
experiment on record otherwise. Without a file `market` the time zone and currency must be given.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.contract import TABLES, Column, Table
from data.lake import Rejected
from data.sources import kept_lists
from data.sources.adapter import Adapter, Part, Shape, Source
from data.sources.chunk import Chunk
from data.sources.options import OptionError
from data.sources.repeats import Repeats, Seen
from data.sources.spelling import remedy
from data.sources.typed import broken_rules, read
from data.store import Store


def parts(source: Source) -> Iterator[Part]:
    """The tables' rows as they are; the row of `market` completes the source's market."""
    for table in TABLES.values():
        repeats, told = Repeats(), set[str]()
        for file, chunk in source.chunks(table.name):
            strangers = sorted(set(chunk.table.column_names) - set(table.names))
            if strangers and file not in told:
                told.add(file)
                source.notes.append(f"{file}: left alone, for no table has: {', '.join(strangers)}")
            part = _Piece(table, file, chunk).part(repeats, source.store)
            yield _taken_as_market(source, part) if table.name == "market" else part


class _Piece:
    """A chunk of one table: its values in the contract's types, the first problem of each row."""

    def __init__(self, table: Table, file: str, chunk: Chunk) -> None:
        self.table, self.file, self.chunk = table, file, chunk
        self.problems: dict[int, tuple[str, str, str]] = {}

    def part(self, repeats: Repeats, store: Store) -> Part:
        rows = pa.table(
            {
                column.name: self._read(column)
                for column in self.table.columns
                if column.name in self.chunk.table.column_names
            }
        )
        good = np.ones(len(self.chunk.rows), dtype=bool)
        good[list(self.problems)] = False
        good &= self._is_as_drawn(rows, good, store)
        seen = self._look(rows.filter(pa.array(good)), np.flatnonzero(good), repeats)
        rows = rows.filter(pa.array(good)).filter(pa.array(seen.is_new))
        return Part(
            self.file,
            {self.table.name: rows} if rows.num_rows else {},
            used=rows.num_rows,
            repeated=int(seen.is_equal.sum()),
            rejected=self._rejected(),
        )

    def _read(self, column: Column) -> pa.Array:
        reading = read(column, self.chunk.table[column.name])
        values = reading.values
        if self.table.name == "reported_metrics" and column.name == "currency":
            values = pc.fill_null(values, "")
        self._add(reading.is_bad, column, "'{value}' cannot be read")
        for is_bad, reason in broken_rules(column, values):
            self._add(is_bad, column, reason)
        return values

    def _add(self, is_bad: np.ndarray, column: Column, reason: str) -> None:
        for place in np.flatnonzero(is_bad).tolist():
            said = reason.format(value=self.chunk.table[column.name][place].as_py())
            self.problems.setdefault(place, (column.name, said, remedy(column)))

    def _is_as_drawn(self, rows: pa.Table, good: np.ndarray, store: Store) -> np.ndarray:
        """Whether each row leaves the lists of experiments on record as they are."""
        is_kept = np.ones(len(good), dtype=bool)
        if self.table is kept_lists.TABLE:
            is_kept[good] = ~kept_lists.contradicted(store, rows.filter(pa.array(good)))
        for place in np.flatnonzero(~is_kept):
            self.problems[int(place)] = ("unit_id", kept_lists.REASON, kept_lists.REMEDY)
        return is_kept

    def _look(self, rows: pa.Table, places: np.ndarray, repeats: Repeats) -> Seen:
        frame = pd.DataFrame({name: _comparable(rows[name]) for name in rows.column_names})
        frame.index = pd.Index(self.chunk.rows[places])
        seen = repeats.look(self.file, frame[list(self.table.key)], frame)
        is_other = ~seen.is_new & ~seen.is_equal
        for place, where in zip(places[is_other], seen.where[is_other], strict=True):
            reason = f"the same key stands with other values in {repeats.name(int(where))}"
            self.problems[int(place)] = (self.table.key[-1], reason, "keep the row that is right")
        return seen

    def _rejected(self) -> list[Rejected]:
        return [
            Rejected(self.file, int(self.chunk.rows[place]), *problem, self._record(place))
            for place, problem in sorted(self.problems.items())
        ]

    def _record(self, place: int) -> dict[str, Any]:
        row = self.chunk.table.slice(place, 1).to_pylist()[0]
        return {name: value for name, value in row.items() if value is not None}


def _comparable(values: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_list(values.type):
        return pd.Series([str(value) for value in values.to_pylist()], dtype="object")
    return values.to_pandas(types_mapper=pd.ArrowDtype)


def _taken_as_market(source: Source, part: Part) -> Part:
    """The file's row becomes the market's, under the name that is being loaded."""
    brought = part.tables.get("market")
    rows = brought.to_pylist() if isinstance(brought, pa.Table) else []
    if len(rows) > 1:
        raise OptionError(f"{part.file}: a market has one row, not {len(rows)}; keep one")
    for row in rows:
        if row["market_id"] != source.options.market:
            source.notes.append(f"{part.file} names the market '{row['market_id']}'")
        asked = {
            "market_id": source.options.market,
            "title": source.options.title,
            "time_zone": source.options.time_zone,
            "currency": source.options.currency,
        }
        source.market.update(row | {name: value for name, value in asked.items() if value})
    return replace(part, tables={})


CONTRACT = Adapter(
    "contract",
    "files of our own contract",
    tuple(
        Shape(
            table.name,
            frozenset(column.name for column in table.columns if not column.is_optional),
            is_required=False,
            is_named=True,
        )
        for table in TABLES.values()
    ),
    parts,
    finds_repeats=True,
)
