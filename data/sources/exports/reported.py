"""What reports of sums share: a row per entity and window becomes a row per metric.

These figures stand beside our own and are never added to them, nor windows to each other. Money is
in minor units with its currency; counts, shares from 0 to 1 and seconds have none. A column's field
name is its metric.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.sources.adapter import Part
from data.sources.exports.fields import BAND, DURATION, NUMBER, RATE, TALLY
from data.sources.exports.opened import Opened
from data.sources.exports.order_rows import shops, tables
from data.sources.exports.per_product import one_each
from data.sources.exports.reported_before import beside_held
from data.sources.exports.whole import Whole, content, whole
from data.sources.options import AskedError, Question

ENTITY = ["merchant_id", "entity_type", "entity_id", "starts_on", "ends_on", "entity_currency"]
KEY = [*ENTITY, "of_product"]
"""What a row is about; a video may have a row per product that it showed."""
METRIC = [*("source", "entity_type", "entity_id", "starts_on", "ends_on"), "metric", "currency"]
KINDS = (BAND, TALLY, RATE, NUMBER, DURATION)

Entities = Callable[[pd.DataFrame], pd.DataFrame]
"""`entity_type` and `entity_id` of each row, empty where the row names none."""
Beside = Callable[[pd.DataFrame], dict[str, pd.DataFrame]]
"""Rows of other tables that a report tells besides."""


def nothing_beside(_: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {}


@dataclass(frozen=True)
class Reporting:
    """What becomes of all files of a format; `source` names it where its figures are shown.

    Where a video has a row per product, the fields in `sums` add up, those in `shared` are the
    video's.
    """

    source: str
    entities: Entities
    beside: Beside = nothing_beside
    sums: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    def __call__(self, reports: Sequence[Opened]) -> Iterator[Part]:
        read = [_told(report, self.entities) for report in reports]
        _once_of_all(read)
        every = pd.concat(
            [one.frame.assign(at=place) for place, one in enumerate(read)], ignore_index=True
        )
        metrics = beside_held(reports, self._metrics(read, every))
        for place, one in enumerate(read):
            rows = metrics[metrics["at"] == place].drop(columns="at")
            yield one.part("reported_metrics", rows)
        named = every[every["merchant_id"].notna()]
        yield from tables({"merchants": shops([named]), **self.beside(every)})

    def _metrics(self, read: Sequence[Whole], every: pd.DataFrame) -> pd.DataFrame:
        """Every figure of all files, each once, and `at`, the file that told it first."""
        each = one_each(every, ENTITY, self.sums, (*self.shared, "currency"))
        rows = pd.concat(
            [
                _metrics(one.report, each[each["at"] == place], self.source).assign(at=place)
                for place, one in enumerate(read)
            ],
            ignore_index=True,
        )
        # Where money is in two currencies, what is no money stands in both: nobody can add it up.
        return rows.drop_duplicates(METRIC, keep=False)


def _told(report: Opened, entities: Entities) -> Whole:
    read = whole(report)
    frame = read.frame
    if "starts_on" not in frame:
        first, last = report.window or (None, None)
        frame["starts_on"], frame["ends_on"] = first, last
    if "currency" not in frame:
        frame["currency"] = ""
    frame["merchant_id"] = _shop(report)
    read.frame = frame = pd.concat([frame, entities(frame)], axis=1)
    frame["entity_currency"] = frame["currency"]
    frame["of_product"] = frame.get("product_id")
    _hold_products(read, entities)
    column = next(iter(report.layout.places))
    unnamed = frame.loc[frame["entity_id"].isna(), "row"]
    read.refuse(
        {int(row): "names nothing that its figures are about" for row in unnamed},
        column,
        "export it again with ids and names",
    )
    read.once(KEY, read.frame["entity_type"] + " stands with other figures", column)
    return read


def _hold_products(read: Whole, entities: Entities) -> None:
    """Without one of its products the others are not the sum of a video, unless a row has it."""
    if "product_id" not in read.frame:
        return
    read.lost = pd.concat([read.lost, entities(read.lost)], axis=1)
    is_whole = read.frame["of_product"].isna()
    is_part = ~is_whole & ~read.frame["entity_id"].isin(read.frame.loc[is_whole, "entity_id"])
    video = ["entity_type", "entity_id"]
    gone = read.missing([*video, "product_id"])
    read.hold(read.frame[is_part], gone, video, "its video is not whole without")


def _shop(report: Opened) -> str | None:
    of_shop = report.layout.export.is_of_shop
    return report.shops.id_of(report.options.merchant) if of_shop else None


def _once_of_all(read: Sequence[Whole]) -> None:
    """Of a key in several files the one told last stays. Raises AskedError where unclear."""
    every = pd.concat(
        [one.frame.assign(at=place, content=content(one.frame)) for place, one in enumerate(read)],
        ignore_index=True,
    )
    every["made_at"] = [read[place].report.as_of for place in every["at"]]
    shared = every[every.duplicated(KEY, keep=False)]
    if shared.empty:
        return
    groups = shared.groupby(KEY, dropna=False, sort=False)
    differs = groups["content"].transform("nunique") > 1
    is_dated = groups["made_at"].transform("nunique") == groups["made_at"].transform("size")
    doubtful = shared[differs & ~is_dated]
    if len(doubtful):
        names = tuple(read[place].report.name for place in sorted(set(doubtful["at"])))
        text = (
            "--as-of, when each report was made: they tell other figures of the same "
            f"{len(doubtful.drop_duplicates(KEY)):,} entities and windows "
            f"({doubtful['entity_id'].iloc[0]})"
        )
        raise AskedError([Question("as_of", text, names)])
    newest = every.sort_values(["made_at", "at"]).drop_duplicates(KEY, keep="last")
    for place, one in enumerate(read):
        stays = one.frame["row"].isin(newest.loc[newest["at"] == place, "row"])
        one.repeated += int((~stays).sum())
        one.frame = one.frame[stays]


def _metrics(report: Opened, frame: pd.DataFrame, source: str) -> pd.DataFrame:
    """Rows of the table reported_metrics, for every figure that a row gives.

    Two shops report of one creator, each its own part: the source names the shop.
    """
    shop = _shop(report)
    pieces = []
    for known in report.layout.export.fields:
        if known.kind not in KINDS:
            continue
        has_ends = known.kind in (BAND, TALLY)
        rows = pd.DataFrame(
            {
                **{name: frame[name] for name in ("entity_type", "entity_id", "merchant_id")},
                "starts_on": frame["starts_on"],
                "ends_on": frame["ends_on"],
                "source": f"{source} ({shop})" if shop else source,
                "metric": known.name,
                "low": frame[known.name + "_low"] if has_ends else np.nan,
                "value": frame[known.name],
                "high": frame[known.name + "_high"] if has_ends else np.nan,
                "currency": frame["currency"] if known.kind == BAND else "",
                "made_at": pd.Series(report.as_of, frame.index, dtype="datetime64[us]"),
            }
        )
        pieces.append(rows[rows[["low", "value", "high"]].notna().any(axis=1)])
    return pd.concat(pieces, ignore_index=True)
