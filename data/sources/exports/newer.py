"""Which of several reports of a line counts: the newer one, told by their times, else asked.

A state that would go back (refunded, then pending again) is no sign of age: the reports' times may
mislead then, and people are asked when each was made.
"""

from collections.abc import Iterator, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import manifests
from data.contract import TABLES
from data.sources.exports.opened import Opened
from data.sources.exports.order_rows import KEY
from data.sources.options import AskedError, Question
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
COMPARED = ("status", "refund", "actual_commission")
SHOWN = 3


def newest_of(reports: Sequence[Opened], frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Each report's lines without those that a newer one of this load tells too.

    Raises AskedError where times do not tell which is newer.
    """
    numbered = [frame.assign(at=place) for place, frame in enumerate(frames)]
    all_lines = pd.concat(numbered, ignore_index=True)
    repeated = all_lines[all_lines.duplicated(KEY, keep=False)]
    if repeated.empty:
        return list(frames)
    ordered = repeated.sort_values([*KEY, "recorded_at", "at"])
    before = ordered.groupby(KEY, sort=False).shift(1)
    doubtful = ordered[_is_doubtful(before, ordered)]
    if len(doubtful):
        pairs = {
            (int(a), int(b))
            for a, b in zip(before.loc[doubtful.index, "at"], doubtful["at"], strict=True)
        }
        names = sorted({reports[place].name for pair in pairs for place in pair})
        undecided = [r for r in reports if r.name in names and not r.options.as_of]
        if undecided:
            raise AskedError([_question(undecided, doubtful)])
    last = all_lines.sort_values(["recorded_at", "at"]).drop_duplicates(KEY, keep="last")
    keep = set(zip(last["at"], *(last[name] for name in KEY), strict=True))
    return [
        frame[[(place, *key) in keep for key in zip(*(frame[name] for name in KEY), strict=True)]]
        for place, frame in enumerate(frames)
    ]


def check_held(
    store: Store, table: str, reports: Sequence[Opened], frames: Sequence[pd.DataFrame]
) -> None:
    """Raises AskedError where what is held may be newer than a report, and times do not tell."""
    created = [frame["created_at"].min() for frame in frames if len(frame)]
    if not created:
        return
    held = _held(store, table, min(created))
    if held.empty:
        return
    for report, frame in zip(reports, frames, strict=True):
        if report.options.as_of:
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
        differs |= (left != right) & ~(left.isna() & right.isna())
    is_tie = older["recorded_at"] == newer["recorded_at"]
    went_back = older["status"].map(FURTHER) > newer["status"].map(FURTHER)
    went_back |= (older["refund"] > newer["refund"]).fillna(False).astype(bool)
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


def _held(store: Store, table: str, since: pd.Timestamp) -> pd.DataFrame:
    """The newest state that is held of each line of a table, from a month on."""
    schema = pa.schema([TABLES[table].schema.field(n) for n in (*KEY, *COMPARED, "recorded_at")])
    month = f"{since:%Y-%m}"
    pieces = [
        pq.read_table(store.lake / segment.path, schema=schema)
        for manifest in manifests.standing(store)
        for segment in manifest.segments
        if segment.table == table and segment.path.split("/")[1] >= month
    ]
    held = pa.concat_tables(pieces or [schema.empty_table()]).to_pandas()
    return held.sort_values("recorded_at", kind="stable").drop_duplicates(KEY, keep="last")
