"""A panel folder read and checked: products, creators, daily, reach, collaborations."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from models.causal.cohort.panel import DAILY, NEVER, Deals, Floats, Ints, Lots, Panel
from models.causal.table import TableError

WHEN = ("requested_on", "started_on", "ended_on")
FILES = {
    "products.csv": ("product_id", "merchant_id", "category", "price"),
    "creators.csv": ("creator_id", "category", "followers"),
    "daily.parquet": ("product_id", "day", *DAILY),
    "reach.parquet": ("creator_id", "day", "views"),
    "collaborations.csv": ("product_id", "creator_id", *WHEN, "assigned"),
}
ASSIGNED = ("observed", "random")
CREDITED = "attributed_net_gmv"
"""Of a collaboration: its own creator's, where others sell the product too."""


def read_panel(folder: Path) -> Panel:
    """The folder's tables alone, whatever else lies beside them. Raises TableError."""
    if not folder.is_dir():
        raise TableError(f"{folder} is no folder; a panel folder holds {', '.join(FILES)}")
    return panel_of([_read(folder / name, columns) for name, columns in FILES.items()], folder)


def panel_of(tables: Sequence[pd.DataFrame], folder: Path) -> Panel:
    """Tables with the columns of FILES, in their order, checked and put side by side; what is wrong
    is told as of files of the folder. Raises TableError.
    """
    products, creators, daily, reach, deals = tables
    product_ids, creator_ids = (
        _ids(table, kind, folder / f"{kind}s.csv")
        for kind, table in (("product", products), ("creator", creators))
    )
    first, last = daily["day"].min(), daily["day"].max()
    days = int((last - first) / pd.Timedelta(days=1)) + 1
    where = folder / "daily.parquet"
    at = (_places(daily["product_id"], product_ids, where), _day(daily["day"], first))
    _check_once(at, days, where)
    seen = _day(reach["day"], first)
    inside = (seen >= 0) & (seen < days)
    views = _amounts(reach["views"], folder / "reach.parquet")[inside]
    viewed = (
        _places(reach["creator_id"], creator_ids, folder / "reach.parquet")[inside],
        seen[inside],
    )
    told = _deals(deals, product_ids, creator_ids, first, folder / "collaborations.csv")
    categories = pd.Index(sorted(products["category"].dropna().unique()), dtype="str")
    return Panel(
        product_ids,
        creator_ids,
        pd.factorize(products["merchant_id"], sort=True)[0],
        categories.get_indexer(products["category"]),
        _prices(products["price"], folder / "products.csv"),
        categories.get_indexer(creators["category"]),
        _numbers(creators["followers"], folder / "creators.csv", may_lack=True),
        {name: _grid(at, _amounts(daily[name], where), (len(product_ids), days)) for name in DAILY},
        _grid(viewed, views, (len(creator_ids), days)),
        told,
        Lots.of_deals(told),
    )


def _read(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    if not path.is_file():
        raise TableError(f"{path} is missing; a panel folder holds {', '.join(FILES)}")
    try:
        if path.suffix == ".parquet":
            frame = pq.read_table(path).to_pandas()
        else:
            frame = pd.read_csv(path, dtype="str", sep=_delimiter(path))
    except (OSError, UnicodeDecodeError, pa.ArrowInvalid, pd.errors.ParserError) as error:
        raise TableError(f"{path} cannot be read: {error}") from error
    except pd.errors.EmptyDataError as error:
        raise TableError(f"{path} is empty") from error
    lacking = [name for name in columns if name not in frame]
    if lacking:
        raise TableError(f"{path} has no column {', '.join(lacking)}; needed: {', '.join(columns)}")
    if "day" in frame:
        frame["day"] = _days(frame["day"], path)
    if frame.empty and path.name != "collaborations.csv":
        raise TableError(f"{path} has no rows")
    return frame


def _delimiter(path: Path) -> str:
    """The commoner of `,` and `;` in the header."""
    with path.open(encoding="utf-8-sig") as lines:
        header = lines.readline()
    return max(",;", key=header.count)


def _days(values: pd.Series, path: Path, *, may_lack: bool = False) -> pd.Series:
    """Days without a time zone: of an instant that names one, the day there written."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "M" and may_lack:
        return values
    text = values.astype("str").str.slice(0, 10).where(values.notna())
    told = pd.to_datetime(text, errors="coerce", format="ISO8601")
    is_bad = told.isna() & ~(values.isna() if may_lack else False)
    if is_bad.any():
        row, where = _first(is_bad, path)
        raise TableError(f"{where}, column '{values.name}': '{values.iloc[row]}' is no date")
    return told


def _first(is_bad: np.ndarray | pd.Series, path: Path) -> tuple[int, str]:
    """The first bad row, and where people find it: a CSV has a header above its rows."""
    row = int(np.flatnonzero(is_bad)[0])
    return row, f"{path} row {row + (1 if path.suffix == '.parquet' else 2)}"


def _ids(table: pd.DataFrame, kind: str, path: Path) -> np.ndarray:
    ids = table[f"{kind}_id"]
    for is_bad, what in ((ids.isna(), "is empty"), (ids.duplicated(), "comes twice")):
        if is_bad.any():
            row, where = _first(is_bad, path)
            raise TableError(f"{where}: {kind}_id '{ids.iloc[row]}' {what}")
    return ids.to_numpy(np.str_)


def _places(names: pd.Series, known: np.ndarray, path: Path) -> Ints:
    found = pd.Index(known, dtype="str").get_indexer(names.astype("str"))
    if (found < 0).any():
        row, where = _first(found < 0, path)
        raise TableError(f"{where}: {names.name} '{names.iloc[row]}' is not in its own table")
    return found.astype(np.int64)


def _day(days: pd.Series, first: pd.Timestamp) -> Ints:
    """Days since the first; NEVER where empty."""
    since = (pd.to_datetime(days) - first) / pd.Timedelta(days=1)
    return since.fillna(NEVER).to_numpy(np.int64)


def _check_once(at: tuple[Ints, Ints], days: int, path: Path) -> None:
    if (twice := pd.Series(at[0] * days + at[1]).duplicated()).any():
        raise TableError(f"{_first(twice, path)[1]}: that product and day were told before")


def _numbers(values: pd.Series, path: Path, *, may_lack: bool = False) -> Floats:
    found = pd.to_numeric(values, errors="coerce").astype(float)
    is_bad = ~np.isfinite(found) & ~(values.isna() if may_lack else False)
    if is_bad.any():
        row, where = _first(is_bad, path)
        raise TableError(f"{where}, column '{values.name}': '{values.iloc[row]}' is no number")
    return found.to_numpy(np.float64)


def _prices(values: pd.Series, path: Path) -> Floats:
    found = _numbers(values, path)
    if (found <= 0).any():
        row, where = _first(found <= 0, path)
        raise TableError(f"{where}, column '{values.name}': {values.iloc[row]} is not above 0")
    return found


def _amounts(values: pd.Series, path: Path) -> Floats:
    """Counts are never below 0; a day's net GMV is, where more was refunded than sold."""
    found = _numbers(values, path)
    if not str(values.name).endswith("net_gmv") and (found < 0).any():
        row, where = _first(found < 0, path)
        raise TableError(f"{where}, column '{values.name}': {values.iloc[row]} is below 0")
    return found


def _grid(at: tuple[Ints, Ints], values: Floats, shape: tuple[int, int]) -> Floats:
    """A product without a row on a day had nothing then."""
    grid = np.zeros(shape)
    grid[at] = values
    return grid


def _deals(
    table: pd.DataFrame, products: np.ndarray, creators: np.ndarray, first: pd.Timestamp, path: Path
) -> Deals:
    days = {name: _dates(table[name], first, path) for name in WHEN}
    is_known = table["assigned"].isin(ASSIGNED)
    if not is_known.all():
        where = _first(~is_known, path)[1]
        raise TableError(f"{where}, column 'assigned' must be {' or '.join(ASSIGNED)}")
    is_undated = (table["assigned"] == "random") & table["requested_on"].isna()
    if is_undated.any():
        where = _first(is_undated, path)[1]
        raise TableError(f"{where}, column 'requested_on': a random one needs the day of its draw")
    for earlier, later in pairwise(WHEN):
        is_bad = (days[later] != NEVER) & (days[later] < days[earlier])
        if is_bad.any():
            raise TableError(f"{_first(is_bad, path)[1]}: {later} is before {earlier}")
    return Deals(
        _places(table["product_id"], products, path),
        _places(table["creator_id"], creators, path),
        days["requested_on"],
        days["started_on"],
        days["ended_on"],
        (table["assigned"] == "random").to_numpy(),
        _credited(table, path),
    )


def _credited(table: pd.DataFrame, path: Path) -> Floats:
    """The one column that a folder may lack."""
    if CREDITED not in table:
        return np.full(len(table), np.nan)
    return _numbers(table[CREDITED], path, may_lack=True)


def _dates(values: pd.Series, first: pd.Timestamp, path: Path) -> Ints:
    return _day(_days(values, path, may_lack=True), first)
