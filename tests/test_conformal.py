"""Outcome intervals: order statistics by hand, promises kept, and where there is too little."""

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.causal.cohort.outcome import conformal_ends
from models.conformal import Conformal, conformal, with_outcomes
from models.evidence import last_complete_day
from models.placed import Product
from models.priors import ALL
from tests import tiny

HELD = Conformal(1_000.0, {ALL: (0.5, 2.0), "Beauty": (0.25, 4.0)}, 99)


def test_intervals_by_hand() -> None:
    """3,000 and the floor of 1,000 are 4,000: from .25 to 4 times, less the floor."""
    found = HELD.interval(pd.Series([3_000.0, 3_000.0, 0.0]), pd.Series(["Beauty", "Home", ""]))
    assert found["outcome_low"].tolist() == [0.0, 1_000.0, 0.0]
    assert found["outcome_high"].tolist() == [15_000.0, 7_000.0, 1_000.0]


def test_estimates_take_the_interval_of_their_product() -> None:
    rows = pd.DataFrame(
        {"product_id": ["p2", "p1"], "attributed": [3_000.0, 3_000.0], "outcome_high": 1.0}
    )
    products = [Product("p1", "Beauty", None, "USD"), Product("p2", None, None, "USD")]
    told = with_outcomes(rows, products, HELD)
    assert told["outcome_high"].tolist() == [7_000.0, 15_000.0]
    assert with_outcomes(rows, products, None) is rows


@given(st.integers(9, 60), st.integers(0, 2**31))
def test_of_one_more_to_come_the_share_left_out_is_no_more_than_promised(n: int, seed: int) -> None:
    """Exchangeable ratios: the ends are the order statistics that leave out a tenth at each."""
    ratios = np.random.default_rng(seed).exponential(size=n)
    low, high = conformal_ends(ratios, 0.1)
    assert (ratios < low).sum() + 1 <= 0.1 * (n + 1)
    assert (ratios > high).sum() + 1 <= 0.1 * (n + 1)


def test_few_ratios_tell_no_end() -> None:
    assert conformal_ends(np.ones(8), 0.1) == (0.0, float("inf"))


def test_intervals_hold_for_the_pairs_that_come_next(larger_store: Store) -> None:
    """As of eight weeks before the end, then judged on pairs begun since."""
    session = Warehouse.snapshot(larger_store).session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    found = conformal(session, last, "USD")
    assert found is not None
    low, high = found.ends[ALL]
    assert 0 <= low < 1 < high < 10
    assert conformal(session, last, "USD", fewest_shops=10_000) is None


def test_too_few_starts_give_none(tmp_path: Path) -> None:
    session = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny"))).session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    assert conformal(session, last, "USD") is None
