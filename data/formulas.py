"""Texts that a spreadsheet would run as formulas, and the apostrophe that keeps it from that."""

import re

import pyarrow as pa
import pyarrow.compute as pc

RISKY = ("=", "+", "-", "@", "\t", "\r")
ESCAPED = tuple(f"'{sign}" for sign in RISKY)
"""How texts begin that our own files keep a spreadsheet from running: '@glow is @glow."""
NUMBER = re.compile(r"[+-]?[\d.,]+%?")
"""A number with its sign is no formula, and should stay a number."""


def escaped(text: str) -> str:
    """A cell as it may stand in a file that people open in a spreadsheet; `bare` takes it back."""
    return f"'{text}" if text.startswith(RISKY) and not NUMBER.fullmatch(text) else text


def bare(cells: pa.Array) -> pa.Array:
    """Cells of a file as they were before they were escaped."""
    if not pc.any(pc.starts_with(cells, "'")).as_py():
        return cells
    return pc.replace_substring_regex(cells, r"^'([=+@\t\r-])", r"\1")
