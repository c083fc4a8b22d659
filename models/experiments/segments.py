"""Effects of segments, drawn towards the whole by as much as chance may have moved them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from models.causal.effect import Floats
from models.experiments.clustered import Arms, estimated, means

BANDS = ("low", "middle", "high")


@dataclass(frozen=True)
class Segment:
    """One segment's effect per unit as it was measured and as shrunk, with the interval of the
    latter, and how many units of each arm it rests on.
    """

    name: str
    raw: float
    shrunk: float
    low: float
    high: float
    treated: int
    control: int


def segments(outcome: Floats, of: pd.Series, arms: Arms, level: float) -> list[Segment]:
    """Of each value of `of` with enough clusters in both arms, largest first; none where fewer
    than two have.
    """
    told = []
    for name in of.dropna().unique():
        rows = (of == name).to_numpy()
        own = arms.take(rows)
        if own.are_enough:
            found = estimated(means(outcome[rows], own), own, level)
            treated = int(own.is_treated.sum())
            told.append((str(name), found, treated, len(own.is_treated) - treated))
    if len(told) < 2:
        return []
    raw = np.array([found.estimate for _, found, _, _ in told])
    errors = np.array([found.standard_error for _, found, _, _ in told])
    mean, error = shrunk(raw, errors)
    half = float(norm.ppf(0.5 + level / 2)) * error
    rows_of = [
        Segment(name, float(raw[k]), float(mean[k]), float(mean[k] - half[k]),
                float(mean[k] + half[k]), treated, control)
        for k, (name, _, treated, control) in enumerate(told)
    ]  # fmt: skip
    return sorted(rows_of, key=lambda segment: (-segment.treated - segment.control, segment.name))


def shrunk(raw: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """Means and errors after shrinkage towards the precision-weighted mean: parametric empirical
    Bayes (Morris 1983), the spread between segments by Paule and Mandel (1982), and the doubt about
    the mean they are drawn to within the error.
    """
    errors = np.maximum(errors, 1e-12)
    between = _between(raw, errors)
    weight = 1 / (errors**2 + between)
    whole = float(weight @ raw / weight.sum())
    pull = errors**2 / (errors**2 + between)
    mean = pull * whole + (1 - pull) * raw
    variance = (1 - pull) * errors**2 + pull**2 / weight.sum()
    return np.asarray(mean), np.sqrt(variance)


def _between(raw: Floats, errors: Floats) -> float:
    """The variance between segments at which they differ as much as chance and it would have
    them; 0 where chance alone would do.
    """

    def excess(between: float) -> float:
        weight = 1 / (errors**2 + between)
        whole = weight @ raw / weight.sum()
        return float(weight @ (raw - whole) ** 2 - (len(raw) - 1))

    most = float(np.ptp(raw)) ** 2 + float(errors.max()) ** 2
    if excess(0.0) <= 0:
        return 0.0
    return float(brentq(excess, 0.0, most * len(raw)))


def bands(values: pd.Series) -> pd.Series:
    """Low, middle or high third of the numbers; none where all are alike or unknown."""
    numbers = values.astype(float)
    ends = numbers.quantile([1 / 3, 2 / 3]).to_numpy()
    if numbers.nunique() < len(BANDS) or not ends[0] < ends[1]:
        return pd.Series(None, index=values.index, dtype=object)
    place = (numbers > ends[0]).astype(int) + (numbers > ends[1]).astype(int)
    return place.map(dict(enumerate(BANDS))).where(numbers.notna())
