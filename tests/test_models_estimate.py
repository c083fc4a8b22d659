"""First estimates: shrinkage by hand and by law, planted displacement found, refusals said."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models import estimate
from models.estimate import COLUMNS, not_estimable, pair_estimates
from models.first_days import first_days
from models.outcomes import conversions
from models.placed import Product
from models.priors import Priors, new_share, priors
from models.records import MEASURES, Known, creator_records, credibility
from models.usual import Usual
from tests import tiny

USUAL = Usual((), (0.0,) * 4, (0.0,) * 6, (1.0,) * 6, (0.0,) * 6, float(np.log(5.0)), 1.5)
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
    new_share_grade="C",
    starts=1_000,
    prices=(1_000.0, 5_000.0),
)
NOBODY = pd.DataFrame(columns=MEASURES, dtype=float)
UNTRIED = Known(KNOWN, NOBODY)


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
    found = conversions(record, KNOWN, pd.Series(0.04, record.index))
    assert found["conversion"].tolist() == pytest.approx([0.07, 0.04])
    assert (found["conversion_low"] < found["conversion"]).all()
    assert (found["conversion"] < found["conversion_high"]).all()


def starts(**columns: object) -> pd.DataFrame:
    """40 starts of products that sold 10 organic orders in the 28 days before."""
    rows = {
        "product_id": [f"p{number}" for number in range(40)],
        "sku_orders": 8,
        "product_sku_orders": 14,
        "product_sku_orders_before": 10,
        "organic_sku_orders": 6,
        "organic_sku_orders_before": 10,
        "organic_growth": 1.0,
    }
    return pd.DataFrame(rows | columns)


def test_a_new_share_by_hand() -> None:
    """8 credited orders lift the total from 10 to 14, so half of them are new."""
    assert new_share(starts()) == pytest.approx((0.5, 0.0))


def test_the_markets_own_growth_is_not_new() -> None:
    """Where all organic orders grew by a fifth, 2 of the 4 more would have come anyway."""
    assert new_share(starts(organic_growth=1.2))[0] == pytest.approx(2 / 8)


def test_products_that_others_carried_too_do_not_count() -> None:
    crowd = starts(product_sku_orders=60, organic_sku_orders=20)
    assert new_share(pd.concat([starts(), crowd]))[0] == pytest.approx(0.5)
    assert np.isnan(new_share(crowd)).all(), "nobody had the product to themselves"


def test_a_planted_displacement_is_found() -> None:
    """Two fifths of what creators sell would have sold anyway (seed 3): the new share is .6."""
    rng = np.random.default_rng(3)
    before, sold = rng.poisson(20, 900), rng.poisson(rng.gamma(2, 5, 900))
    organic = rng.poisson(np.maximum(20 - 0.4 * sold, 0.1))
    share, error = new_share(
        pd.DataFrame(
            {
                "product_id": np.arange(900) // 3,
                "sku_orders": sold,
                "product_sku_orders": organic + sold,
                "product_sku_orders_before": before,
                "organic_sku_orders": organic,
                "organic_sku_orders_before": before,
                "organic_growth": 1.0,
            }
        )
    )
    assert share == pytest.approx(0.6, abs=3 * error)
    assert 0.01 < error < 0.04


@pytest.fixture(scope="module")
def tiny_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse.snapshot(tiny.build(Store(tmp_path_factory.mktemp("s") / "tiny")))


def test_estimates_carry_their_truth(tiny_warehouse: Warehouse) -> None:
    session = tiny_warehouse.session(Scope.everything())
    products = [Product("p1", "Beauty", 2_000, "USD")]
    found = pair_estimates(session, UNTRIED, products, ["c1", "c2"], date(2026, 3, 3))
    assert tuple(found.columns) == COLUMNS
    assert (found["grade"] == "C").all()
    assert found["reason"].str.startswith("prior only, not causal").all()
    assert (found["low"] <= found["estimate"]).all()
    assert (found["estimate"] <= found["high"]).all()
    # no complete start: a usual pair, 5 orders at .9 x price, of which .6 is new
    assert found["attributed"].tolist() == pytest.approx([5 * 0.9 * 2_000] * 2)
    assert found["estimate"].tolist() == pytest.approx([0.6 * 5 * 0.9 * 2_000] * 2)


def test_where_nothing_tells_what_is_new_only_credit_is_expected(tiny_warehouse: Warehouse) -> None:
    session = tiny_warehouse.session(Scope.everything())
    known = replace(KNOWN, new_share=np.nan, new_share_error=np.nan)
    products = [Product("p1", "Beauty", 2_000, "USD")]
    found = pair_estimates(session, Known(known, NOBODY), products, ["c1"], date(2026, 3, 3)).iloc[
        0
    ]
    assert found["reason"].startswith("not estimable: fewer than 30 starts had the product")
    assert found[["estimate", "low", "high", "grade"]].isna().all()
    assert found["attributed"] == pytest.approx(5 * 0.9 * 2_000)


def test_too_few_pairs_give_no_prior(tiny_warehouse: Warehouse) -> None:
    assert priors(tiny_warehouse.session(Scope.everything()), date(2026, 3, 3), "USD") is None
    pair = pd.DataFrame({"product_id": ["p1"], "creator_id": ["c1"]})
    refused = not_estimable(pair, "no orders in this market")
    assert refused["reason"].tolist() == ["not estimable: no orders in this market"]
    assert refused["estimate"].isna().all()


def test_a_pair_is_estimated_alike_from_either_side(tiny_warehouse: Warehouse) -> None:
    """Of a creator's products each has what it has as the product asked about."""
    session, day = tiny_warehouse.session(Scope.everything()), date(2026, 3, 3)
    products = [Product("p1", "Beauty", 2_000, "USD"), Product("p2", "Home", None, "USD")]
    together = pair_estimates(session, UNTRIED, products, ["c1"], day).set_index("product_id")
    assert together.index.tolist() == ["p1", "p2"]
    for product in products:
        alone = pair_estimates(session, UNTRIED, [product], ["c2", "c1"], day).set_index(
            "creator_id"
        )
        same = ["estimate", "attributed", "orders", "conversion", "baseline_conversion", "n"]
        assert together.loc[product.product_id, same].equals(alone.loc["c1", same])


def test_products_of_two_currencies_are_refused(tiny_warehouse: Warehouse) -> None:
    products = [Product("p1", None, None, "USD"), Product("p2", None, None, "EUR")]
    session = tiny_warehouse.session(Scope.everything())
    with pytest.raises(ValueError, match="one currency"):
        pair_estimates(session, UNTRIED, products, ["c1"], date(2026, 3, 3))


def test_a_total_adds_means_and_not_ends(tiny_warehouse: Warehouse) -> None:
    """Bad luck does not befall all pairs at once: the sum's interval is narrower than the sums."""
    session, day = tiny_warehouse.session(Scope.everything()), date(2026, 3, 3)
    product, creators = Product("p1", "Beauty", 2_000, "USD"), ["c1", "c2"] * 20
    known = UNTRIED
    total = estimate.total_estimate(session, known, product, creators, day)
    rows = pair_estimates(session, known, [product], creators, day)
    low, mean, high = total.extra
    assert mean == pytest.approx(rows["estimate"].sum())
    assert rows["low"].sum() < low < mean < high < rows["high"].sum()
    assert total.orders[1] == pytest.approx(5 * 40)


def test_a_record_tells_no_single_shop(larger_store: Store) -> None:
    """A merchant has the own pairs, and those of others in one sum over five of them at least."""
    session = Warehouse.snapshot(larger_store).session(Scope.everything())
    day = date(2026, 9, 30)
    known = priors(session, day, "USD")
    assert known
    every = creator_records(session, known, day, "USD")
    pairs = first_days(session, day, "USD")
    shop = pairs["merchant_id"].value_counts().index[0]
    told = creator_records(session, known, day, "USD", merchant_id=shop, fewest_shops=5)
    others = pairs[pairs["merchant_id"] != shop].groupby("creator_id")["merchant_id"].nunique()
    own = pairs[pairs["merchant_id"] == shop].groupby("creator_id")["sku_orders"].sum()
    assert 0 < (others >= 5).sum() < len(others)
    for creator_id in every.index:
        is_told = others.get(creator_id, 0) >= 5
        expected = every["sku_orders"][creator_id] if is_told else own.get(creator_id, 0)
        assert told["sku_orders"].get(creator_id, 0) == expected
        if is_told:  # as an analyst has it: with the same regression, not a plain average
            assert told["usual"][creator_id] == pytest.approx(every["usual"][creator_id])


def test_priors_of_too_few_shops_are_none(larger_store: Store) -> None:
    """The market has eight shops: nine are not to be had, and a sum less the own tells no other."""
    session = Warehouse.snapshot(larger_store).session(Scope.everything())
    assert priors(session, date(2026, 9, 30), "USD", fewest_shops=8)
    assert priors(session, date(2026, 9, 30), "USD", fewest_shops=9) is None
