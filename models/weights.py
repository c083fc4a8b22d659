"""How much a pair of product and creator says."""

import numpy as np
import pandas as pd


def weighted(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with `weight` = 1 + ln(1 + orders): starting says 1, sales add, ever more slowly.

    Orders rather than money, so that a dear product does not outweigh a well-matched one.
    """
    return pairs.assign(weight=1 + np.log1p(pairs["orders"].to_numpy(np.float64)))
