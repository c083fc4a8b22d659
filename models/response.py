"""How sales answered when terms changed: elasticities within the same product, from its own weeks.

Poisson pseudo-maximum likelihood with product and week effects: what a product always sells, and
what a week brings to all, cannot be mistaken for an answer to price, commission or creators. It is
an association within products, not an experiment: grade C.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 30
"""Products whose terms changed, below which a lever has no evidence."""
LEVEL = 0.8
Z = 1.2815515655446004
SLACK = 1e-9
SEEN = (0.01, 0.99)
"""Quantiles of moves that bound what the data has seen."""
FEW_SHOPS = "shops to learn from"


@dataclass(frozen=True)
class Response:
    """How the logarithm of orders answers to one unit of a lever; `n` products moved it.

    `lowest` and `highest` bound where the data has seen it: away from the product's own mean, the
    quantiles SEEN. `missing` says why there is no response. One that was drawn to other
    categories' keeps the category's `own`, and the `weight` that it has.
    """

    lever: str
    slope: float
    standard_error: float
    n: int
    weeks: int
    lowest: float
    highest: float
    missing: str | None = None
    own: "Response | None" = None
    weight: float = 1.0

    @property
    def low(self) -> float:
        """Lower end of the slope's 80 % interval."""
        return self.slope - Z * self.standard_error

    @property
    def high(self) -> float:
        return self.slope + Z * self.standard_error

    @property
    def is_directed(self) -> bool:
        """Whether the 80 % interval tells more from less: it holds no nought."""
        return self.low * self.high > 0

    def factors(self, change: float, draws: Floats) -> Floats:
        """By what orders are multiplied if the lever moves by `change`, per standard normal draw;
        exactly 1 where nothing moves.
        """
        return np.exp((self.slope + self.standard_error * draws) * change)


def untold(lever: str, why: str, n: int = 0) -> Response:
    """A response of which nothing is known, and why."""
    return Response(lever, 0.0, 0.0, n, 0, np.nan, np.nan, missing=why)


def of_too_few(lever: str, fewest_shops: int) -> Response:
    """A response that would stand on too few shops."""
    return untold(lever, f"fewer than {fewest_shops} {FEW_SHOPS}")


def response(weeks: pd.DataFrame, lever: str) -> Response:
    """The response of `sku_orders` to the column `lever` of product × week rows.

    Products that never moved the lever, or never sold, say nothing and are left out.
    """
    known = weeks[np.isfinite(weeks[lever].astype(float))]
    by_product = known.groupby("product_id")
    moved = by_product[lever].transform(np.ptp) > 1e-9
    sold = by_product["sku_orders"].transform("sum") > 0
    told = known[moved & sold]
    n = told["product_id"].nunique()
    if n < FEWEST:
        few = f"only {n} product{'s' * (n > 1)}" if n else "no product"
        return untold(lever, f"{few} changed it in these weeks; {FEWEST} are needed", n)
    return _fitted(told, lever, "product_id", "week")


def contrast(pairs: pd.DataFrame, lever: str) -> Response:
    """How the same creator sold products at different rates: `sku_orders` of creator x product
    rows, with effects of the creator and of the product, each within its plan.

    Who chose the pair differs between plans, and with it what a rate stands beside.
    """
    by_plan = pairs.assign(
        creator=pairs["creator_id"] + " " + pairs["plan"],
        product=pairs["product_id"] + " " + pairs["plan"],
    )
    told = _connected(by_plan)
    differs = told.groupby("product")[lever].agg(np.ptp) > 1e-9
    n = int(differs.sum())
    if n < FEWEST:
        few = f"only {n} product{'s' * (n > 1)}" if n else "no product"
        why = f"{few} had creators of one plan at different rates; {FEWEST} are needed"
        return untold(lever, why, n)
    return replace(_fitted(told, lever, "product", "creator"), n=n)


def _connected(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs whose creator has another product, and whose product another creator, and that
    sold something: the others fit whatever the slope.
    """
    before = -1
    while len(pairs) != before:
        before = len(pairs)
        for side in ("creator", "product"):
            by = pairs.groupby(side)["sku_orders"]
            pairs = pairs[(by.transform("size") > 1) & (by.transform("sum") > 0)]
    return pairs


def _fitted(told: pd.DataFrame, lever: str, unit: str, time: str) -> Response:
    """The slope within units beside what all share at a time, and the moves that were seen."""
    values = told[lever].to_numpy(np.float64)
    slope, error = ppml(
        told["sku_orders"].to_numpy(np.float64),
        values,
        pd.factorize(told[unit])[0],
        pd.factorize(told[time])[0],
    )
    own_mean = told.groupby(unit)[lever].transform("mean").to_numpy(np.float64)
    lowest, highest = np.quantile(values - own_mean, SEEN)
    n = told[unit].nunique()
    return Response(lever, slope, error, n, len(told), float(lowest), float(highest))


def ppml(
    y: Floats, x: Floats, unit: NDArray[np.int64], time: NDArray[np.int64]
) -> tuple[float, float]:
    """Slope and its standard error, clustered by unit, of E[y] = exp(slope x + unit + time).

    Each unit's score is blown up by its share of the information, as if the unit were left out
    (CR3: Bell and McCaffrey, Survey Methodology 28, 2002): few large products decide many slopes.

    Iteratively reweighted least squares; x and the working response are swept free of both effects
    by alternating weighted means (Correia, Guimarães, Zylkin, Stata Journal 20, 2020).
    """
    centred = x - x.mean()
    mu = (y + y.mean()) / 2
    slope = 0.0
    for _ in range(100):
        working = np.log(mu) + (y - mu) / mu
        residual_x, residual_y = (swept(part, mu, unit, time) for part in (centred, working))
        before, slope = (
            slope,
            float((mu * residual_x * residual_y).sum() / (mu * residual_x**2).sum()),
        )
        fitted = working - (residual_y - slope * residual_x)
        mu = np.exp(np.clip(fitted, -30, 30))
        if abs(slope - before) < 1e-9 * max(1.0, abs(slope)):
            break
    scores = np.bincount(unit, weights=residual_x * (y - mu))
    bread = np.bincount(unit, weights=mu * residual_x**2)
    left_out = scores / np.maximum(1 - bread / bread.sum(), SLACK)
    units = len(scores)
    return slope, float(np.sqrt((left_out**2).sum() * (units - 1) / units) / bread.sum())


def swept(
    values: Floats, weights: Floats, unit: NDArray[np.int64], time: NDArray[np.int64]
) -> Floats:
    """What weighted means by unit and by time leave of the values."""
    rest = values.copy()
    by_unit, by_time = (np.bincount(group, weights=weights) for group in (unit, time))
    for _ in range(200):
        rest -= (np.bincount(unit, weights=weights * rest) / by_unit)[unit]
        step = (np.bincount(time, weights=weights * rest) / by_time)[time]
        rest -= step
        if np.abs(step).max() < 1e-10:
            break
    return rest
