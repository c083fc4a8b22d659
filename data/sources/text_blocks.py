"""CSV in blocks: many rows at once as long as each is a line, then the rest row by row.

What a block says is what row-by-row reading would say of the same lines. Where that is not plain
from its separators and quotes alone (a line break inside a field, a quote out of place, a row of
another width, bytes that are no UTF-8), the block is not made.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from data.sources import text
from data.sources.table_rows import Row

QUOTE, LINE_FEED, RETURN = (ord(mark) for mark in '"\n\r')
BYTES_A_ROW = 200
"""About what a row of a report takes; blocks are cut by bytes, for lines are not counted yet."""


@dataclass(frozen=True)
class Block:
    """Rows as wide as the header: `table` has a text column per field, as it stands.

    `rows` are their numbers, as a reader of the file counts.
    """

    table: pa.Table
    rows: np.ndarray


def blocks(path: Path, header_row: int, rows: int) -> Iterator[Block | Row]:
    """What follows the header, about so many rows a block. Raises UnreadableError."""
    mark, row = text.delimiter(path), header_row + 1
    with path.open("rb") as file:
        if not (width := _width(file, mark, header_row)):
            yield from (found for found in text.rows(path) if found[0] > header_row)
            return
        start = file.tell()
        while lines := _lines(file, rows * BYTES_A_ROW):
            block = _block(lines, mark, width, row)
            if block is None:
                break
            yield block
            row, start = row + lines.count(b"\n"), file.tell()
        file.seek(start)
        yield from text.rest(path, file, mark, row)


def _width(file: BinaryIO, mark: str, header_row: int) -> int:
    """How many fields the header has, read to its end; 0 where it is not plain to read."""
    fields: list[str] = []
    with suppress(csv.Error, UnicodeError):
        reader = csv.reader(_decoded(file), delimiter=mark, strict=True)
        for _ in range(header_row):
            fields = next(reader, [])
        return len(fields)
    return 0


def _decoded(file: BinaryIO) -> Iterator[str]:
    encoding = "utf-8-sig"
    while line := file.readline(text.WIDEST_FIELD):
        yield line.decode(encoding)
        encoding = "utf-8"


def _lines(file: BinaryIO, size: int) -> bytes:
    """About so many bytes, to the end of a line; the file's last one is ended where it is not."""
    lines = file.read(size) + file.readline(text.WIDEST_FIELD)
    return lines + b"\n" if lines and not lines.endswith(b"\n") else lines


def _block(lines: bytes, mark: str, width: int, first: int) -> Block | None:
    """The lines as a block; None where row-by-row reading may say something else of them."""
    if width < 2 or not _is_plain(lines, ord(mark)):
        return None
    names = [str(place) for place in range(width)]
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(lines),
            arrow_csv.ReadOptions(column_names=names, block_size=max(len(lines), 1 << 16)),
            arrow_csv.ParseOptions(delimiter=mark, ignore_empty_lines=True),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    rows = first + np.flatnonzero(_filled(lines))
    return Block(table, rows) if table.num_rows == len(rows) else None


def _filled(lines: bytes) -> np.ndarray:
    """Which lines are not blank."""
    cells = np.frombuffer(lines, dtype=np.uint8)
    ends = np.flatnonzero(cells == LINE_FEED)
    lengths = np.diff(ends, prepend=-1) - 1 - (cells[ends - 1] == RETURN)
    return lengths > 0


def _is_plain(lines: bytes, mark: int) -> bool:
    """Whether each line is a row for certain: whole, and quoted as the standard (RFC 4180) says."""
    if not lines.endswith(b"\n") or b"\0" in lines or not _is_utf8(lines):
        return False
    cells = np.frombuffer(lines, dtype=np.uint8)
    ends = np.flatnonzero(cells == LINE_FEED)
    if np.diff(ends, prepend=-1).max() >= text.WIDEST_FIELD:
        return False
    if lines.count(b"\r") != lines.count(b"\r\n"):
        return False
    quotes = np.flatnonzero(cells == QUOTE)
    return not len(quotes) or _is_regular(cells, quotes, ends, mark)


def _is_regular(cells: np.ndarray, quotes: np.ndarray, ends: np.ndarray, mark: int) -> bool:
    """Whether quotes open fields, close them or stand twice, and no line ends between two."""
    if len(quotes) % 2 or (np.searchsorted(quotes, ends) % 2).any():
        return False
    edges = np.isin(cells, (mark, LINE_FEED, RETURN, QUOTE))
    opening, closing = quotes[::2], quotes[1::2]
    return bool(edges[opening - 1].all() and edges[closing + 1].all())


def _is_utf8(lines: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        lines.decode()
        return True
    return False
