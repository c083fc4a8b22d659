"""The rows of a randomised trial, read for two of its arms."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.causal.covariates import listed
from models.causal.experiment import differing
from models.causal.table import TableError, column, numbers, several
from models.causal.targeting.encoding import Encoded, Encoding, is_id

FEWEST = 50
"""Rows an arm must have: with fewer, five parts of it say nothing."""


@dataclass(frozen=True)
class Named:
    """What the columns are, and which values of the treatment are the two arms."""

    treatment: str
    treated: str
    control: str
    outcome: str


@dataclass(frozen=True)
class Trial:
    """A row per person: what was known before, what came of it, and who was treated."""

    known: Encoded
    outcome: NDArray[np.float64]
    is_treated: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.outcome)

    def __getitem__(self, rows: NDArray[np.int64]) -> "Trial":
        return Trial(self.known[rows], self.outcome[rows], self.is_treated[rows])

    @property
    def share(self) -> float:
        """Of the treated."""
        return float(self.is_treated.mean())

    def in_order(self) -> "Trial":
        """The same rows in an order that is theirs, so that the file's changes no figure."""
        keys = (*self.known.plain.T, self.is_treated, self.outcome)
        return self[np.lexsort(keys)]

    def apart(self) -> list[int]:
        """The covariates, by number, in any of whose terms the arms are `differing`."""
        blocks = enumerate(self.known.blocks)
        return [number for number, block in blocks if differing(block, self.is_treated)]


def named(
    frame: pd.DataFrame, file: Path, treatment: str, arms: tuple[str, str | None], outcome: str
) -> Named:
    """`arms`: the treated and the control, which may be left out where there are two. Raises
    TableError.
    """
    treated, control = arms
    there = sorted(set(column(frame, treatment, file)) - {""})
    for option, arm in (("--treated", treated), ("--control", control)):
        if arm is not None and arm not in there:
            raise TableError(
                f"{file}, column '{treatment}' has no value '{arm}' for {option}; there are "
                f"{several(there)}"
            )
    others = [arm for arm in there if arm != treated]
    if control is None and len(others) != 1:
        raise TableError(
            f"{file}, column '{treatment}' has the arms {', '.join(there)}; name the one to "
            "compare with by --control"
        )
    other = others[0] if control is None else control
    if other == treated:
        raise TableError(f"--treated and --control are both '{treated}'; they must differ")
    if treatment == outcome:
        raise TableError(f"'{outcome}' cannot be both treatment and outcome")
    return Named(treatment, treated, other, outcome)


def read_trial(frame: pd.DataFrame, file: Path, names: Named, encoding: Encoding) -> Trial:
    """The rows of the two arms, in the file's order. Raises TableError."""
    arm = column(frame, names.treatment, file)
    outcome = numbers(frame, names.outcome, file)
    if (arm == "").any():
        row = int(np.flatnonzero(arm == "")[0])
        raise TableError(f"{file} row {row + 2}, column '{names.treatment}' names no arm")
    for name in (names.treated, names.control):
        if (arm == name).sum() < FEWEST:
            raise TableError(
                f"{file} has {(arm == name).sum()} rows with {names.treatment} = '{name}', fewer "
                f"than {FEWEST}; there are {', '.join(sorted(set(arm)))}"
            )
    is_in = arm.isin([names.treated, names.control])
    known = encoding.encoded(frame[is_in], file)
    return Trial(known, outcome[is_in].to_numpy(), (arm[is_in] == names.treated).to_numpy())


def learnable(frame: pd.DataFrame, file: Path, names: Named, wanted: str | None) -> list[str]:
    """The covariates: those wanted, with commas between, or all columns but ids, treatment and
    outcome. Raises TableError.
    """
    taken = (names.treatment, names.outcome)
    if wanted is None:
        rest = (name for name in frame.columns if name not in taken)
        found = [name for name in rest if not is_id(column(frame, name, file))]
    else:
        found = listed(wanted)
        if told := [name for name in found if name in taken]:
            raise TableError(f"--covariates has '{told[0]}', which is the treatment or the outcome")
    if not found:
        raise TableError(f"{file} has no column to target by; name some by --covariates")
    return found
