"""Why GMV changed: the change split over the factors whose product it is."""

from dataclasses import dataclass
from math import log

import pandas as pd


@dataclass(frozen=True)
class Part:
    """One factor's share of a change in GMV, in minor units, and the factor before and now."""

    factor: str
    before: float
    now: float
    change: float


def funnel_parts(now: pd.Series, before: pd.Series) -> list[Part]:
    """GMV's change as impressions x CTR x CTOR x AOV, or as much of that chain as was measured.

    Additive and without a rest: logarithmic mean Divisia index (Ang, Energy Policy 32, 2004).
    Empty where a factor is zero or missing in either period, for then no such split exists.
    """
    chain = _chain(now, before)
    if chain is None:
        return []
    names = [*chain, "gmv"]
    steps = list(zip(names, names[1:], strict=False))
    parts = [_part(names[0], float(before[names[0]]), float(now[names[0]]), now, before)]
    parts += [
        _part(
            f"{top} / {bottom}", before[top] / before[bottom], now[top] / now[bottom], now, before
        )
        for bottom, top in steps
    ]
    return parts


def _chain(now: pd.Series, before: pd.Series) -> list[str] | None:
    """The longest chain of counts above GMV that both periods have."""
    for chain in (["impressions", "clicks", "orders"], ["clicks", "orders"], ["orders"]):
        if all(now[name] > 0 and before[name] > 0 for name in [*chain, "gmv"]):
            return chain
    return None


def _part(factor: str, before: float, now: float, total: pd.Series, base: pd.Series) -> Part:
    weight = _logarithmic_mean(float(total["gmv"]), float(base["gmv"]))
    return Part(factor, before, now, weight * log(now / before))


def _logarithmic_mean(a: float, b: float) -> float:
    return a if a == b else (a - b) / log(a / b)
