"""What a usual pair sells: who chose it, and a price that nobody knows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from models.usual import Usual
from tests.test_models_estimate import USUAL

PAIR = {
    "category": "",
    "is_stated": False,
    "is_own_choice": False,
    "organic_sku_orders_before": 0,
    "followers": 0,
    "views_before": 0,
}


def test_what_creators_chose_themselves_is_not_promised_of_a_pair_that_a_shop_asks_for() -> None:
    """Creators know what suits them: their own choices sell 12, those of shops 5."""
    rng = np.random.default_rng(2)
    is_own = rng.random(3_000) < 0.8
    pairs = (
        pd.DataFrame([PAIR])
        .loc[[0] * 3_000]
        .assign(is_own_choice=is_own, price=20, sku_orders=rng.poisson(np.where(is_own, 12, 5)))
    )
    usual = Usual.fitted(pairs, ())
    asked = pd.DataFrame([{**PAIR, "price": 20}])
    assert usual.orders(asked)[0] == pytest.approx(5, rel=0.05)
    assert usual.orders(asked.assign(is_own_choice=True))[0] == pytest.approx(12, rel=0.05)
    told_by_none = Usual.fitted(pairs.assign(is_own_choice=False), ())
    assert told_by_none.orders(asked)[0] == pytest.approx(pairs["sku_orders"].mean(), rel=0.01)


def test_a_price_that_is_not_known_takes_the_middle_of_known_ones() -> None:
    """Not that of the rows asked about: one row without a price must not count as free."""
    usual = replace(USUAL, middle=(0.0, 0.0, 99.0, 0.0), weights=(0.0, 0.0, 0.0, 0.0, 1.0, 0.0))
    asked = pd.DataFrame([{**PAIR, "price": None}, {**PAIR, "price": 99}])
    assert usual.orders(asked).tolist() == pytest.approx([500.0, 500.0])
