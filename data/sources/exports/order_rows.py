"""What reports of order lines share: one row per line, shops, creators, windows, and their age.

A report tells the state of its lines at the time it was made. That time is what people say, else
the newest time in its rows, for a report cannot be older than what it tells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.lake import Rejected
from data.sources.adapter import Part
from data.sources.exports.fields import INSTANT
from data.sources.exports.opened import Opened
from data.sources.exports.reading import newest
from data.sources.exports.sift import refused, sifted
from data.sources.repeats import hashes

KEY = ["merchant_id", "order_id", "sku_id"]
AMBIGUOUS = "keep the row that is right"


@dataclass
class Told:
    """All good rows of one report, a row per line and package, with when the report was made."""

    report: Opened
    frame: pd.DataFrame
    made_at: datetime
    set_aside: int
    repeated: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    kept: list[Rejected] = field(default_factory=list)

    def part(self, table: str, lines: pd.DataFrame, older: int) -> Part:
        """What became of the report's rows; `older` lines are told by a newer report too."""
        return Part(
            self.report.name,
            {table: lines} if len(lines) else {},
            used=len(self.frame) - older,
            repeated=self.repeated + older,
            unused=self.set_aside,
            rejected=self.rejected,
            kept=self.kept,
        )


def told(report: Opened) -> Told:
    """Reads a report whole: columns by field, `merchant_id` and `row` besides."""
    frames, rejected, kept, set_aside = [], [], [], 0
    for piece in report.pieces():
        good = sifted(report, piece)
        frames.append(good.frame)
        rejected += good.rejected
        kept += good.kept
        set_aside += good.set_aside
    frame = pd.concat(frames).rename_axis("row").reset_index()
    frame.insert(0, "merchant_id", _shops(report, frame))
    result = Told(report, frame, _made_at(report, frame), set_aside, 0, rejected, kept)
    _once(result)
    return result


def _shops(report: Opened, frame: pd.DataFrame) -> pd.Series:
    """The shop of each row: as the report names it, else as people say."""
    named = frame["shop"].astype(object) if "shop" in frame else pd.Series(None, frame.index)
    return named.where(named.notna(), report.options.merchant).astype(object)


def _made_at(report: Opened, frame: pd.DataFrame) -> datetime:
    if report.options.as_of:
        return report.options.as_of
    times = [frame[name] for name in report.layout.export.of_kind(INSTANT)]
    return newest(times) or datetime(1970, 1, 1)


def _once(result: Told) -> None:
    """Drops rows that stand twice alike; refuses those that contradict an earlier one.

    Rows of one line in several packages are parts of it, and stay.
    """
    frame = result.frame
    key = [*KEY, "package_id"] if "package_id" in frame else KEY
    again = frame.duplicated(key)
    if not again.any():
        return
    content = pd.Series(hashes(frame.drop(columns="row")), frame.index)
    first = frame.groupby(key, dropna=False, sort=False)["row"].transform("min")
    of_first = content.groupby([frame[name] for name in key], dropna=False, sort=False)
    is_equal = content == of_first.transform("first")
    is_other = again & ~is_equal
    reasons = {
        int(row): f"the same order line stands with other values in row {int(earlier)}"
        for row, earlier in zip(frame.loc[is_other, "row"], first[is_other], strict=True)
    }
    contradicting = refused(result.report, reasons, "sku_id", AMBIGUOUS)
    result.rejected += contradicting
    result.kept += contradicting
    result.repeated += int((again & is_equal).sum())
    result.frame = frame[~again]


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
