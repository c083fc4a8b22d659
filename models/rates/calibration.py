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
    n = np.bincount(bin_of, events.trials)
    predicted = np.bincount(bin_of, events.trials * chances) / n
    happened = np.bincount(bin_of, events.happened) / n
    worth = n if groups is None else _worth(events, bin_of, happened, groups)
    spans = [wilson(share * size, size) for share, size in zip(happened, worth, strict=True)]
    low, high = np.array(spans).reshape(-1, 2).T
    return pd.DataFrame(
        {"n": n, "predicted": predicted, "happened": happened, "low": low, "high": high}
    )


def _bins(events: Events, chances: Chances, bins: int) -> NDArray[np.int64]:
    """The bin of each row, counted without the empty ones."""
    values, place = np.unique(chances, return_inverse=True)
    trials = np.bincount(place, events.trials, len(values))
    middle = np.cumsum(trials) - trials / 2
    of_value = np.minimum((middle / max(trials.sum(), 1e-12) * bins).astype(np.int64), bins - 1)
    return np.unique(of_value, return_inverse=True)[1][place]


def _worth(
    events: Events, bin_of: NDArray[np.int64], happened: Chances, groups: NDArray[Any]
) -> Chances:
    """Independent trials that would leave the bin's share as uncertain as its groups do; one where
    a single group fills it.
    """
    code = np.unique(groups, return_inverse=True)[1]
    keys, place = np.unique(bin_of * (code.max(initial=0) + 1) + code, return_inverse=True)
    bin_of_group = keys // (code.max(initial=0) + 1)
    trials = np.bincount(place, events.trials)
    off = np.bincount(place, events.happened) - trials * happened[bin_of_group]
    n, size = np.bincount(bin_of_group, trials), np.bincount(bin_of_group)
    error = np.bincount(bin_of_group, off**2) * size / np.maximum(size - 1, 1) / n**2
    worth = happened * (1 - happened) / np.maximum(error, 1e-300)
    return np.where(size > 1, np.clip(worth, 1.0, n), 1.0)


def expected_calibration_error(events: Events, chances: Chances, bins: int = BINS) -> float:
    """Mean over bins of equal trials of |predicted - happened|, weighted by trials
    (Naeini, Cooper and Hauskrecht 2015).
    """
    return mean_gap(reliability(events, chances, bins))


def mean_gap(found: pd.DataFrame) -> float:
    """The expected calibration error of a reliability diagram."""
    gaps = (found["predicted"] - found["happened"]).abs()
    return float(np.average(gaps, weights=found["n"]))
