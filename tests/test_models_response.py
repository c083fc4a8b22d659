"""Elasticities: a planted one is recovered and covered, more data narrows, no data refuses."""

import numpy as np
import pandas as pd
import pytest

from models.response import FEWEST, Response, ppml, response


def weeks_of(products: int, weeks: int, slope: float, seed: int) -> pd.DataFrame:
    """Product × week orders that answer to `price` by a known slope, on uneven products and weeks;
    better products move their price more often when the season is high.
    """
    rng = np.random.default_rng(seed)
    size = np.exp(rng.normal(1.5, 1.0, (products, 1)))
    season = 1 + 0.5 * np.sin(np.arange(weeks) / 4)
    price = np.round(rng.normal(0, 0.2, (products, weeks)) - 0.3 * (season - 1), 2)
    orders = rng.poisson(size * season * np.exp(slope * price))
    return pd.DataFrame(
        {
            "product_id": np.repeat([f"p{i}" for i in range(products)], weeks),
            "week": np.tile(np.arange(weeks), products),
            "price": price.ravel(),
            "sku_orders": orders.ravel(),
        }
    )


def test_two_units_two_weeks_by_hand() -> None:
    """Saturated: log odds ratio of the four counts, log(8·4 / (2·4)) = log 4."""
    slope, _ = ppml(
        np.array([2.0, 8.0, 4.0, 4.0]),
        np.array([0.0, 1.0, 0.0, 0.0]),
        np.array([0, 0, 1, 1]),
        np.array([0, 1, 0, 1]),
    )
    assert slope == pytest.approx(np.log(4), abs=1e-6)


def test_a_planted_slope_is_covered_as_often_as_said() -> None:
    """200 markets, seeds 0-199: the 80 % interval covers -1.5 in 74 to 86 % of them."""
    covered = []
    for seed in range(200):
        found = response(weeks_of(60, 12, -1.5, seed), "price")
        covered.append(found.low <= -1.5 <= found.high)
    assert 0.74 <= np.mean(covered) <= 0.86


def test_twice_the_data_narrows_the_interval() -> None:
    widths = []
    for products in (50, 200):
        found = response(weeks_of(products, 12, -1.5, 7), "price")
        widths.append(found.high - found.low)
    assert widths[1] < 0.7 * widths[0]


def test_a_lever_that_nobody_moved_has_no_evidence() -> None:
    frame = weeks_of(FEWEST + 5, 12, -1.5, 1)
    frame.loc[frame["product_id"].isin([f"p{i}" for i in range(6)]), "price"] = 0.0
    found = response(frame, "price")
    assert found.missing == f"only {FEWEST - 1} products changed it in these weeks; 30 are needed"


def test_no_change_is_the_baseline_exactly() -> None:
    found = Response("price", -1.5, 0.3, 50, 600, -1.0, 1.0)
    draws = np.random.default_rng(0).standard_normal(1000)
    assert (found.factors(0.0, draws) == 1.0).all()
    assert found.factors(-0.1, draws).mean() > 1
