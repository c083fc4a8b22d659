"""What a click in live brings beside one in video, and how far products have shifted between them.

The same creators' clicks in both, so that who goes live cannot be mistaken for what live does:
orders per click and net GMV per order apart, for the one moves orders and both move money.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.response import FEWEST, SEEN, Response, untold

FEWEST_CLICKS = 30
"""In live and video in 28 days, below which a product's share of live is mostly chance."""


def live_video(pairs: pd.DataFrame, windows: pd.DataFrame) -> tuple[Response, Response, float]:
    """Mean log ratio of SKU orders per click, live over video; the same of net GMV per SKU order;
    and the correlation of the two estimates.

    `pairs`: a row per creator; `windows`: what `live_windows` gave of the market, which bounds
    moves: away from the product's own share of live, the quantiles SEEN.
    """
    n = len(pairs)
    if n < FEWEST:
        few = f"only {n} creator{'s' * (n > 1)}" if n else "no creator"
        why = f"{few} sold on enough known clicks in both live and video; {FEWEST} are needed"
        return untold("live", why, n), untold("live", why, n), 0.0
    moved = _moved(windows)
    products = moved["product_id"].nunique()
    if products < FEWEST:
        few = f"only {products} product{'s' * (products > 1)}" if products else "no product"
        why = f"{few} shifted enough clicks between live and video; {FEWEST} are needed"
        return untold("live", why, n), untold("live", why, n), 0.0
    seen = np.quantile(moved["share"] - moved["usual"], SEEN)
    per_click = _log_ratio(pairs, "sku_orders", "clicks")
    per_order = _log_ratio(pairs, "net_gmv", "sku_orders")
    together = float(np.nan_to_num(per_click.corr(per_order)))
    return _response(per_click, seen), _response(per_order, seen), together


def _moved(windows: pd.DataFrame) -> pd.DataFrame:
    """Windows with enough clicks of products whose share of live differs between such."""
    told = windows[windows["clicks"] >= FEWEST_CLICKS]
    return told[told.groupby("product_id")["share"].transform(np.ptp) > 0]


def _log_ratio(pairs: pd.DataFrame, of: str, by: str) -> pd.Series:
    live, video = (
        np.log(pairs[f"{form}_{of}"].astype(float) / pairs[f"{form}_{by}"])
        for form in ("live", "video")
    )
    return live - video


def _response(ratios: pd.Series, seen: NDArray[np.float64]) -> Response:
    n = len(ratios)
    error = float(ratios.std(ddof=1) / np.sqrt(n))
    return Response("live", float(ratios.mean()), error, n, 0, float(seen[0]), float(seen[1]))
