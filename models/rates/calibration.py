"""Whether probabilities mean what they say: reliability diagrams and their mean gap."""

import numpy as np
import pandas as pd

from models.rates.predictor import Chances, Events
from models.reliability import wilson

BINS = 15


def reliability(events: Events, chances: Chances, bins: int = BINS) -> pd.DataFrame:
    """Rows by rising probability in at most so many bins of equal trials: `n` trials, mean
    `predicted`, share `happened` with its 95 % interval `low`, `high` (Wilson, trials independent).

    Rows of one probability stay together, so that chance cannot part what the model did not.
    """
    values, place = np.unique(chances, return_inverse=True)
    trials = np.bincount(place, events.trials, len(values))
    middle = np.cumsum(trials) - trials / 2
    bin_of = np.minimum((middle / max(trials.sum(), 1e-12) * bins).astype(np.int64), bins - 1)
    frame = pd.DataFrame(
        {
            "n": trials,
            "predicted": trials * values,
            "happened": np.bincount(place, events.happened, len(values)),
        }
    )
    sums = frame.groupby(bin_of).sum()
    sums = sums[sums["n"] > 0].reset_index(drop=True)
    spans = [wilson(int(k), int(n)) for k, n in zip(sums["happened"], sums["n"], strict=True)]
    return sums.assign(
        predicted=sums["predicted"] / sums["n"],
        happened=sums["happened"] / sums["n"],
        low=[low for low, _ in spans],
        high=[high for _, high in spans],
    )


def expected_calibration_error(events: Events, chances: Chances, bins: int = BINS) -> float:
    """Mean over bins of equal trials of |predicted - happened|, weighted by trials
    (Naeini, Cooper and Hauskrecht 2015).
    """
    found = reliability(events, chances, bins)
    gaps = (found["predicted"] - found["happened"]).abs()
    return float(np.average(gaps, weights=found["n"]))
