"""Organic demand by day: a level, a momentum that carries over, weekdays and seasons."""

from dataclasses import dataclass

import numpy as np

from data.market.population import Population
from data.market.rng import stream
from data.market.taxonomy import Floats

# Momentum is the daily drift of log demand. It fades with a half-life of about two weeks, the
# level that it built with one of about six.
DRIFT_KEEPS, LEVEL_KEEPS, DRIFT_SD = 0.95, 0.984, 0.0050
DAY_NOISE_SD = 0.12
WEEKDAY = np.log(np.array([0.94, 0.93, 0.95, 0.98, 1.04, 1.10, 1.08]))


@dataclass(frozen=True)
class Momentum:
    """Latent state, product × day: `level` is the log deviation of demand, `drift` its trend."""

    level: Floats
    drift: Floats


def momentum(seed: int, products: int, days: int, has_jumps: bool = False) -> Momentum:
    """Draws the latent state from its long-run distribution; jumps are sudden crowds that fade."""
    rng = stream(seed, "momentum")
    level = np.zeros((days, products), np.float32)
    drift = np.zeros((days, products), np.float32)
    now, trend = np.zeros(products, np.float32), np.zeros(products, np.float32)
    for day in range(-120, days):
        trend = DRIFT_KEEPS * trend + DRIFT_SD * rng.standard_normal(products, np.float32)
        now = LEVEL_KEEPS * now + trend
        if has_jumps:
            now = now + np.where(rng.random(products, np.float32) < 0.004, np.float32(0.9), 0)
        if day >= 0:
            level[day], drift[day] = now, trend
    return Momentum(np.ascontiguousarray(level.T), np.ascontiguousarray(drift.T))


def day_noise(seed: int, products: int, days: int, sd: float = DAY_NOISE_SD) -> Floats:
    """What makes one day's traffic better than the next for no reason, product × day, log."""
    rng = stream(seed, "day noise")
    return np.float32(sd) * rng.standard_normal((products, days), np.float32)


def organic_impressions(
    population: Population, state: Momentum, rhythm: Floats, seed: int, base: float
) -> Floats:
    """Expected organic impressions, product × day; `rhythm` holds log factors of the calendar,
    `base` the log of impressions a day at the middle product."""
    products, days = state.level.shape
    log = state.level + rhythm + day_noise(seed, products, days)
    log += (population.products.level[:, None] + base).astype(np.float32)
    return np.exp(log, out=log)
