"""What an order of people, or a choice among them, was worth in a randomised trial."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
LEVEL = 0.9


@dataclass(frozen=True)
class Terms:
    """What one unit of the outcome is worth, and what treating one costs."""

    value: float
    cost: float

    @property
    def break_even(self) -> float:
        """The effect from which on treating pays."""
        return self.cost / self.value


@dataclass(frozen=True)
class Net:
    """Net incremental value with its interval at LEVEL, of so many targeted of n."""

    value: float
    low: float
    high: float
    targeted: float
    n: int

    def per(self, people: int = 1_000) -> tuple[float, float, float]:
        """Value, low and high as they would be of so many people."""
        return (
            self.value / self.n * people,
            self.low / self.n * people,
            self.high / self.n * people,
        )


def arm_weights(is_treated: Bools) -> Floats:
    """0.5 / its arm's share of each row, so that both arms count the same; they add up to n."""
    share = is_treated.mean()
    return np.where(is_treated, 0.5 / share, 0.5 / (1 - share))


def net_value(targeted: Bools | Floats, outcome: Floats, is_treated: Bools, terms: Terms) -> Net:
    """value x (outcomes of the treated - outcomes of the controls) - cost x treated, of those
    targeted (or by each one's chance to be), each row weighted as its arm; the interval is the
    normal one of two independent arms.
    """
    each = terms.value * outcome - terms.cost * is_treated
    signed = np.where(is_treated, each, -each) * targeted * arm_weights(is_treated)
    parts = [signed[is_treated], signed[~is_treated]]
    reach = norm.ppf(0.5 + LEVEL / 2) * np.sqrt(sum(len(p) * p.var(ddof=1) for p in parts))
    total = float(signed.sum())
    return Net(total, total - float(reach), total + float(reach), float(targeted.sum()), len(each))


def relative_qini(scores: Floats, outcome: Floats, is_treated: Bools) -> float:
    """Area between the gain by the scores and the gain at random, as a share of the area under the
    latter (Radcliffe 2007); 0 at random, nan where the trial's effect is 0 as a whole.

    The gain of treating a share of the people, best first, is the difference between the arms'
    outcomes among them, weighted as in `net_value`; of equal scores everyone gains the same. At
    random it grows in a straight line to that of treating all. The area is taken as positive.
    """
    weights = arm_weights(is_treated)
    _, place = np.unique(-scores, return_inverse=True)
    width = np.bincount(place, weights)
    gain = np.bincount(place, np.where(is_treated, weights, -weights) * outcome)
    share = np.concatenate([[0.0], np.cumsum(width) / width.sum()])
    curve = np.concatenate([[0.0], np.cumsum(gain)])
    at_random = curve[-1] / 2
    if at_random == 0:
        return float("nan")
    return float((np.trapezoid(curve, share) - at_random) / abs(at_random))
