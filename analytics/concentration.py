"""How unevenly net GMV is spread over creators, products or shops."""

from dataclasses import dataclass

import pandas as pd

from analytics.question import sql
from analytics.slice import Slice
from data.warehouse import Session

SPREAD_OVER = ("creator", "product", "merchant")


@dataclass(frozen=True)
class Concentration:
    """One spread: `hhi` is the sum of squared shares, 1/n if all are equal and 1 if one has all.

    Source: Herfindahl-Hirschman index; `equal_to` = 1 / hhi, the number of equal ones of that hhi.
    `parts` has a row per creator, product or shop, the largest first: rank, id, name, net_gmv
    (minor units), share, cumulative_share.
    """

    parts: pd.DataFrame
    net_gmv: int
    hhi: float
    equal_to: float

    def top(self, n: int) -> float:
        """The share of the n largest, 0 to 1; NaN where nothing was sold."""
        return float(self.parts["share"].head(n).sum()) if self.net_gmv else float("nan")


def concentration(session: Session, slice: Slice, over: str) -> Concentration:
    """The spread of the slice's net GMV; over creators, that of attributed net GMV alone."""
    if over not in SPREAD_OVER:
        raise ValueError(f"'{over}' is nothing to spread over; one of {SPREAD_OVER}")
    parts = session.frame(sql("concentration"), **slice.parameters, over=over)
    total = int(parts["net_gmv"].sum())
    hhi = float((parts["share"] ** 2).sum()) if total else float("nan")
    return Concentration(parts, total, hhi, 1 / hhi)
