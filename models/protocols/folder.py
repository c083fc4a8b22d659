"""Reading a protocol's files; whatever differs from the format is named with what was expected."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa


class FolderFormatError(ValueError):
    """A folder is not in the protocol's format; says what was expected."""


def check_files(protocol: str, folder: Path, names: Sequence[str]) -> None:
    """Raises FolderFormatError unless all files are there."""
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise FolderFormatError(f"{folder} lacks {missing}; {protocol} expects {list(names)}")


def table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """A parquet or CSV file; the named columns must be there and are text, the rest as they are."""
    try:
        is_parquet = path.suffix == ".parquet"
        frame = (
            pd.read_parquet(path)
            if is_parquet
            else pd.read_csv(path, dtype=dict.fromkeys(columns, str))
        )
    except (
        pa.ArrowException,
        pd.errors.ParserError,
        pd.errors.EmptyDataError,
        UnicodeDecodeError,
    ) as error:
        raise FolderFormatError(f"{path} cannot be read: {error}") from error
    lacking = [column for column in columns if column not in frame]
    if lacking:
        raise FolderFormatError(f"{path} lacks the columns {lacking}; it must have {list(columns)}")
    empty = frame[list(columns)].isna().any(axis=1)
    if empty.any():
        row = int(np.flatnonzero(empty)[0]) + (1 if is_parquet else 2)
        raise FolderFormatError(f"{path} row {row}: each of {list(columns)} must be filled")
    return frame.astype(dict.fromkeys(columns, str))


def unique(path: Path, frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame, whose column names each row once. Raises FolderFormatError."""
    again = frame[column].duplicated()
    if again.any():
        name = frame.loc[again, column].iloc[0]
        raise FolderFormatError(f"{path} has {column} {name!r} twice; each has one row")
    return frame


def lists(path: Path) -> pd.DataFrame:
    """Lines `user item item …` as rows of `creator_id`, `product_id` and `at`, the place in the
    line from 0; a line of a user alone has no rows.
    """
    rows = list(_lines(path))
    lengths = [len(items) for _, items in rows]
    return pd.DataFrame(
        {
            "creator_id": np.repeat(np.array([user for user, _ in rows], object), lengths),
            "product_id": [item for _, items in rows for item in items],
            "at": [float(place) for length in lengths for place in range(length)],
        }
    ).astype({"creator_id": "str", "product_id": "str"})


def _lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    seen = set()
    try:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            user, *items = line.split() or [""]
            if not user or user in seen or not all(name.isalnum() for name in (user, *items)):
                raise FolderFormatError(
                    f"{path} line {number} is not `user item item …` with a user of its own: "
                    f"{line[:60]!r}"
                )
            seen.add(user)
            yield user, items
    except UnicodeDecodeError as error:
        raise FolderFormatError(
            f"{path} is no text of lines `user item item …`: {error}"
        ) from error
