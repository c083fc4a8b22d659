"""How a creator changes a product's conversion: orders per click with the creator less without.

A creator brings clicks as well as orders, so the product's conversion moves towards that of the
creator's clicks; by the delta method (Deng, Knoblich and Lu 2018, for ratios of means).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
COLUMNS = ("conversion_uplift", "conversion_uplift_low", "conversion_uplift_high", "extra_clicks")


def conversion_uplift(known: Mapping[str, pd.Series], reach: float) -> pd.DataFrame:
    """E[orders₁]/E[clicks₁] − E[orders₀]/E[clicks₀] with an interval of `reach` standard errors to
    either side, and the new clicks, a row per pair.

    `known`, of 28 days: `orders` that the product sells without creators, its `conversion` there
    and the `clicks` which that was seen on; `extra_orders` of the pair with their `_error`, and
    `pair_conversion` with its own. Not a number where any is unknown, or nothing sells without
    creators.
    """
    own, rate, clicks, extra, error, pair, doubt = (
        known[name].to_numpy(np.float64)
        for name in (
            *("orders", "conversion", "clicks", "extra_orders", "extra_orders_error"),
            *("pair_conversion", "pair_conversion_error"),
        )
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        more = extra / pair
        all_clicks = own / rate + more
        ratio = (own + extra) / all_clicks
        slopes = {
            "extra": (1 - ratio / pair) / all_clicks * error,
            "own": (1 - ratio / rate) / all_clicks * np.sqrt(own),
            "pair": ratio * extra / pair**2 / all_clicks * doubt,
            "rate": (ratio * own / rate**2 / all_clicks - 1) * np.sqrt(rate * (1 - rate) / clicks),
        }
        half = reach * np.sqrt(sum(part**2 for part in slopes.values()))
        uplift = ratio - rate
    values = np.column_stack([uplift, uplift - half, uplift + half, more])
    values[~np.isfinite(values).all(axis=1) | (own <= 0)] = np.nan
    return pd.DataFrame(values, index=known["orders"].index, columns=list(COLUMNS))
