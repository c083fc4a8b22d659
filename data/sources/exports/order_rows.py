"""What reports of order lines share: one row per line, shops, creators, windows, and their age.

A report tells the state of its lines at the time it was made. That time is what people say, else
the newest time in its rows, for a report cannot be older than what it tells.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.sources.adapter import Part
from data.sources.exports.fields import INSTANT
from data.sources.exports.opened import Opened
from data.sources.exports.reading import newest
from data.sources.exports.whole import Whole, whole

KEY = ["merchant_id", "order_id", "sku_id"]
ONE_DAY = timedelta(days=1)
MADE_AT = "Report made at"
"""The header under which a refused row keeps its report's time, for the day when it is mended."""


def told(report: Opened) -> Whole:
    """A report, a row per line and package: `merchant_id` and `made_at` besides its fields.

    Rows of one line in several packages are parts of it, and stay.
    """
    read = whole(report)
    _hold_parts(read)
    frame = read.frame
    named = frame["shop"] if "shop" in report.layout.places else pd.Series(None, frame.index)
    frame.insert(
        0, "merchant_id", report.shops.of_rows(report.name, named, report.options.merchant)
    )
    frame["made_at"] = _made_at(report, frame)
    key = [*KEY, "package_id"] if "package_id" in frame else KEY
    shopless = frame.loc[frame["merchant_id"].isna(), "row"].tolist()
    reasons = dict.fromkeys(shopless, "names no shop")
    read.refuse(reasons, "shop", "fill it in, or say --merchant")
    said = pd.Series("order line stands with other values", read.frame.index)
    read.once(key, said, "sku_id")
    read.date(MADE_AT, read.frame["made_at"].max())
    return read


def _hold_parts(read: Whole) -> None:
    """Without one of its packages a line is not whole, nor without one of its lines an order of
    which a refund has to be shared.
    """
    if not {"package_id", "order_refund"}.issubset(read.frame):
        return
    line = ["order_id", "sku_id"]
    read.hold(
        read.frame, read.missing([*line, "package_id"]), line, "its line is not whole without"
    )
    refunded = read.frame[(read.frame["order_refund"] > 0).fillna(False).astype(bool)]
    gone = read.missing(line)
    read.hold(refunded, gone, ["order_id"], "its order's refund cannot be shared without")


def _made_at(report: Opened, frame: pd.DataFrame) -> pd.Series:
    """When each row was reported: as people say, as a mended row does, else the newest time."""
    told = newest([frame[name] for name in report.layout.export.of_kind(INSTANT)])
    if report.as_of and told and report.as_of < told:
        raise report.disbelieved(f"is before a time in it, {told:%Y-%m-%d %H:%M} UTC")
    at = report.as_of or told or datetime(1970, 1, 1)
    made = pd.Series(at, frame.index, dtype="datetime64[us]")
    return made if report.as_of else frame["made_at"].fillna(made)


def windows(one: Whole) -> pd.DataFrame:
    """The local days that a report covers per shop: as said, else from first to last line, without
    days of which a row was refused, for nobody knows then whom such a day's other orders lack.
    A file of mended rows covers no days but those that are said.
    """
    report, said = one.report, one.report.options
    created, lost = _local_days(report, one.frame["created_at"]), _lost_days(one)
    ends = created.groupby(one.frame["merchant_id"].to_numpy()).agg(["min", "max"])
    is_mended = "made_at" in report.layout.places
    is_told = bool(said.first_day and said.last_day) or not is_mended
    rows = [
        (shop, report.layout.export.name, *days)
        for shop, first, last in ends.itertuples()
        for days in _without(said.first_day or first, said.last_day or last, lost)
        if is_told
    ]
    frame = pd.DataFrame(rows, columns=["merchant_id", "report", "starts_on", "ends_on"])
    return frame.assign(is_end_said=frame["ends_on"] == said.last_day)


def _lost_days(one: Whole) -> set[date]:
    """Days of refused rows; of one that does not say when, all from the row above to that below."""
    lost = one.lost.dropna(subset="created_at")
    undated = sorted({row.row for row in one.rejected if row.row} - {*lost["row"]})
    created = one.frame.set_index("row")["created_at"].sort_index()
    days = _local_days(one.report, created).tolist()
    found = {*_local_days(one.report, lost["created_at"])}
    for below in np.searchsorted(created.index.to_numpy(), undated).tolist():
        around = sorted(days[max(below - 1, 0) : below + 1])
        span = (around[-1] - around[0]).days if around else -1
        found |= {around[0] + n * ONE_DAY for n in range(span + 1)}
    return found


def _local_days(report: Opened, instants: pd.Series) -> pd.Series:
    return instants.dt.tz_localize("UTC").dt.tz_convert(report.market_zone).dt.date


def _without(first: date, last: date, lost: Collection[date]) -> Iterator[tuple[date, date]]:
    """What is left of a window once some of its days are taken out."""
    for day in sorted(day for day in lost if first <= day <= last):
        if first < day:
            yield first, day - ONE_DAY
        first = day + ONE_DAY
    if first <= last:
        yield first, last


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
