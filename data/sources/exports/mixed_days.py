"""Files whose days a spreadsheet of another locale has swapped: no row of them can be trusted.

Where a spreadsheet takes 03/05/2026 for a date of its own locale it saves it anew, mostly with the
year first; 25/05/2026, which cannot be one there, stays as it is. Exports write a column one way.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow.compute as pc

from data.sources.chunk import UnreadableError
from data.sources.exports.fields import INSTANT
from data.sources.exports.layout import Layout
from data.sources.exports.table import Piece

WAYS = {"year": r"^20\d\d[-/.]\d", "day or month": r"^\d{1,2}[-/.]\d{1,2}[-/.]"}
REMEDY = (
    "a spreadsheet may have swapped day and month; "
    "export it again and do not save it from a spreadsheet"
)


def unmixed(file: str, layout: Layout, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces. Raises UnreadableError once a column of times is written in two ways."""
    seen: dict[str, dict[str, int]] = {}
    for piece in pieces:
        for name in layout.export.of_kind(INSTANT):
            if name in layout.places:
                known = seen.setdefault(name, {})
                known |= {way: row for way, row in _first(piece, name).items() if way not in known}
                if len(known) > 1:
                    raise _mixed(file, layout.said(name), known)
        yield piece


def _first(piece: Piece, name: str) -> dict[str, int]:
    """The first row of a piece that is written in each way."""
    found = {}
    for way, pattern in WAYS.items():
        is_so = np.asarray(
            pc.fill_null(pc.match_substring_regex(piece.table[name], pattern), False)
        )
        if is_so.any():
            found[way] = int(piece.rows[is_so.argmax()])
    return found


def _mixed(file: str, column: str, rows: dict[str, int]) -> UnreadableError:
    in_order = sorted(rows.items(), key=lambda found: found[1])
    said = " and ".join(f"{way} first in row {row}" for way, row in in_order)
    return UnreadableError(file, f"has times with {said}, column {column}", REMEDY)
