"""How sales answered when terms changed: elasticities within the same product, from its own weeks.

Poisson pseudo-maximum likelihood with product and week effects: what a product always sells, and
what a week brings to all, cannot be mistaken for an answer to price, commission or creators. It is
an association within products, not an experiment: grade C.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 30
"""Products whose terms changed, below which a lever has no evidence."""
LEVEL = 0.8
Z = 1.2815515655446004


@dataclass(frozen=True)
class Response:
    """How the logarithm of orders answers to one unit of a lever; `n` products moved it.

    `lowest` and `highest` bound the moves that the data has seen: away from the product's own mean,
    1 % and 99 % quantile. `missing` says why there is no response.
    """

    lever: str
    slope: float
    standard_error: float
    n: int
    weeks: int
    lowest: float
    highest: float
    missing: str | None = None

    @property
    def low(self) -> float:
        """Lower end of the slope's 80 % interval."""
        return self.slope - Z * self.standard_error

    @property
    def high(self) -> float:
        return self.slope + Z * self.standard_error

    def factors(self, change: float, draws: Floats) -> Floats:
        """By what orders are multiplied if the lever moves by `change`, per standard normal draw;
        exactly 1 where nothing moves.
        """
        return np.exp((self.slope + self.standard_error * draws) * change)


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
        reason = f"{few} changed it in these weeks; {FEWEST} are needed"
        return Response(lever, 0.0, 0.0, n, len(told), np.nan, np.nan, missing=reason)
    values = told[lever].to_numpy(np.float64)
    slope, error = ppml(
        told["sku_orders"].to_numpy(np.float64),
        values,
        pd.factorize(told["product_id"])[0],
        pd.factorize(told["week"])[0],
    )
    own_mean = told.groupby("product_id")[lever].transform("mean").to_numpy(np.float64)
    lowest, highest = np.quantile(values - own_mean, [0.01, 0.99])
    return Response(lever, slope, error, n, len(told), float(lowest), float(highest))


def ppml(
    y: Floats, x: Floats, unit: NDArray[np.int64], time: NDArray[np.int64]
) -> tuple[float, float]:
    """Slope and its standard error, clustered by unit, of E[y] = exp(slope x + unit + time).

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
    units = len(scores)
    bread = (mu * residual_x**2).sum()
    return slope, float(np.sqrt((scores**2).sum() * units / (units - 1)) / bread)


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
