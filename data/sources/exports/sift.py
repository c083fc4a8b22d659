"""Rows of a report in the types of its fields; what cannot be read is taken out with its reason."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.lake import Rejected
from data.sources.exports import reading, spans
from data.sources.exports.bands import bands
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
from data.sources.exports.ids import ids
from data.sources.exports.moments import instants
from data.sources.exports.money_columns import read_money, unsure
from data.sources.exports.opened import Opened
from data.sources.exports.privacy import masked, masked_whole
from data.sources.exports.reading import Values
from data.sources.exports.sifting import Sifting
from data.sources.exports.table import Piece, pieces

SHIFTED = 2
"""From so many cells on that do not fit their columns a row counts as shifted."""


@dataclass
class Sifted:
    """Good rows of a piece, a typed column per field of the format, indexed by row number.

    `currency` is a column too, where the format has money. `rejected` are the other rows, `kept`
    the same as quarantine may keep them, `lost` what could be read of them.
    """

    frame: pd.DataFrame
    lost: pd.DataFrame
    rejected: list[Rejected] = field(default_factory=list)
    kept: list[Rejected] = field(default_factory=list)
    set_aside: int = 0


def sifted(report: Opened, piece: Piece) -> Sifted:
    """A piece in the types of its fields."""
    sifting = Sifting(report, piece)
    export = report.layout.export
    for known in export.fields:
        _keep(sifting, known)
    read_money(sifting)
    for known in export.fields:
        if known.is_required:
            empty = ~np.asarray(sifting.text(known.name).is_valid())
            sifting.note(known.name, empty, "is empty", "export the file again, or fill it in")
    good = np.ones(len(piece.rows), dtype=bool)
    good[list(sifting.problems)] = False
    frame = pd.DataFrame(sifting.columns)
    frame.index = pd.Index(piece.rows, name="row")
    result = Sifted(frame[good], frame[~good], set_aside=piece.set_aside)
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


def _keep(sifting: Sifting, known: Field) -> None:
    """A column in its type; money is read later, for its currency takes all of it together."""
    report, text = sifting.report, sifting.text(known.name)
    if known.kind == TALLY:
        read = bands(text, report.hints)
        sifting.note(known.name, read.may_be_thousands, *unsure("as a count"))
        sifting.keep_bands(known, read, 1.0)
    elif known.kind == DAYS:
        sifting.keep_days(known)
    elif known.kind == INSTANT:
        sifting.keep_instants(known, instants(text, report.hints, report.zone))
    elif known.kind not in (MONEY, BAND):
        sifting.keep(known.name, _read(report, text, known))


def _read(report: Opened, text: pa.Array, known: Field) -> Values:
    hints = report.hints
    readers: dict[str, Callable[[], Values]] = {
        ID: lambda: ids(text),
        HANDLE: lambda: reading.handles(text),
        COUNT: lambda: reading.counts(text, hints),
        RATE: lambda: reading.rates(text, hints.rates.get(known.name, "percent")),
        DURATION: lambda: spans.durations(text),
        NUMBER: lambda: reading.numbers(text, hints),
        WORD: lambda: reading.meant(text, known.words),
        FLAG: lambda: reading.meant(text, FLAG),
        BUYER: lambda: reading.texts(report.key.hashed(text)),
    }
    return readers.get(known.kind, lambda: reading.texts(text))()


def _rejected(sifting: Sifting) -> Iterator[tuple[Rejected, Rejected]]:
    """Each row with a problem, as it stands and as quarantine may keep it."""
    report, piece = sifting.report, sifting.piece
    for place, (column, reason, remedy) in sorted(sifting.problems.items()):
        names = sifting.misfits.get(place, set())
        record = _record(report, piece, place)
        row = Rejected(report.name, int(piece.rows[place]), column, reason, remedy, record)
        yield row, masked(row, _doubtful(sifting, place, names))


def _doubtful(sifting: Sifting, place: int, misfits: set[str]) -> set[str]:
    """Columns of a bad row whose cells may have slipped in from others: those that do not fit, text
    that no good row has; where the row is shifted all but words of a list, which nobody is called.
    """
    said = sifting.report.layout.said
    if len(misfits) >= SHIFTED:
        listed = {*sifting.report.layout.export.of_kind(WORD, FLAG)} - misfits
        return {said(name) for name in sifting.piece.table.column_names if name not in listed}
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
