"""What reports of order lines share: one row per line, shops, creators, windows, and their age.

A report tells the state of its lines at the time it was made. That time is what people say, else
the newest time in its rows, for a report cannot be older than what it tells.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.sources.adapter import Part
from data.sources.exports.fields import INSTANT
from data.sources.exports.opened import Opened
from data.sources.exports.reading import newest
from data.sources.exports.whole import Whole, whole

KEY = ["merchant_id", "order_id", "sku_id"]


def told(report: Opened) -> Whole:
    """A report, a row per line and package: `merchant_id` and `made_at` besides its fields.

    Rows of one line in several packages are parts of it, and stay.
    """
    read = whole(report)
    frame = read.frame
    frame.insert(0, "merchant_id", _shops(report, frame))
    frame["made_at"] = pd.Timestamp(_made_at(report, frame)).as_unit("us")
    key = [*KEY, "package_id"] if "package_id" in frame else KEY
    said = pd.Series("order line stands with other values", frame.index)
    read.once(key, said, "sku_id")
    return read


def _shops(report: Opened, frame: pd.DataFrame) -> pd.Series:
    """The shop of each row: as the report names it, else as people say."""
    named = frame["shop"].astype(object) if "shop" in frame else pd.Series(None, frame.index)
    return named.where(named.notna(), report.options.merchant).astype(object)


def _made_at(report: Opened, frame: pd.DataFrame) -> datetime:
    if report.options.as_of:
        return report.options.as_of
    times = [frame[name] for name in report.layout.export.of_kind(INSTANT)]
    return newest(times) or datetime(1970, 1, 1)


def windows(report: Opened, frame: pd.DataFrame) -> pd.DataFrame:
    """The local days that a report covers per shop: as said, else from first to last line."""
    zone = ZoneInfo(str(report.source.market["time_zone"] or report.zone))
    created = frame["created_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.date
    ends = created.groupby(frame["merchant_id"].to_numpy()).agg(["min", "max"])
    said = report.options
    return pd.DataFrame(
        {
            "merchant_id": ends.index,
            "report": report.layout.export.name,
            "starts_on": said.first_day or ends["min"].to_numpy(),
            "ends_on": said.last_day or ends["max"].to_numpy(),
        }
    )


def shops(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """A row per shop named, called as the report calls it."""
    names = sorted({name for frame in frames for name in frame["merchant_id"].unique()})
    return pd.DataFrame({"merchant_id": names, "name": names})


def people(handles: pd.Series) -> pd.DataFrame:
    """A row per creator named."""
    names = sorted(set(handles.dropna()))
    return pd.DataFrame({"creator_id": names, "handle": names})


def tables(parts: dict[str, Any]) -> Iterator[Part]:
    """Rows that belong to no file in particular."""
    filled = {name: rows for name, rows in parts.items() if len(rows)}
    if filled:
        yield Part("", filled)
