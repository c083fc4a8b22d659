"""Parquet files in batches; a file that is cut or damaged is refused as a whole."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.sources.chunk import CHUNK_ROWS, Chunk, Records, UnreadableError


def columns(path: Path) -> tuple[str, ...]:
    """Names of the columns. Raises UnreadableError."""
    return tuple(_file(path).schema_arrow.names)


def chunks(path: Path) -> Iterator[Chunk]:
    """Rows in their own types; numbered from 2, as if the column names were row 1."""
    for first, batch in _batches(path):
        rows = np.arange(first, first + batch.num_rows, dtype="int64")
        yield Chunk(pa.Table.from_batches([batch]), rows)


def records(path: Path) -> Iterator[Records]:
    """Rows as nested records; numbered from 1, as lines of an event file are."""
    for first, batch in _batches(path):
        yield Records(list(enumerate(batch.to_pylist(), first - 1)))


def _file(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from error


def _batches(path: Path) -> Iterator[tuple[int, pa.RecordBatch]]:
    first = 2
    try:
        for batch in _file(path).iter_batches(CHUNK_ROWS):
            yield first, batch
            first += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> UnreadableError:
    reason = f"is no whole Parquet file ({str(error).splitlines()[0]})"
    return UnreadableError(path.name, reason, "it may be cut: copy or export it again")
