"""One piece of a report on its way to typed columns, with the problems that its rows have."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.sources.exports import spans
from data.sources.exports.bands import Bands
from data.sources.exports.fields import BUYER, Field
from data.sources.exports.moments import doubts
from data.sources.exports.opened import Opened
from data.sources.exports.reading import Values
from data.sources.exports.table import Piece
from data.sources.table_rows import UNREADABLE, is_unreadable, lost


@dataclass
class Sifting:
    """Columns of a piece as they are read, and what is wrong with its rows, by their place."""

    report: Opened
    piece: Piece
    problems: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    misfits: dict[int, set[str]] = field(default_factory=dict)
    columns: dict[str, pd.Series] = field(default_factory=dict)
    texts: dict[str, set[str]] = field(default_factory=dict)

    def text(self, name: str) -> pa.Array:
        if name not in self.piece.table.column_names:
            return pa.nulls(len(self.piece.rows), pa.string())
        column = self.piece.table[name]
        return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column

    def known(self, name: str) -> set[str]:
        """What good rows say in a column."""
        if name not in self.texts:
            said = self.text(name).to_pylist()
            self.texts[name] = {t for place, t in enumerate(said) if place not in self.problems}
        return self.texts[name]

    def note(self, name: str, is_bad: np.ndarray, reason: str, remedy: str) -> None:
        """Notes the first problem of each row, and every cell that does not fit."""
        said = self.text(name) if is_bad.any() else None
        for place in np.flatnonzero(is_bad).tolist():
            value = said[place].as_py() if said is not None else None
            self.misfits.setdefault(place, set()).add(name)
            header = self.report.layout.said(name)
            said_so = lost(str(value)) if is_unreadable(value) else None
            why = said_so or (reason.format(value=value or ""), remedy)
            self.problems.setdefault(place, (header, *why))

    def keep(self, name: str, values: Values) -> None:
        is_lost = self.report.layout.export.by_name[name].kind != BUYER and self._is_lost(name)
        self.note(name, values.is_bad | is_lost, values.reason, values.remedy)
        self.columns[name] = values.values.reset_index(drop=True)

    def _is_lost(self, name: str) -> np.ndarray:
        """Which cells have no value that anyone could read, such as a handle that is an error."""
        return np.asarray(pc.fill_null(pc.starts_with(self.text(name), UNREADABLE), False))

    def keep_instants(self, known: Field, read: Values) -> None:
        for is_doubtful, reason, remedy in doubts(
            self.text(known.name), read.values, self.report.hints
        ):
            self.note(known.name, is_doubtful, reason, remedy)
        self.keep(known.name, read)

    def keep_bands(self, known: Field, read: Bands, units: np.ndarray | float) -> None:
        """Numbers times `units` as three columns: `name`, `name_low`, `name_high`."""
        value = np.abs(read.value) if known.may_be_negative else read.value
        for end, number in (("", value), ("_low", read.low), ("_high", read.high)):
            self.columns[known.name + end] = pd.Series(np.round(number * units, 6))
        is_negative = ~np.isnan(value) & (value < 0)
        is_bad = read.is_bad | is_negative
        self.note(known.name, is_bad, "'{value}' is no amount", "write it like 1234.50 or 1K-5K")

    def keep_days(self, known: Field) -> None:
        """A range of days as two columns, `starts_on` and `ends_on`."""
        text = self.text(known.name)
        read = [spans.days_between(said) if said else None for said in text.to_pylist()]
        for place, name in enumerate(("starts_on", "ends_on")):
            ends = [days[place] if days else None for days in read]
            self.columns[name] = pd.Series(ends, dtype=object)
        is_bad = np.array([days is None for days in read], dtype=bool) & np.asarray(text.is_valid())
        self.note(
            known.name, is_bad, "'{value}' is no range of days", "write 2026-05-01 ~ 2026-05-31"
        )
