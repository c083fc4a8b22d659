"""Why GMV changed: the change split over the factors whose product it is."""

from dataclasses import dataclass
from itertools import pairwise
from math import log, log1p

import pandas as pd


@dataclass(frozen=True)
class Part:
    """One factor's share of a change in GMV, in minor units, and the factor before and now."""

    factor: str
    before: float
    now: float
    change: float


def funnel_parts(now: pd.Series, before: pd.Series, orders: str = "orders") -> list[Part]:
    """GMV's change as impressions x CTR x CTOR x AOV, or as much of that chain as was measured.

    `orders` names the count of sales: `sku_orders` where a market's orders are not whole.

    Additive and without a rest: logarithmic mean Divisia index (Ang, Energy Policy 32, 2004).
    Empty where a factor is zero or missing in either period, for then no such split exists.
    """
    chain = _chain(now, before, orders)
    if chain is None:
        return []
    ratios = {
        f"{top} / {bottom}": (before[top] / before[bottom], now[top] / now[bottom])
        for bottom, top in pairwise([*chain, "gmv"])
    }
    factors = {chain[0]: (before[chain[0]], now[chain[0]]), **ratios}
    weight = _logarithmic_mean(float(now["gmv"]), float(before["gmv"]))
    return [
        Part(name, float(was), float(present), weight * log(present / was))
        for name, (was, present) in factors.items()
    ]


def _chain(now: pd.Series, before: pd.Series, orders: str) -> list[str] | None:
    """The longest chain of counts above GMV that both periods have."""
    for chain in (["impressions", "clicks", orders], ["clicks", orders], [orders]):
        if all(now[name] > 0 and before[name] > 0 for name in [*chain, "gmv"]):
            return chain
    return None


def _logarithmic_mean(a: float, b: float) -> float:
    return a if a == b else (a - b) / log1p((a - b) / b)
