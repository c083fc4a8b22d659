"""Whether a column knows what it cannot: the outcome of its own row."""

import numpy as np
import pandas as pd

from models.rates.predictor import Chances, Events
from models.rates.scores import SMALLEST

BINS = 50
SURE = 4.0
"""Standard errors by which a column must beat chance to be called a leak."""


def leaking(
    rows: pd.DataFrame, events: Events, later_rows: pd.DataFrame, later: Events
) -> list[str]:
    """Columns by which later outcomes come nearer to their rate than chance lets them.

    Who knows a row's rate is off by binomial noise; who is off by less has seen the outcome. Told
    by Pearson's dispersion: where outcomes vary less than chance by themselves, it tells nothing.
    """
    return [
        str(name)
        for name in rows
        if is_too_near(_by_value(rows[name], events, later_rows[name]), later)
    ]


def is_too_near(chances: Chances, events: Events) -> bool:
    """Whether outcomes lie nearer to these chances than binomial noise lets them."""
    flat, _ = dispersion(np.full(len(chances), events.rate), events)
    found, error = dispersion(chances, events)
    return flat >= 1 and found + SURE * error < 1


def dispersion(chances: Chances, events: Events) -> tuple[float, float]:
    """Mean squared residual in units of binomial variance, and its standard error; at least 1 on
    average, whatever is known of the rows but their outcomes.
    """
    sure = np.clip(chances, SMALLEST, 1 - SMALLEST)
    expected = events.trials * sure
    residual = (events.happened - expected) ** 2
    variance = expected * (1 - sure)
    ratio, weight = residual / variance, np.minimum(variance, 1)
    mean = float(np.average(ratio, weights=weight))
    error = np.sqrt((weight**2 * (ratio - mean) ** 2).sum()) / weight.sum()
    return mean, float(error)


def _by_value(column: pd.Series, events: Events, later: pd.Series) -> Chances:
    """The rate of rows with a like value, drawn weakly to that of all."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        known = column.dropna().to_numpy(np.float64)
        edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1))) if len(known) else known
        code, asked = (
            np.where(part.isna(), -1, np.searchsorted(edges, part.to_numpy(np.float64))) + 1
            for part in (column, later)
        )
    else:
        names = pd.Index(column.astype(str).unique())
        code, asked = (names.get_indexer(part.astype(str)) + 1 for part in (column, later))
    size = int(max(code.max(initial=0), asked.max(initial=0))) + 1
    happened = np.bincount(code, events.happened, size) + events.rate
    return np.asarray((happened / (np.bincount(code, events.trials, size) + 1))[asked])
