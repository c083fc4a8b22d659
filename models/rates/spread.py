"""How far rates of pairs lie from what is expected of them: a beta around each expectation."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import beta, betabinom

from models.outcomes import SEED, TAIL
from models.rates.predictor import Chances, Events

GRID = np.geomspace(3.0, 30_000.0, 33)
FEWEST_PAIRS = 30
DRAWS = 500
PLAUSIBLE = 1.35
"""A strength so much less likely, in nats, is possible still (likelihood ratio, 90 %, one side)."""
ENOUGH = 3.0
"""Expected events from which on a pair says whether intervals hold; with fewer, zero fits all."""


@dataclass(frozen=True)
class Spread:
    """The strengths, in trials, of betas around expected rates: of pairs without a past of their
    own (`cold`) and of those with one (`warm`); `cold_pairs`, `warm_pairs` told them.
    """

    cold: float
    warm: float
    cold_pairs: int
    warm_pairs: int

    @classmethod
    def fitted(
        cls, pairs: pd.Series, events: Events, chances: Chances, is_warm: NDArray[np.bool_]
    ) -> "Spread":
        """By maximum likelihood of the beta-binomial over pairs, their rows put together; where a
        kind has few pairs, over all. Of pairs without a past never more is known than of others.
        """
        every, n = _strength(_together(pairs, events, chances))
        found = {"cold": (every, n), "warm": (every, n)}
        for name, is_kind in (("cold", ~is_warm), ("warm", is_warm)):
            rows = np.flatnonzero(is_kind)
            part = _together(pairs.iloc[rows], events.take(rows), chances[rows])
            if len(part) >= FEWEST_PAIRS:
                found[name] = _strength(part)
        (cold, cold_pairs), (warm, warm_pairs) = found["cold"], found["warm"]
        if cold > warm:
            cold, cold_pairs = warm, warm_pairs
        return cls(cold, warm, cold_pairs, warm_pairs)

    def span(self, chances: Chances, is_warm: NDArray[np.bool_]) -> tuple[Chances, Chances]:
        """In which 80 % of pairs with such an expectation have their rate."""
        strength = np.where(is_warm, self.warm, self.cold)
        yes, no = chances * strength, (1 - chances) * strength
        return beta.ppf(TAIL, yes, no), beta.ppf(1 - TAIL, yes, no)

    def inside(
        self, pairs: pd.Series, events: Events, chances: Chances, is_warm: NDArray[np.bool_]
    ) -> tuple[float | None, int]:
        """Which share of pairs with events enough to tell fell within their 80 %, chance in single
        events included; None without such pairs.
        """
        part = _together(pairs, events, chances, is_warm.astype(np.float64))
        part = part[part["expected"] >= ENOUGH]
        if part.empty:
            return None, 0
        rate = part["expected"] / part["trials"]
        strength = np.where(part["warm"] > 0.5, self.warm, self.cold)
        rng, size = np.random.default_rng(SEED), (DRAWS, len(part))
        rates = rng.beta(rate * strength, (1 - rate) * strength, size)
        drawn = rng.binomial(part["trials"].to_numpy(np.int64), rates)
        low, high = np.quantile(drawn, [TAIL, 1 - TAIL], axis=0)
        return float(part["happened"].between(low, high).mean()), len(part)


def _together(
    pairs: pd.Series, events: Events, chances: Chances, is_warm: Chances | None = None
) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "trials": events.trials,
            "happened": events.happened,
            "expected": events.trials * chances,
            "warm": np.zeros(len(chances)) if is_warm is None else events.trials * is_warm,
        }
    )
    sums = frame.groupby(pairs.to_numpy()).sum()
    return sums.assign(warm=sums["warm"] / sums["trials"])


def _strength(pairs: pd.DataFrame) -> tuple[float, int]:
    trials, happened = pairs["trials"].to_numpy()[:, None], pairs["happened"].to_numpy()[:, None]
    rate = (pairs["expected"] / pairs["trials"]).to_numpy()[:, None]
    told = betabinom.logpmf(happened, trials, rate * GRID, (1 - rate) * GRID).sum(axis=0)
    best = int(np.argmax(told))
    if told[-1] > told[best] - PLAUSIBLE:  # nothing tells pairs apart, no sign that they are alike
        best = int(np.flatnonzero(told > told[best] - PLAUSIBLE)[0])
    return float(GRID[best]), len(pairs)
