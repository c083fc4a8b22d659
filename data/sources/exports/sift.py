"""Rows of a report in the types of its fields; what cannot be read is taken out with its reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.lake import Rejected
from data.sources.exports import reading, spans
from data.sources.exports.bands import Bands, bands
from data.sources.exports.currencies import is_other, row_currencies
from data.sources.exports.fields import (
    BAND,
    BUYER,
    COUNT,
    DAYS,
    DURATION,
    FLAG,
    HANDLE,
    ID,
    INSTANT,
    MONEY,
    NUMBER,
    RATE,
    TALLY,
    TEXT,
    WORD,
    Field,
)
from data.sources.exports.opened import Opened
from data.sources.exports.privacy import masked, masked_whole
from data.sources.exports.reading import Values
from data.sources.exports.table import Piece, pieces

SHIFTED = 2
"""From so many cells on that do not fit their columns a row counts as shifted."""


@dataclass
class Sifted:
    """Good rows of a piece, a typed column per field of the format, indexed by row number.

    `currency` is a column too, where the format has money. `rejected` are the other rows, `kept`
    the same as quarantine may keep them.
    """

    frame: pd.DataFrame
    rejected: list[Rejected] = field(default_factory=list)
    kept: list[Rejected] = field(default_factory=list)
    set_aside: int = 0


@dataclass
class _Sifting:
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
            self.problems.setdefault(place, (header, reason.format(value=value or ""), remedy))

    def keep(self, name: str, values: Values) -> None:
        self.note(name, values.is_bad, values.reason, values.remedy)
        self.columns[name] = values.values.reset_index(drop=True)

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


def sifted(report: Opened, piece: Piece) -> Sifted:
    """A piece in the types of its fields."""
    sifting = _Sifting(report, piece)
    export = report.layout.export
    for known in export.fields:
        if known.kind == TALLY:
            sifting.keep_bands(known, bands(sifting.text(known.name), report.hints), 1.0)
        elif known.kind == DAYS:
            sifting.keep_days(known)
        elif known.kind not in (MONEY, BAND):
            sifting.keep(known.name, _read(report, sifting.text(known.name), known))
    _read_money(sifting)
    for known in export.fields:
        if known.is_required:
            empty = ~np.asarray(sifting.text(known.name).is_valid())
            sifting.note(known.name, empty, "is empty", "export the file again, or fill it in")
    good = np.ones(len(piece.rows), dtype=bool)
    good[list(sifting.problems)] = False
    frame = pd.DataFrame(sifting.columns)
    frame.index = pd.Index(piece.rows, name="row")
    result = Sifted(frame[good], set_aside=piece.set_aside)
    for b in piece.broken:
        row = Rejected(report.name, b.row, None, b.reason, b.remedy, b.record)
        result.rejected.append(row)
        result.kept.append(masked_whole(row))
    for row, kept in _rejected(sifting):
        result.rejected.append(row)
        result.kept.append(kept)
    return result


def refused(report: Opened, reasons: Mapping[int, str], column: str, remedy: str) -> list[Rejected]:
    """Good rows that a format refuses for what they say together: reason by row number.

    The file is read once more for them, for rows in their types no longer show what stood there.
    """
    if not reasons:
        return []
    return [
        Rejected(
            report.name,
            row,
            report.layout.said(column),
            reasons[row],
            remedy,
            _record(report, piece, place),
        )
        for piece in pieces(report.file, report.layout)
        for place, row in enumerate(piece.rows.tolist())
        if row in reasons
    ]


def _read(report: Opened, text: pa.Array, known: Field) -> Values:
    hints = report.hints
    readers: dict[str, Callable[[], Values]] = {
        ID: lambda: reading.ids(text),
        HANDLE: lambda: reading.handles(text),
        COUNT: lambda: reading.counts(text, hints),
        RATE: lambda: reading.rates(text, hints),
        DURATION: lambda: spans.durations(text),
        NUMBER: lambda: reading.numbers(text, hints),
        INSTANT: lambda: reading.instants(text, hints, report.zone),
        WORD: lambda: reading.meant(text, known.words),
        FLAG: lambda: reading.meant(text, FLAG),
        BUYER: lambda: reading.texts(report.key.hashed(text)),
    }
    return readers.get(known.kind, lambda: reading.texts(text))()


def _read_money(sifting: _Sifting) -> None:
    """Amounts in minor units, in the currency that the row, its signs or the report name."""
    report = sifting.report
    export = report.layout.export
    names, banded = export.of_kind(MONEY), export.of_kind(BAND)
    if not names and not banded:
        return
    read = {name: reading.amounts(sifting.text(name), report.hints) for name in names}
    intervals = {name: bands(sifting.text(name), report.hints) for name in banded}
    found = [sign for _, sign, _ in read.values()] + [one.sign for one in intervals.values()]
    currency = row_currencies(report, sifting.text("currency"), found)
    sifting.note("currency", currency.is_bad, currency.reason, currency.remedy)
    codes = currency.values
    remedy = "give the currency that the amounts are in"
    other = "'{value}' is in another currency than the row's"
    for name, one in intervals.items():
        sifting.keep_bands(export.by_name[name], one, 10.0 ** reading.digits_of(codes))
        sifting.note(name, is_other(one.sign, codes), other, remedy)
    for name, (value, sign, is_bad) in read.items():
        known = export.by_name[name]
        amount = np.abs(value) if known.may_be_negative else value
        is_negative = ~np.isnan(amount) & (amount < 0) & (not known.is_balance)
        sifting.keep(name, reading.money(amount, codes, is_bad))
        sifting.note(name, is_negative, "'{value}' is below 0", "give an amount of 0 or more")
        sifting.note(name, is_other(sign, codes), other, remedy)
    sifting.columns["currency"] = codes


def _rejected(sifting: _Sifting) -> Iterator[tuple[Rejected, Rejected]]:
    """Each row with a problem, as it stands and as quarantine may keep it."""
    report, piece = sifting.report, sifting.piece
    for place, (column, reason, remedy) in sorted(sifting.problems.items()):
        names = sifting.misfits.get(place, set())
        record = _record(report, piece, place)
        row = Rejected(report.name, int(piece.rows[place]), column, reason, remedy, record)
        yield row, masked(row, _doubtful(sifting, place, names))


def _doubtful(sifting: _Sifting, place: int, misfits: set[str]) -> set[str]:
    """Columns of a bad row whose cells may have slipped in from others: those that do not fit, text
    that no good row has; all, where the row is shifted.
    """
    said = sifting.report.layout.said
    if len(misfits) >= SHIFTED:
        return {said(name) for name in sifting.piece.table.column_names}
    unlike = {
        name
        for name in sifting.report.layout.export.of_kind(TEXT)
        if name in sifting.piece.table.column_names
        and sifting.text(name)[place].as_py() not in sifting.known(name)
    }
    return {said(name) for name in misfits | unlike}


def _record(report: Opened, piece: Piece, place: int) -> dict[str, Any]:
    cells = piece.table.slice(place, 1).to_pylist()[0] if piece.table.num_columns else {}
    buyers = set(report.layout.export.of_kind(BUYER))
    return {
        report.layout.said(name): report.key.name(value) if name in buyers else value
        for name, value in cells.items()
        if value is not None
    }
