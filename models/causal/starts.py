"""Panels in which units start at different times, or never."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from models.causal.block import square
from models.causal.effect import Floats
from models.causal.table import TableError, apart, column, names, numbers, read_table

NEVER = np.inf
NEVER_WORDS = ("", "inf", "infinity")


@dataclass(frozen=True)
class Starts:
    """`outcomes`: units × periods; `cohort`: the period in which each unit starts, or NEVER;
    without the units that were treated all along (`left_out`), of which nothing is known before.
    """

    outcomes: Floats
    periods: Floats
    cohort: Floats
    left_out: int = 0


def read_starts(path: Path, unit: str, time: str, outcome: str, cohort: str) -> Starts:
    """From a file with a row per unit and period; a cohort of 0, blank or inf never starts.

    Raises TableError.
    """
    apart(path, unit, time, outcome, cohort)
    table = read_table(path)
    text = column(table, cohort, path)
    told = table.assign(**{cohort: text.where(~text.str.lower().isin(NEVER_WORDS), "0")})
    frame = pd.DataFrame({
        "unit": names(told, unit, path),
        "time": numbers(told, time, path),
        "outcome": numbers(told, outcome, path),
        "cohort": numbers(told, cohort, path),
    })  # fmt: skip
    outcomes, starts = (square(frame, name, path) for name in ("outcome", "cohort"))
    changes = (starts.nunique(axis=1) > 1).to_numpy()
    if changes.any():
        raise TableError(
            f"{path}: '{outcomes.index[changes.argmax()]}' has several values of '{cohort}'; it "
            "must be the unit's first treated period in every row"
        )
    first = starts.iloc[:, 0].to_numpy(np.float64)
    periods = outcomes.columns.to_numpy(np.float64)
    panel = _told(outcomes.to_numpy(np.float64), periods, np.where(first == 0, NEVER, first))
    _check(panel, path, cohort)
    return panel


def _told(outcomes: Floats, periods: Floats, cohort: Floats) -> Starts:
    """Who starts after the last period has not started in the panel."""
    later = np.where(cohort > periods[-1], NEVER, cohort)
    is_always = later <= periods[0]
    return Starts(outcomes[~is_always], periods, later[~is_always], int(is_always.sum()))


def _check(panel: Starts, path: Path, cohort: str) -> None:
    is_never = np.isinf(panel.cohort)
    if not is_never.any():
        raise TableError(
            f"{path}: every unit starts by the last period; add units that never do (0, blank or "
            f"inf in '{cohort}'), for they are the controls"
        )
    if is_never.all():
        raise TableError(
            f"{path}: no unit starts after the first period and by the last one, so there is no "
            f"effect to tell; '{cohort}' must be the unit's first treated period"
        )
