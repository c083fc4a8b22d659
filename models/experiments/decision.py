"""What to do after a test, and what it costs to be wrong."""

from dataclasses import dataclass

from scipy.stats import norm

from models.causal.effect import Estimate
from models.experiments.report import Compared

PRIOR_SPREAD = 1.0
"""Before the test an effect is thought to lie around 0, within what the arm that sold more has two
times out of three: an invitation seldom more than doubles what sells."""
SAFE = 0.1
"""Chance of losing money up to which to go ahead, and above 1 - which to stop, may be said."""


@dataclass(frozen=True)
class Risk:
    """Per treated unit, money in minor units: what going ahead is worth on average, its
    `chance_of_loss`, and what is lost on average if it is wrong to go ahead, or to stop.
    """

    worth: float
    chance_of_loss: float
    loss_if_wrong: float
    missed_if_stopped: float


def usual(sold: Compared) -> float:
    """What a unit sells, minor units: the larger mean of the two arms, so that the verdict hangs
    neither on whether a control sold once nor on costs that leave next to nothing.
    """
    return max(abs(sold.treated), abs(sold.control))


def risk(effect: Estimate, sells: float, margin: float = 1.0, cost: float = 0.0) -> Risk:
    """Worth = margin × effect - cost. The effect is normal around its estimate, drawn to a normal
    prior of mean 0 and deviation PRIOR_SPREAD × what a unit
    `sells` (expected loss: Stucchio 2015).
    """
    prior, chance = (PRIOR_SPREAD * sells) ** 2, effect.standard_error**2
    keep = prior / (prior + chance) if prior + chance > 0 else 0.0
    worth = margin * keep * effect.estimate - cost
    deviation = max(abs(margin) * (keep * chance) ** 0.5, 1e-12)
    loses = float(norm.cdf(-worth / deviation))
    short = deviation * float(norm.pdf(worth / deviation)) - worth * loses
    beyond = short + worth
    return Risk(
        float(worth),
        loses,
        float(short / loses) if loses > 0 else 0.0,
        float(beyond / (1 - loses)) if loses < 1 else 0.0,
    )


def advice(found: Risk) -> str:
    """`ahead`, `stop`, or `open` where the risk is too large either way."""
    if found.chance_of_loss <= SAFE:
        return "ahead"
    return "stop" if found.chance_of_loss >= 1 - SAFE else "open"
