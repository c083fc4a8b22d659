"""Ids with every digit: what a spreadsheet has made of one is told apart from it."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sources.exports.reading import UNSEEN, Values, strings

DIGITS = r"^\d+$"
WRAP = r'^="?|^\'|"$'
SPOILT = (
    r"^\d+([.,]\d+)?[eE]\+?\d+$|^\d+[.,]0+$|^#\D|^(?i:nan|none|undefined)$"
    r"|^\d{1,3}([.,'’\s\x{00A0}\x{202F}]\d{3})+([.,]0+)?$"
)
"""5.77E+17, an error of a cell, decimals, or thousands apart: 577..., 577...1.0, 577,460,..."""
NAMED = r"^\D+$"
"""No id goes without a digit; a name does."""


def ids(text: pa.Array) -> Values:
    """Ids without what nobody sees in them; one that a spreadsheet took for a number is bad."""
    if pc.all(pc.match_substring_regex(text, DIGITS)).as_py() is not False:
        return Values(strings(text), np.zeros(len(text), dtype=bool))
    bare = pc.replace_substring_regex(text, WRAP, "")
    is_spoilt = np.asarray(pc.fill_null(pc.match_substring_regex(bare, SPOILT), False))
    bare = pc.utf8_trim_whitespace(pc.replace_substring_regex(bare, UNSEEN, ""))
    is_spoilt |= np.asarray(pc.fill_null(pc.equal(bare, ""), False))
    is_spoilt |= np.asarray(pc.fill_null(pc.match_substring_regex(bare, NAMED), False))
    return Values(
        strings(bare),
        is_spoilt,
        "'{value}' is no id, or has lost digits in a spreadsheet",
        "export it again and do not save it from a spreadsheet, or format the column as text",
    )
