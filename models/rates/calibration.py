"""Whether probabilities mean what they say, and how to make them."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BINS = 15


def reliability(happened: NDArray[Any], chances: NDArray[Any], bins: int = BINS) -> pd.DataFrame:
    """Rows by rising probability in bins of equal mass: `n`, mean `predicted`, share `happened`."""
    order = np.argsort(chances, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return pd.DataFrame(
        {
            "n": [len(part) for part in parts],
            "predicted": [float(chances[part].mean()) for part in parts],
            "happened": [float(happened[part].mean()) for part in parts],
        }
    )


def expected_calibration_error(
    happened: NDArray[Any], chances: NDArray[Any], bins: int = BINS
) -> float:
    """Mean over bins of equal mass of |predicted - happened|, weighted by rows
    (Naeini, Cooper and Hauskrecht 2015).
    """
    found = reliability(happened, chances, bins)
    gaps = (found["predicted"] - found["happened"]).abs()
    return float(np.average(gaps, weights=found["n"]))
