"""What each collaboration added, and what one that was never tried would add.

The cohort's effect says how much all of them added; how it is shared out among them is read from
what their creators visibly carried, where chance is the larger the fewer orders there were: each is
drawn to what the creator's clicks usually bring (credibility, Buehlmann 1967; gamma-Poisson).
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import gamma, norm

from models.causal.cohort.carried import Carried
from models.causal.cohort.panel import Floats
from models.causal.effect import LEVEL, Estimate
from models.causal.glm import poisson, predicted

LEAST, FLOOR = 0.05, 0.01
"""Of what clicks usually bring, so much is always left: nothing seen is not nothing added."""
SURELY = 3.0
"""Standard errors above 0 from which on carried orders tell pairs apart."""
POOREST, RICHEST, UNTOLD = 0.02, 5.0, 2.0
ROUNDS = 3
STEPS = 40
"""Quantiles by which two sources of doubt are put together."""


@dataclass(frozen=True)
class Shape:
    """How much each collaboration carried, in net GMV, as far as chance lets tell: `mean` and the
    `doubt` of each, its coefficient of variation. `is_told` is false where the carried orders do
    not tell pairs apart.
    """

    mean: Floats
    doubt: Floats
    is_told: bool


@dataclass(frozen=True)
class Effects:
    """Per pair, in net GMV of the 28 days: estimate and interval at LEVEL."""

    estimate: Floats
    low: Floats
    high: Floats


def shape(seen: Carried) -> Shape:
    """Where all carried orders together are not surely above 0, clicks alone speak."""
    clicks = drawn(seen.clicks.found, logs(seen.clicks.usual), seen.clicks.doubt)
    brought, worth = clicks.mean * seen.rate, seen.unit / seen.share
    sold = seen.attributed * seen.share / seen.unit
    if seen.orders.found.sum() < SURELY * np.sqrt((sold + seen.orders.doubt).sum()):
        return Shape(brought * worth, np.full(len(sold), np.sqrt(UNTOLD)), is_told=False)
    unsure = np.hypot(clicks.doubt, seen.rate_doubt)
    orders = drawn(seen.orders.found, logs(brought), seen.orders.doubt, unsure)
    return Shape(orders.mean * worth, orders.doubt, is_told=True)


@dataclass(frozen=True)
class Drawn:
    """Counts drawn to what is usual: `mean`, and the coefficient of variation of what is left open;
    `spread`: the squared one of true counts around the usual, whose logarithm has such `slopes`.
    """

    mean: Floats
    doubt: Floats
    spread: float
    slopes: Floats


def drawn(found: Floats, guides: Floats, doubt: Floats, unsure: Floats | float = 0.0) -> Drawn:
    """The logarithm of the usual count is linear in the `guides`, logarithms too (negative binomial
    quasi-likelihood), which are `unsure` by so much, a coefficient of variation; `doubt` is a
    variance beside that of a Poisson count.
    """
    design = np.column_stack([np.ones(len(found)), guides])
    weights: Floats | float = 1.0
    for _ in range(ROUNDS):
        usual = predicted(design, poisson(design, found, weights))
        noise = usual + doubt + unsure**2 * usual**2
        spread = dispersion(found, usual, noise)
        weights = usual / (spread * usual**2 + noise)
    differs = (spread + unsure**2) * usual**2
    trust = differs / (differs + usual + doubt)
    mean = np.maximum(usual + trust * (found - usual), LEAST * usual)
    slopes = poisson(design, found, weights)
    return Drawn(mean, np.sqrt((1 - trust) * differs / (usual * mean)), spread, slopes)


def logs(values: Floats) -> Floats:
    """Of what may be nothing."""
    return np.log(np.maximum(values, FLOOR))


def dispersion(found: Floats, usual: Floats, noise: Floats) -> float:
    """Squared coefficient of variation of true values around the usual ones beyond the `noise`, a
    variance; by moments, each pair weighted by how well it tells.
    """
    spread = 0.5
    for _ in range(STEPS):
        weight = usual**2 / (spread * usual**2 + noise) ** 2
        beyond = (weight @ ((found - usual) ** 2 - noise)) / (weight @ usual**2)
        spread = float(np.clip(beyond, POOREST, RICHEST))
    return spread


def ran(total: Estimate, carried: Shape) -> Effects:
    """Of the collaborations that ran: their shares of the cohort's effect."""
    scale = total.times(1 / carried.mean.sum())
    low, high = _quantiles(scale, carried.doubt)
    return Effects(scale.estimate * carried.mean, low * carried.mean, high * carried.mean)


def _quantiles(scale: Estimate, doubt: Floats) -> tuple[Floats, Floats]:
    """Of scale × a gamma of mean 1 with each coefficient of variation."""
    steps = (np.arange(STEPS) + 0.5) / STEPS
    drawn = scale.estimate + scale.standard_error * norm.ppf(steps)
    grid = np.geomspace(max(doubt.min(), 0.01), max(doubt.max(), 0.011), 24)
    ends = []
    for one in grid:
        many = np.outer(drawn, gamma.ppf(steps, 1 / one**2, scale=one**2)).ravel()
        ends.append(np.quantile(many, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    low, high = np.array(ends).T
    return np.interp(doubt, grid, low), np.interp(doubt, grid, high)
