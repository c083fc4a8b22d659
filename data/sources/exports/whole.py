"""A report read whole: its good rows in one frame, each key once, and what became of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from data.lake import Rejected
from data.sources.adapter import Part
from data.sources.exports.opened import Opened
from data.sources.exports.sift import refused, sifted
from data.sources.repeats import hashes

AMBIGUOUS = "keep the row that is right"


@dataclass
class Whole:
    """Good rows of one report: a typed column per field of the format, and `row`; `lost` is what
    could be read of the others.
    """

    report: Opened
    frame: pd.DataFrame
    lost: pd.DataFrame
    set_aside: int
    repeated: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    kept: list[Rejected] = field(default_factory=list)

    def refuse(self, reasons: Mapping[int, str], column: str, remedy: str) -> None:
        """Takes good rows out for what they say together: reason by row number."""
        found = refused(self.report, reasons, column, remedy)
        self.rejected += found
        self.kept += found
        is_refused = self.frame["row"].isin(reasons)
        if is_refused.any():
            self.lost = pd.concat([self.lost, self.frame[is_refused]])
            self.frame = self.frame[~is_refused]

    def missing(self, key: Sequence[str]) -> pd.DataFrame:
        """Refused rows of which no good one has the key."""
        names = list(key)
        if self.lost.empty:
            return self.lost
        told = pd.MultiIndex.from_frame(self.frame[names])
        return self.lost[~pd.MultiIndex.from_frame(self.lost[names]).isin(told)]

    def hold(self, rows: pd.DataFrame, missing: pd.DataFrame, key: Sequence[str], why: str) -> None:
        """Takes out good rows that tell nothing right without the `missing` one of their key.

        `why` begins the reason, and ends before the row's number.
        """
        names = list(key)
        without = missing.dropna(subset=names).drop_duplicates(names)
        if without.empty:
            return
        both = rows[[*names, "row"]].merge(without[[*names, "row"]], on=names)
        pairs = both[["row_x", "row_y"]].astype(int).itertuples(index=False)
        reasons = {row: f"{why} row {gone}, which was refused" for row, gone in pairs}
        self.refuse(reasons, "", "mend that row, and load both")

    def once(self, key: Sequence[str], said: pd.Series, column: str) -> None:
        """Drops rows that stand twice alike; refuses those that contradict an earlier one.

        `said` tells of each row, in the reason, what stands twice and how it differs.
        """
        names = list(key)
        shared = self.frame[self.frame.duplicated(names, keep=False)]
        if shared.empty:
            return
        groups = [shared[name] for name in names]
        same = content(shared)
        again = shared.duplicated(names)
        is_equal = same == same.groupby(groups, dropna=False, sort=False).transform("first")
        first = shared["row"].groupby(groups, dropna=False, sort=False).transform("first")
        is_other = again & ~is_equal
        reasons = {
            int(row): f"the same {what} in row {int(earlier)}"
            for row, what, earlier in zip(
                shared.loc[is_other, "row"],
                said[is_other.index[is_other]],
                first[is_other],
                strict=True,
            )
        }
        self.repeated += int((again & is_equal).sum())
        self.frame = self.frame.drop(index=shared.index[again & is_equal])
        self.refuse(reasons, column, AMBIGUOUS)

    def date(self, header: str, at: pd.Timestamp) -> None:
        """Notes in each row that may be mended, under that header, when its report was made."""
        if not pd.isna(at):
            said = {header: f"{at:%Y-%m-%d %H:%M:%S}Z"}
            self.kept = [
                row if all(map(str.isdigit, row.record)) else replace(row, record=row.record | said)
                for row in self.kept
            ]

    def part(self, table: str, rows: pd.DataFrame, older: int = 0) -> Part:
        """What became of the report's rows; `older` ones are told by a newer report too."""
        return Part(
            self.report.name,
            {table: rows} if len(rows) else {},
            used=len(self.frame) - older,
            repeated=self.repeated + older,
            unused=self.set_aside,
            rejected=self.rejected,
            kept=self.kept,
        )


def whole(report: Opened) -> Whole:
    """All pieces of a report, sifted. Raises UnreadableError, AskedError."""
    read = [sifted(report, piece) for piece in report.pieces()]
    good, lost = ([getattr(piece, name) for piece in read] for name in ("frame", "lost"))
    return Whole(
        report,
        pd.concat(good).rename_axis("row").reset_index(),
        pd.concat(lost).rename_axis("row").reset_index(),
        sum(piece.set_aside for piece in read),
        rejected=[row for piece in read for row in piece.rejected],
        kept=[row for piece in read for row in piece.kept],
    )


def content(frame: pd.DataFrame) -> pd.Series:
    """A hash of what each row says, wherever it stands."""
    return pd.Series(hashes(frame.drop(columns="row").astype(str)), frame.index)
