"""Whether probabilities mean what they say: reliability diagrams and their mean gap."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.rates.predictor import Chances, Events
from models.reliability import wilson

BINS = 15


def reliability(
    events: Events, chances: Chances, bins: int = BINS, groups: NDArray[Any] | None = None
) -> pd.DataFrame:
    """Rows by rising probability in at most so many bins of like trials: `n` trials, mean
    `predicted`, share `happened` with its 95 % interval `low`, `high`.

    Rows of one probability stay together, so that chance cannot part what the model did not. The
    interval is Wilson's of as many trials as the bin is worth: all of them, or, where rows fall
    into `groups` that have their luck in common, as many as these differ (Kish 1965).
    """
    bin_of = _bins(events, chances, bins)
    frame = pd.DataFrame(
        {"n": events.trials, "predicted": events.trials * chances, "happened": events.happened}
    )
    sums = frame.groupby(bin_of).sum()
    found = sums.assign(
        predicted=sums["predicted"] / sums["n"], happened=sums["happened"] / sums["n"]
    )
    worth = found["n"] if groups is None else _worth(frame, found, bin_of, groups)
    spans = [wilson(s * n, n) for s, n in zip(found["happened"], worth, strict=True)]
    low, high = [span[0] for span in spans], [span[1] for span in spans]
    return found.assign(low=low, high=high).reset_index(drop=True)


def _bins(events: Events, chances: Chances, bins: int) -> NDArray[np.int64]:
    values, place = np.unique(chances, return_inverse=True)
    trials = np.bincount(place, events.trials, len(values))
    middle = np.cumsum(trials) - trials / 2
    of_value = (middle / max(trials.sum(), 1e-12) * bins).astype(np.int64)
    return np.minimum(of_value, bins - 1)[place]


def _worth(
    frame: pd.DataFrame, found: pd.DataFrame, bin_of: NDArray[np.int64], groups: NDArray[Any]
) -> pd.Series:
    """Independent trials that would leave the bin's share as uncertain as its groups do; one where
    a single group fills it.
    """
    sums = frame[["n", "happened"]].groupby([bin_of, groups]).sum()
    share = found["happened"].reindex(sums.index.get_level_values(0)).to_numpy()
    squares = ((sums["happened"] - sums["n"] * share) ** 2).groupby(level=0)
    size = squares.size()
    error = squares.sum() * size / (size - 1).where(size > 1) / found["n"] ** 2
    noise = found["happened"] * (1 - found["happened"])
    return (noise / error).fillna(1.0).clip(1.0, found["n"])


def expected_calibration_error(events: Events, chances: Chances, bins: int = BINS) -> float:
    """Mean over bins of equal trials of |predicted - happened|, weighted by trials
    (Naeini, Cooper and Hauskrecht 2015).
    """
    return mean_gap(reliability(events, chances, bins))


def mean_gap(found: pd.DataFrame) -> float:
    """The expected calibration error of a reliability diagram."""
    gaps = (found["predicted"] - found["happened"]).abs()
    return float(np.average(gaps, weights=found["n"]))
