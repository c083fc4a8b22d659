"""What the dashboard may show of a pair: intervals that held for pairs whose outcome is known.

Split conformal prediction (Vovk et al. 2005; Lei et al. 2018), by category: as far as expectations
were missed, in either direction by itself, the next ones may be. Those were of pairs that somebody
had chosen; of one that nobody chose it is open besides how much choice knew (models/choice.py).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.outcomes import LADDER, TAIL, Floats
from models.priors import ALL

FEWEST = 40
"""Pairs of a category from which on it has quantiles of its own."""


@dataclass(frozen=True)
class Missed:
    """How often expectations were missed by how much: `low` and `high` are the ends of what held,
    `ladder` are the quantiles LADDER, all multiples of what was expected.
    """

    low: float
    high: float
    ladder: tuple[float, ...]

    @classmethod
    def of(cls, ratios: Floats, tail: float) -> "Missed":
        return cls(*conformal_ends(ratios, tail), tuple(np.quantile(ratios, LADDER).tolist()))


@dataclass(frozen=True)
class Conformal:
    """Net GMV credited in 28 days, with `floor` added to both, as a multiple of what is expected,
    by category and for `all`, with `tail` on either side; from `n` pairs. Minor units.
    """

    floor: float
    missed: Mapping[Hashable, Missed]
    n: int
    tail: float = TAIL

    def interval(
        self, expected: pd.Series, category: pd.Series, doubt: Floats | None = None
    ) -> pd.DataFrame:
        """`outcome_low` and `outcome_high` per row; `doubt`: row × what may be expected as well, as
        multiples, each as likely; rows of ones where nothing is open.
        """
        kinds = pd.Series([name if name in self.missed else ALL for name in category])
        mean = expected.to_numpy(float)
        low, high = np.empty(len(mean)), np.empty(len(mean))
        for name, rows in kinds.groupby(kinds).groups.items():
            at = rows.to_numpy()
            low[at], high[at] = self._held(
                mean[at], self.missed[name], None if doubt is None else doubt[at]
            )
        ends = {"outcome_low": low.clip(0), "outcome_high": high.clip(0)}
        return pd.DataFrame(ends, index=expected.index)

    def _held(self, mean: Floats, missed: Missed, doubt: Floats | None) -> tuple[Floats, Floats]:
        low, high = ((mean + self.floor) * end - self.floor for end in (missed.low, missed.high))
        is_open = np.zeros(len(mean), bool) if doubt is None else np.ptp(doubt, axis=1) > 0
        if doubt is not None and is_open.any():
            may = mean[is_open, None] * doubt[is_open] + self.floor
            came = may[:, :, None] * np.array(missed.ladder) - self.floor
            ends = np.quantile(came.reshape(len(came), -1), [self.tail, 1 - self.tail], axis=1)
            low[is_open], high[is_open] = ends
        return low, high


def learned(pairs: pd.DataFrame, fewest_shops: int = 1, tail: float = TAIL) -> Conformal | None:
    """From `expected` and actual `net_gmv` of pairs, with `category` and `merchant_id`; leaves out
    a share of `tail` on either side. A category counts by itself from FEWEST pairs of enough shops
    on; none below FEWEST in all.
    """
    if len(pairs) < FEWEST:
        return None
    floor = float(pairs["expected"].quantile(0.25))
    ratios = (pairs["net_gmv"].astype(float) + floor) / (pairs["expected"] + floor)
    groups = {ALL: pairs} | {
        name: part
        for name, part in pairs.groupby("category")
        if len(part) >= FEWEST and part["merchant_id"].nunique() >= fewest_shops
    }
    missed = {name: Missed.of(ratios[own.index].to_numpy(), tail) for name, own in groups.items()}
    return Conformal(floor, missed, len(pairs), tail)


def conformal_ends(ratios: Floats, tail: float) -> tuple[float, float]:
    """Order statistics that leave out a share of `tail` on either side, of one more to come."""
    ranked = np.sort(ratios)
    below = int(np.floor(tail * (len(ratios) + 1)))
    if below < 1:
        return 0.0, float("inf")
    return float(ranked[below - 1]), float(ranked[len(ranked) - below])
