"""The rows below a report's header, as text by field: what is no row of the report is set aside."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.formulas import bare
from data.sources.chunk import CHUNK_ROWS, Broken, UnreadableError
from data.sources.exports import words
from data.sources.exports.fields import BAND, COUNT, ID, INSTANT, MONEY, TALLY
from data.sources.exports.layout import Layout
from data.sources.files import SourceFile, trimmed
from data.sources.text_blocks import Block

RAGGED = "the row is cut or a separator is unquoted; export the file again"
BOUND = r"[^\s\d]{0,4}\s?\d[\d.,]*\s?[KMBkmb]?\+?"
PLAIN_VALUE = re.compile(
    rf"[\d\s.,:/%+$-]+|[A-Za-z]{{0,3}}\$?\s?[\d.,]+|{BOUND}(\s?[-~\u2013]\s?{BOUND})?"
)
"""What an id, an amount or a time looks like; the words of a definition do not."""


@dataclass(frozen=True)
class Piece:
    """Some rows of a report; `table` has a text column per field found, `rows` their numbers.

    `set_aside` counts definition and total rows, `broken` are rows that are no rows of the file.
    """

    table: pa.Table
    rows: np.ndarray
    broken: Sequence[Broken] = ()
    set_aside: int = 0


@dataclass
class _Gathering:
    """Rows gathered until they make a piece."""

    file: str
    layout: Layout
    good: list[Sequence[str | None]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    set_aside: int = 0

    def take(self, row: int, said: Sequence[str | None] | Broken) -> None:
        fields = said if isinstance(said, Broken) else trimmed(said)
        if isinstance(fields, Broken):
            self.broken.append(fields)
        elif not any(fields):
            return
        elif _is_aside(self.layout, row, fields):
            self.set_aside += 1
        elif not self.layout.is_row(fields):
            self.broken.append(_ragged(self.layout, row, fields))
        else:
            self.good.append(fields)
            self.rows.append(row)

    def piece(self) -> Piece:
        cells = list(zip(*self.good, strict=False)) if self.good else []
        rows = np.array(self.rows, "int64")
        table = _table(
            self.file,
            self.layout,
            rows,
            lambda place: pa.array(cells[place] if cells else (), pa.string()),
        )
        return Piece(table, rows, tuple(self.broken), self.set_aside)


def pieces(file: SourceFile, layout: Layout, most: int = CHUNK_ROWS) -> Iterator[Piece]:
    """All rows below the header, at most so many at a time. Raises UnreadableError."""
    if layout.other_header:
        rows = f"row {layout.other_header} and again, otherwise, in row {layout.header_row}"
        raise UnreadableError(file.name, f"names its columns in {rows}", "make two files of it")
    gathered = _Gathering(file.name, layout)
    width = len(layout.header)
    for found in file.blocks(layout.header_row, most):
        if isinstance(found, Block):
            yield _of_block(file.name, layout, found)
            continue
        row, fields = found
        # Most rows by far: as wide as the header, and beginning with an id. Nothing else to ask.
        if not isinstance(fields, Broken) and len(fields) == width and _is_number(fields[0]):
            gathered.good.append(fields)
            gathered.rows.append(row)
        else:
            gathered.take(row, fields)
        if len(gathered.rows) + len(gathered.broken) >= most:
            yield gathered.piece()
            gathered = _Gathering(file.name, layout)
    yield gathered.piece()


def _of_block(file: str, layout: Layout, block: Block) -> Piece:
    """The rows of a block: those that begin with an id at once, the others looked at one by one."""
    is_plain = pc.match_substring_regex(block.table[0], "^[0-9]")
    if block.table.num_columns not in (len(layout.header), layout.width):
        is_plain = pc.and_(is_plain, False)
    for beyond in block.table.columns[len(layout.header) :]:
        is_plain = pc.and_(is_plain, pc.equal(beyond, ""))
    plain = block.table.filter(is_plain)
    good = np.asarray(is_plain)
    rows = block.rows[good]
    table = _table(file, layout, rows, lambda place: plain[place].combine_chunks())
    piece = Piece(table, rows)
    if good.all():
        return piece
    gathered = _Gathering(file, layout)
    others = block.table.filter(pc.invert(is_plain)).columns
    said = zip(*(cells.to_pylist() for cells in others), strict=True)
    for row, fields in zip(block.rows[~good].tolist(), said, strict=True):
        gathered.take(row, fields)
    return _together(piece, gathered.piece())


def _table(
    file: str, layout: Layout, rows: np.ndarray, cells: Callable[[int], pa.Array]
) -> pa.Table:
    """Rows by field. Raises UnreadableError where a header stands twice above other cells."""
    columns = {name: _text(cells(place)) for name, place in layout.places.items()}
    for name, place in layout.twins:
        said = (pc.fill_null(column, "") for column in (columns[name], _text(cells(place))))
        is_other = np.asarray(pc.not_equal(*said))
        if is_other.any():
            raise _twins(file, layout, name, place, rows[is_other][0])
    return pa.table(columns)


def _twins(file: str, layout: Layout, name: str, place: int, row: int) -> UnreadableError:
    places = f"as field {layout.places[name] + 1} and as field {place + 1}"
    return UnreadableError(
        file,
        f"names column '{layout.said(name)}' twice, {places}, and row {row} holds two values there",
        "rename or remove one of the two columns",
    )


def _together(piece: Piece, other: Piece) -> Piece:
    rows = np.concatenate([piece.rows, other.rows])
    order = np.argsort(rows)
    table = pa.concat_tables([piece.table, other.table]).take(order)
    return Piece(table, rows[order], other.broken, other.set_aside)


def _is_number(cell: str | None) -> bool:
    return cell is not None and cell[:1].isdigit()


def _is_aside(layout: Layout, row: int, fields: Sequence[str | None]) -> bool:
    """Whether a row explains the columns, adds them up, or repeats the header."""
    said = [cell or "" for cell in fields]
    if tuple(said[: len(layout.header)]) == layout.header:
        return True
    first = next((cell for cell in said if cell), "")
    if words.normal(first) in words.meanings("total"):
        return True
    return row == layout.header_row + 1 and _is_definition(layout, said)


def _is_definition(layout: Layout, said: Sequence[str]) -> bool:
    """Whether no id, amount or time of the row looks like one, and some are sentences."""
    export = layout.export
    typed = export.of_kind(ID, MONEY, COUNT, INSTANT, BAND, TALLY)
    places = [layout.places[name] for name in typed if name in layout.places]
    cells = [said[place] for place in places if place < len(said)]
    given = [cell for cell in cells if cell]
    if len(given) < 2 or any(PLAIN_VALUE.fullmatch(cell) for cell in given):
        return False
    return any(" " in cell for cell in given)


def _ragged(layout: Layout, row: int, fields: Sequence[str | None]) -> Broken:
    reason = f"has {len(fields)} fields where the header has {len(layout.header)}"
    record = {str(place): cell for place, cell in enumerate(fields, 1) if cell}
    return Broken(row, reason, RAGGED, record)


def _text(cells: pa.Array) -> pa.Array:
    trimmed = bare(pc.utf8_trim_whitespace(cells))
    return pc.if_else(pc.is_in(pc.utf8_lower(trimmed), NOTHING), None, trimmed)


NOTHING = pa.array(["", "-", "--", "—", "/", "n/a", "null"], pa.string())
