"""First estimates: shrinkage by hand and by law, planted displacement found, refusals said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.estimate import (
    COLUMNS,
    Product,
    conversions,
    credibility,
    not_estimable,
    pair_estimates,
)
from models.priors import Priors, Usual, new_share, priors
from tests import tiny

USUAL = Usual((), (0.0,) * 3, (1.0,) * 3, (0.0,) * 3, float(np.log(5.0)))
KNOWN = Priors(
    usual=USUAL,
    order_value={"all": 3_000.0},
    conversion={"all": 0.04},
    value_per_price=0.9,
    creator_spread=0.5,
    pair_spread=1.0,
    clicks_per_prior=100.0,
    new_share=0.6,
    new_share_error=0.05,
    starts=1_000,
)


def multiplier(orders: float, usual: float, starts: float) -> tuple[float, float]:
    mean, variance = credibility(*(pd.Series([v]) for v in (orders, usual, starts)), KNOWN)
    return float(mean[0]), float(variance[0])


def test_a_multiplier_by_hand() -> None:
    """20 orders where 10 were usual, of 4 starts: noise 1/10 + 1/4, weight .5 / .85."""
    mean, variance = multiplier(20, 10, 4)
    assert mean == pytest.approx(1 + 0.5 / 0.85)
    assert variance == pytest.approx(0.5 * (1 - 0.5 / 0.85))


def test_no_data_gives_the_prior_and_much_data_the_ratio() -> None:
    assert multiplier(0, 0, 0) == (1.0, 0.5)
    mean, variance = multiplier(3e6, 1e6, 1e6)
    assert mean == pytest.approx(3, abs=1e-4)
    assert variance == pytest.approx(0, abs=1e-4)


def test_more_data_narrows() -> None:
    spreads = [multiplier(10 * n, 10 * n, n)[1] for n in (1, 2, 4, 8, 16)]
    assert spreads == sorted(spreads, reverse=True)


def test_a_conversion_by_hand() -> None:
    """10 of 100 clicks, and a prior of 100 clicks at 4 %: 14 of 200."""
    record = pd.DataFrame({"clicks": [100.0, 0.0], "converted_clicks": [10.0, 0.0]})
    found = conversions(record, KNOWN, 0.04)
    assert found["conversion"].tolist() == pytest.approx([0.07, 0.04])
    assert (found["conversion_low"] < found["conversion"]).all()
    assert (found["conversion"] < found["conversion_high"]).all()


def test_a_planted_displacement_is_found() -> None:
    """Half of what creators sell would have sold anyway (seed 3): the new share is .5."""
    rng = np.random.default_rng(3)
    products, weeks = 120, 26
    impressions = rng.gamma(4, 500, (products, weeks))
    attributed = rng.poisson(rng.gamma(2, 4, (products, 1)), (products, weeks))
    organic = rng.poisson(np.maximum(0.02 * impressions - 0.5 * attributed, 0.1))
    frame = pd.DataFrame(
        {
            "product_id": np.repeat(np.arange(products), weeks),
            "week": np.tile(np.arange(weeks), products),
            "organic": organic.ravel(),
            "attributed": attributed.ravel(),
            "impressions": impressions.ravel(),
        }
    )
    share, error = new_share(frame)
    assert share == pytest.approx(0.5, abs=0.05)
    assert 0 < error < 0.05


@pytest.fixture(scope="module")
def tiny_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse.snapshot(tiny.build(Store(tmp_path_factory.mktemp("s") / "tiny")))


def test_estimates_carry_their_truth(tiny_warehouse: Warehouse) -> None:
    session = tiny_warehouse.session(Scope.everything())
    product = Product("p1", "Beauty", 2_000, "USD")
    found = pair_estimates(session, KNOWN, product, ["c1", "c2"], date(2026, 3, 3))
    assert tuple(found.columns) == COLUMNS
    assert (found["grade"] == "C").all()
    assert found["reason"].str.startswith("prior only, not causal").all()
    assert (found["low"] <= found["estimate"]).all()
    assert (found["estimate"] <= found["high"]).all()
    # no complete start: a usual pair, 5 orders at .9 x price, of which .6 is new
    assert found["attributed"].tolist() == pytest.approx([5 * 0.9 * 2_000] * 2)
    assert found["estimate"].tolist() == pytest.approx([0.6 * 5 * 0.9 * 2_000] * 2)


def test_too_few_pairs_give_no_prior(tiny_warehouse: Warehouse) -> None:
    assert priors(tiny_warehouse.session(Scope.everything()), date(2026, 3, 3), "USD") is None
    refused = not_estimable(["c1"], "no orders in this market")
    assert refused["reason"].tolist() == ["not estimable: no orders in this market"]
    assert refused["estimate"].isna().all()
