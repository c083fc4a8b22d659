"""Panels in which some units are treated from one period on and the others never are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.causal.effect import Floats
from models.causal.table import TableError, apart, at, flags, names, numbers, read_table


@dataclass(frozen=True)
class Block:
    """`outcomes`: units × periods, the controls first; `controls` and `treated` name the units,
    `periods` the columns, of which the first `before` are untreated.
    """

    outcomes: Floats
    controls: tuple[str, ...]
    treated: tuple[str, ...]
    periods: tuple[str, ...]
    before: int

    @property
    def unaffected(self) -> Floats:
        """The controls before: units × periods."""
        return self.outcomes[: len(self.controls), : self.before]

    @property
    def treated_mean(self) -> Floats:
        """Of the treated units, by period."""
        return np.asarray(self.outcomes[len(self.controls) :].mean(axis=0))

    def placebo(self, units: NDArray[np.int64]) -> "Block":
        """As if these controls were the treated, and the treated not there."""
        others = np.setdiff1d(np.arange(len(self.controls)), units)
        names = np.array(self.controls)
        return Block(
            self.outcomes[np.concatenate([others, units])],
            tuple(names[others].tolist()),
            tuple(names[units].tolist()),
            self.periods,
            self.before,
        )


def read_block(
    path: Path, unit: str, time: str, outcome: str, treated: str, *, least: int = 2
) -> Block:
    """From a file with a row per unit and period, `treated` 0 or 1, and at least so many periods
    before. Raises TableError.
    """
    apart(path, unit, time, outcome, treated)
    table = read_table(path)
    frame = pd.DataFrame({
        "unit": names(table, unit, path),
        "time": numbers(table, time, path),
        "outcome": numbers(table, outcome, path),
        "treated": flags(table, treated, path),
    })  # fmt: skip
    outcomes, is_on = (square(frame, name, path) for name in ("outcome", "treated"))
    return _block(outcomes, is_on.to_numpy() > 0, least, path)


def square(frame: pd.DataFrame, name: str, path: Path) -> pd.DataFrame:
    """A column as units × periods. Raises TableError for a pair told twice or not at all."""
    twice = frame.duplicated(["unit", "time"])
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        unit, time = frame.loc[row, ["unit", "time"]]
        raise TableError(
            f"{at(path, row)} tells '{unit}' in {period(time)} a second time; keep one row"
        )
    wide = frame.pivot(index="unit", columns="time", values=name)
    gaps = np.argwhere(wide.isna().to_numpy())
    if len(gaps):
        unit, time = wide.index[gaps[0][0]], wide.columns[gaps[0][1]]
        raise TableError(
            f"{path} has no row for '{unit}' in {period(time)}; every unit needs one in every "
            "period, so add it or leave the unit out"
        )
    return wide


def period(time: float) -> str:
    """Its name: whole numbers without a point, however long."""
    return str(int(time)) if float(time).is_integer() else str(time)


def _block(outcomes: pd.DataFrame, is_on: NDArray[np.bool_], least: int, path: Path) -> Block:
    is_treated = is_on.any(axis=1)
    units = outcomes.index.to_numpy()
    periods = tuple(period(time) for time in outcomes.columns)
    before = _start(is_on[is_treated], units[is_treated], periods, path)
    if is_treated.all():
        raise TableError(f"{path}: every unit is treated; add units that never are to compare with")
    if before < least:
        raise TableError(
            f"{path}: {before} of the periods lie before the treatment, which starts in "
            f"{periods[before]}; at least {least} are needed, in which everybody has 0"
        )
    order = np.argsort(is_treated, kind="stable")
    split = int((~is_treated).sum())
    return Block(
        outcomes.to_numpy(np.float64)[order],
        tuple(units[order][:split].tolist()),
        tuple(units[order][split:].tolist()),
        periods,
        before,
    )


def _start(
    is_on: NDArray[np.bool_], units: NDArray[Any], periods: tuple[str, ...], path: Path
) -> int:
    """The one period in which all the treated units start, for good."""
    if not len(is_on):
        raise TableError(f"{path}: no unit is treated in any period, so there is no effect to tell")
    starts = is_on.argmax(axis=1)
    stops = (np.diff(is_on.astype(int), axis=1) < 0).any(axis=1)
    if stops.any():
        raise TableError(
            f"{path}: '{units[stops.argmax()]}' is treated and later not; only lasting treatments "
            "can be told, so cut the panel before it stops or leave the unit out"
        )
    if len(set(starts)) > 1:
        one, other = starts.argmin(), starts.argmax()
        raise TableError(
            f"{path}: '{units[one]}' starts in {periods[starts[one]]} and '{units[other]}' in "
            f"{periods[starts[other]]}; use `staggered`, with a column of each unit's first period"
        )
    return int(starts[0])
