"""Ids with every digit: what a spreadsheet has made of one is told apart from it."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sources.exports.reading import Values, strings
from data.sources.table_rows import UNREADABLE

WRAP = r'^="?|^\'|"$'
SPOILT = r"^\d+([.,]\d+)?[eE]\+?\d+$"


def ids(text: pa.Array) -> Values:
    """Ids; one that a spreadsheet turned into 5.77E+17 has lost some of its digits."""
    bare = pc.replace_substring_regex(text, WRAP, "")
    is_spoilt = np.asarray(pc.fill_null(pc.match_substring_regex(bare, SPOILT), False))
    is_spoilt |= np.asarray(pc.fill_null(pc.starts_with(bare, UNREADABLE), False))
    return Values(
        strings(bare),
        is_spoilt,
        "'{value}' has lost digits in a spreadsheet",
        "export it again and do not save it from a spreadsheet, or format the column as text",
    )
