"""Takes bad and repeated rows out of a piece of a file, each with its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from data.lake import Rejected, Rows
from data.sources.adapter import Part
from data.sources.repeats import Repeats

Mask: TypeAlias = pd.Series | np.ndarray


class Sieve:
    """The rows of one chunk; `frame` holds those still good, indexed by row number."""

    def __init__(self, file: str, frame: pd.DataFrame) -> None:
        self.file, self.frame = file, frame
        self.rejected: list[Rejected] = []
        self.repeated = 0

    def reject(self, bad: Mask, column: str | None, reason: str, remedy: str) -> None:
        """Moves rows out; `{value}` in the reason becomes what stands in the column."""
        mask = np.asarray(pd.Series(bad).fillna(True), dtype=bool)
        if not mask.any():
            return
        for row, record in _records(self.frame[mask]):
            said = reason.format(value=_said(record.get(column))) if column else reason
            self._keep(row, column, said, remedy, record)
        self.frame = self.frame[~mask]

    def reject_unknown(self, column: str, values: pd.Series, known: Iterable[str]) -> None:
        """Moves rows out whose value in an id column is none of the known."""
        what = column.removesuffix("_id")
        reason = f"{what} '{{value}}' is described in no file"
        remedy = f"add that {what}, or take the row out"
        self.reject(~values.isin(set(known)), column, reason, remedy)

    def once(self, repeats: Repeats, key: Sequence[str]) -> None:
        """Drops rows equal to an earlier one as repeats; rejects those that contradict it."""
        seen = repeats.look(self.file, self.frame[list(key)], self.frame)
        is_other = ~seen.is_new & ~seen.is_equal
        if seen.is_new.all():
            return
        for (row, record), place in zip(
            _records(self.frame[is_other]), seen.where[is_other], strict=True
        ):
            reason = f"stands with other values in {repeats.name(int(place))}"
            self._keep(row, key[-1], reason, "keep the row that is right", record)
        self.repeated += int(seen.is_equal.sum())
        self.frame = self.frame[seen.is_new]

    def part(self, tables: Mapping[str, Rows]) -> Part:
        """What became of the chunk: the rows still here are used in `tables`."""
        return Part(
            self.file, tables, len(self.frame), repeated=self.repeated, rejected=self.rejected
        )

    def _keep(
        self, row: int, column: str | None, reason: str, remedy: str, record: dict[str, Any]
    ) -> None:
        filled = {name: value for name, value in record.items() if not _is_empty(value)}
        self.rejected.append(Rejected(self.file, int(row), column, reason, remedy, filled))


def _records(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    return zip(frame.index.tolist(), frame.to_dict("records"), strict=True)


def _is_empty(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _said(value: Any) -> str:
    is_whole = isinstance(value, float) and value % 1 == 0
    return "" if _is_empty(value) else str(int(value) if is_whole else value)
