"""A piece of a file, with the number of every row as its reader would count it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

CHUNK_ROWS = 50_000


class UnreadableError(ValueError):
    """A file cannot be read to its end; says file, reason and remedy."""

    def __init__(self, file: str, reason: str, remedy: str) -> None:
        super().__init__(f"{file}: {reason}; {remedy}")
        self.file, self.reason, self.remedy = file, reason, remedy


@dataclass(frozen=True)
class Broken:
    """A row that is no row of its file: cut, ragged, undecodable."""

    row: int
    reason: str
    remedy: str
    record: dict[str, Any]


@dataclass(frozen=True)
class Chunk:
    """Rows of a table; `rows` numbers them, the header being row 1 (so data starts at 2)."""

    table: pa.Table
    rows: np.ndarray
    broken: Sequence[Broken] = ()

    def frame(self) -> pd.DataFrame:
        """The rows as a frame indexed by row number, with Arrow types, so that ids stay exact."""
        frame = self.table.to_pandas(types_mapper=pd.ArrowDtype)
        frame.index = pd.Index(self.rows, name="row")
        return frame


@dataclass(frozen=True)
class Records:
    """Nested records with their row (line or element) numbers, from 1."""

    records: Sequence[tuple[int, dict[str, Any]]]
    broken: Sequence[Broken] = ()
