"""Logs of shown items in the open-bandit format: Parquet or CSV, a row per item at a position."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from models.causal.effect import Floats
from models.causal.table import TableError, several

PLACE = ("item_id", "position")
COLUMNS = (*PLACE, "click", "propensity_score")
SMOOTHING = 1.0


@dataclass(frozen=True)
class Log:
    """A row per shown item: `item` and `position` as numbers from 0, the `reward`, and the
    `propensity` with which its policy chose that item.
    """

    item: NDArray[np.int64]
    position: NDArray[np.int64]
    reward: Floats
    propensity: Floats


def read_logs(logged: Path, target: Path) -> tuple[Log, Floats]:
    """The log, and the target policy as its own log tells it (see `policy`). Raises TableError."""
    frame, other = _frame(logged, COLUMNS), _frame(target, PLACE)
    items, places = (np.unique(np.concatenate([frame[name], other[name]])) for name in PLACE)
    log = Log(
        _numbered(frame, "item_id", items),
        _numbered(frame, "position", places),
        frame["click"].to_numpy(np.float64),
        frame["propensity_score"].to_numpy(np.float64),
    )
    item, position = _numbered(other, "item_id", items), _numbered(other, "position", places)
    lacking = np.setdiff1d(log.position, position)
    if len(lacking):
        raise TableError(
            f"{target} never shows the position {several(places[lacking].tolist())}, which "
            f"{logged} has; leave out those rows, or use a log of all positions"
        )
    return log, policy(item, position, (len(places), len(items)))


def policy(item: NDArray[np.int64], position: NDArray[np.int64], shape: tuple[int, int]) -> Floats:
    """Positions × items: how often each item is shown there, smoothed; a row sums to 1."""
    counts = np.full(shape, SMOOTHING)
    np.add.at(counts, (position, item), 1.0)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _frame(path: Path, wanted: tuple[str, ...]) -> pd.DataFrame:
    try:
        frame = _of_csv(path, wanted) if path.suffix == ".csv" else _of_parquet(path, wanted)
    except (OSError, pa.ArrowInvalid, pd.errors.ParserError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        form = "CSV" if path.suffix == ".csv" else "Parquet"
        raise TableError(f"{path} cannot be read as {form}: {error}") from error
    if frame.empty:
        raise TableError(f"{path} has no rows")
    for name in wanted:
        _check(frame[name], path)
    return frame.assign(**{name: _names(frame[name]) for name in PLACE})


def _of_parquet(path: Path, wanted: tuple[str, ...]) -> pd.DataFrame:
    _complain(path, pq.read_schema(path).names, wanted)
    return pq.read_table(path, columns=list(wanted)).to_pandas()


def _of_csv(path: Path, wanted: tuple[str, ...]) -> pd.DataFrame:
    _complain(path, pd.read_csv(path, nrows=0).columns.tolist(), wanted)
    return pd.read_csv(path, usecols=list(wanted))


def _complain(path: Path, there: list[str], wanted: tuple[str, ...]) -> None:
    lacking = [name for name in wanted if name not in there]
    if lacking:
        raise TableError(
            f"{path} has no column {', '.join(lacking)}; it has {several(list(there))}"
        )


def _names(ids: pd.Series) -> pd.Series:
    """As text, the same for 1 and 1.0, for one log may hold whole numbers and the other not."""
    is_whole = pd.api.types.is_float_dtype(ids) and (ids % 1 == 0).all()
    return (ids.astype(np.int64) if is_whole else ids).astype(str).astype(object)


def _check(cells: pd.Series, path: Path) -> None:
    is_bad, what = cells.isna(), "is empty"
    if cells.name not in PLACE and not is_bad.any():
        if not pd.api.types.is_numeric_dtype(cells):
            raise TableError(f"{path}, column '{cells.name}' holds {cells.dtype}, not numbers")
        is_bad, what = ~np.isfinite(cells.astype(float)), "is no finite number"
        if cells.name == "propensity_score":
            is_bad, what = ~cells.between(0, 1, inclusive="right"), "is not above 0 and at most 1"
    if is_bad.any():
        row = int(np.flatnonzero(is_bad)[0])
        raise TableError(f"{path} row {row + 1}, column '{cells.name}': {cells[row]} {what}")


def _numbered(frame: pd.DataFrame, name: str, known: NDArray[np.object_]) -> NDArray[np.int64]:
    return np.searchsorted(known, frame[name].to_numpy())
