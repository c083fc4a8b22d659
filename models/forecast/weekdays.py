"""What a weekday sells beside the week's average: a series' own pattern, drawn to the market's."""

import numpy as np

from models.forecast.history import Floats, History

WINDOW = 182
ENOUGH = 50


def market_pattern(past: History) -> tuple[Floats, float]:
    """Share of orders per weekday, and the orders that this pattern counts for in a series' own.

    Shares of a series vary about the market's as a Dirichlet would have it; its strength k follows
    from the mean chi-square of the series with enough orders, 6 (1 + (n - 1) / (k + 1)) of n
    orders (Mosimann, Biometrika 49, 1962). Infinite where series differ no more than by chance.
    """
    counts = _counts(past)
    share = counts.sum(1) / counts.sum()
    n = counts.sum(0)
    told = counts[:, n >= ENOUGH]
    if not told.size or (share == 0).any():
        return share, np.inf
    n = told.sum(0)
    expected = np.outer(share, n)
    chi_square = ((told - expected) ** 2 / expected).sum()
    beyond = (chi_square - 6 * len(n)) / (6 * (n - 1).sum())
    return share, np.inf if beyond <= 0 else max(1 / beyond - 1, 0.0)


def own_pattern(past: History, market: Floats, strength: float) -> Floats:
    """Each series' factor per weekday, 1 on average; 7 x series."""
    if np.isinf(strength):
        return np.repeat(7 * market[:, None], past.net_gmv.shape[1], 1)
    counts = _counts(past)
    own = (counts + strength * market[:, None]) / (counts.sum(0) + strength)
    return np.asarray(7 * own, np.float64)


def _counts(past: History) -> Floats:
    orders, weekday = past.orders[-WINDOW:], past.weekday[-WINDOW:]
    return np.array([orders[weekday == day].sum(0) for day in range(7)])
