"""Which of several reports of a line counts: the newer one, told by their times, else asked.

A state that would go back (refunded, then pending again) is no sign of age: the reports' times may
mislead then, and people are asked when each was made.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.contract import TABLES
from data.manifests import standing_segments
from data.sources.exports.opened import Opened
from data.sources.exports.order_rows import KEY
from data.sources.options import AskedError, Question
from data.sources.repeats import hashes
from data.store import Store

FURTHER = {
    name: place
    for place, name in enumerate(
        (
            *("unpaid", "pending", "shipped", "completed", "settled"),
            *("ineligible", "refunded", "cancelled"),
        )
    )
}
"""How far each state of a line is on its way."""
GIVEN_BACK = ("refund", "order_refund", "is_returned")
COMPARED = (
    *("status", *GIVEN_BACK, "actual_commission", "estimated_commission", "commission_rate"),
    *("actual_ads_commission", "estimated_ads_commission"),
    *("actual_bonus_commission", "estimated_bonus_commission"),
    *("quantity", "payment", "price", "currency", "creator_id", "product_id", "paid_at"),
)
SHOWN = 3


def newest_of(
    reports: Sequence[Opened], frames: Sequence[pd.DataFrame]
) -> list[tuple[pd.DataFrame, int]]:
    """Each report's lines without those that a newer one of this load repeats, and how many those
    are. Earlier states stay, for the lake keeps them. Frames of a report differ in their columns.

    Raises AskedError where times do not tell which is newer.
    """
    numbered = [frame.assign(at=place) for place, frame in enumerate(frames)]
    every = pd.concat(numbered, ignore_index=True)
    is_repeated = every.duplicated(KEY, keep=False)
    ordered = every[is_repeated].sort_values([*KEY, "recorded_at", "at"])
    if ordered.empty:
        return [(frame, 0) for frame in frames]
    _check_order(reports, ordered)
    place = ordered.groupby(KEY, sort=False).cumcount(ascending=False)
    is_kept = np.ones(len(every), dtype=bool)
    is_kept[ordered.index] = _tells_else(ordered) | _tells_more(
        ordered, place, [set(frame.columns) for frame in frames]
    )
    # Of equal times the later file counts: the others step back by a hair.
    back = pd.Series(0, every.index)
    back[ordered.index] = place
    at = every["recorded_at"] - pd.to_timedelta(back, unit="us")
    ends = np.cumsum([0, *map(len, frames)])
    slices = [slice(*pair) for pair in pairwise(ends)]
    return [
        (
            frame.assign(recorded_at=at[own].to_numpy())[is_kept[own]],
            int((~is_kept[own]).sum()),
        )
        for frame, own in zip(frames, slices, strict=True)
    ]


def _tells_else(ordered: pd.DataFrame) -> np.ndarray:
    """Which rows say anything else than the next newer one of their key."""
    said = ordered.drop(columns=["recorded_at", "at"]).astype(str)
    here = pd.Series(hashes(said), ordered.index)
    after = here.groupby([ordered[name] for name in KEY], sort=False).shift(-1, fill_value=0)
    return ((after != 0) & (here != after)).to_numpy()


def _tells_more(ordered: pd.DataFrame, place: pd.Series, columns: Sequence[set[str]]) -> np.ndarray:
    """Which rows are the newest of their key (`place` 0) or have a column that no newer one has."""
    names = sorted(set[str]().union(*columns))
    bits = {name: 1 << n for n, name in enumerate(names)}
    masks = np.array([sum(bits[name] for name in has) for has in columns])
    own = masks[ordered["at"].to_numpy()]
    key = ordered.groupby(KEY, sort=False).ngroup().to_numpy()
    told, tells_more = np.zeros(key.max() + 1, dtype=own.dtype), np.zeros(len(ordered), dtype=bool)
    for rank in range(int(place.max()) + 1):
        rows = (place == rank).to_numpy()
        tells_more[rows] = (own[rows] & ~told[key[rows]]) != 0
        told[key[rows]] |= own[rows]
    return tells_more


def _check_order(reports: Sequence[Opened], ordered: pd.DataFrame) -> None:
    before = ordered.groupby(KEY, sort=False).shift(1)
    doubtful = ordered[_is_doubtful(before, ordered)]
    if doubtful.empty:
        return
    places = {*before.loc[doubtful.index, "at"].astype(int), *doubtful["at"]}
    undecided = [reports[place] for place in sorted(places) if not reports[place].as_of]
    if undecided:
        raise AskedError([_question(undecided, doubtful)])


def check_held(
    held: pd.DataFrame, reports: Sequence[Opened], frames: Sequence[pd.DataFrame]
) -> None:
    """Raises AskedError where what is held may be newer than a report, and times do not tell."""
    if held.empty:
        return
    for report, frame in zip(reports, frames, strict=True):
        if report.as_of:
            continue
        both = frame.merge(held, on=KEY, suffixes=("", "_held"))
        held_is_newer = both["recorded_at_held"] > both["recorded_at"]
        columns = [*frame.columns.intersection(COMPARED), "recorded_at"]
        ours = both[columns]
        theirs = both[[f"{name}_held" for name in columns]].set_axis(columns, axis=1)
        older = ours.where(held_is_newer, theirs)
        newer = theirs.where(held_is_newer, ours)
        doubtful = both[_is_doubtful(older, newer)]
        if len(doubtful):
            raise AskedError([_question([report], doubtful)])


def _is_doubtful(older: pd.DataFrame, newer: pd.DataFrame) -> pd.Series:
    """Whether states differ and either both have one time, or the newer one has gone back."""
    known = older["recorded_at"].notna()
    differs = pd.Series(False, newer.index)
    for name in newer.columns.intersection(COMPARED):
        left, right = older[name].astype(object), newer[name].astype(object)
        differs |= (left != right) & left.notna() & right.notna()
    is_tie = older["recorded_at"] == newer["recorded_at"]
    went_back = older["status"].map(FURTHER) > newer["status"].map(FURTHER)
    for name in newer.columns.intersection(GIVEN_BACK):
        is_told = older[name].notna() & newer[name].notna()
        went_back |= is_told & (older[name].fillna(0) > newer[name].fillna(0)).astype(bool)
    return known & differs & (is_tie | went_back)


def _question(reports: Sequence[Opened], doubtful: pd.DataFrame) -> Question:
    lines = [f"order {order}, SKU {sku}" for order, sku in _first(doubtful)]
    text = (
        "--as-of, when each report was made: their times do not tell which state of "
        f"{len(doubtful):,} order lines is the newer one ({'; '.join(lines)})"
    )
    return Question("as_of", text, tuple(report.name for report in reports))


def _first(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    head = rows.head(SHOWN)
    yield from zip(head["order_id"], head["sku_id"], strict=True)


def held(store: Store, table: str, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The newest state held of each line of a table, from the first month of the rows on."""
    created = [frame["created_at"].min() for frame in frames if len(frame)]
    since = min(created, default=pd.Timestamp.max)
    compared = [name for name in (*COMPARED, "packages") if name in TABLES[table].names]
    schema = pa.schema([TABLES[table].schema.field(n) for n in (*KEY, *compared, "recorded_at")])
    month = f"{since:%Y-%m}"
    pieces = [
        pq.read_table(store.lake / segment.path, schema=schema)
        for segment in standing_segments(store, table)
        if segment.path.split("/")[1] >= month
    ]
    held = pa.concat_tables(pieces or [schema.empty_table()]).to_pandas()
    return held.sort_values("recorded_at", kind="stable").drop_duplicates(KEY, keep="last")
