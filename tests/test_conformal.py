"""Outcome intervals: order statistics by hand, promises kept, and where there is too little."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scope import Scope
from data.store import Store
from data.warehouse import Warehouse
from models.conformal import conformal, held_outcomes, judged
from models.evidence import last_complete_day
from models.outcome_intervals import Conformal, Missed, conformal_ends, learned
from models.priors import ALL
from tests import tiny

HELD = Conformal(
    1_000.0,
    {ALL: Missed(0.5, 2.0, (0.5, 2.0)), "Beauty": Missed(0.25, 4.0, (0.25, 4.0))},
    99,
)


def test_intervals_by_hand() -> None:
    """3,000 and the floor of 1,000 are 4,000: from .25 to 4 times, less the floor."""
    found = HELD.interval(pd.Series([3_000.0, 3_000.0, 0.0]), pd.Series(["Beauty", "Home", ""]))
    assert found["outcome_low"].tolist() == [0.0, 1_000.0, 0.0]
    assert found["outcome_high"].tolist() == [15_000.0, 7_000.0, 1_000.0]


def test_what_choice_may_have_known_widens_what_the_dashboard_may_show() -> None:
    """Nothing or 6,000 may be expected instead of 3,000: -500, 1,000, 2,500 or 13,000 may come,
    each as likely, of which the tenths at either end are -50 and 9,850; no GMV is below 0.
    """
    rows = (pd.Series([3_000.0, 3_000.0]), pd.Series(["Home", "Home"]))
    found = HELD.interval(*rows, np.array([[1.0, 1.0], [0.0, 2.0]]))
    assert found["outcome_low"].tolist() == pytest.approx([1_000, 0])
    assert found["outcome_high"].tolist() == pytest.approx([7_000, 9_850])


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
    low, high = found.missed[ALL].low, found.missed[ALL].high
    assert 0 <= low < 1 < high < 10
    assert conformal(session, last, "USD", fewest_shops=10_000) is None


def test_what_is_learned_by_hand() -> None:
    """99 pairs of which 1 to 99 came where 50 was expected: the tenth from either end, of one more,
    is 10 and 90; with the floor of 50, 60 and 140 of 100.
    """
    pairs = pd.DataFrame({"expected": 50.0, "net_gmv": range(1, 100), "merchant_id": "m"})
    found = learned(pairs.assign(category="Home"))
    assert found is not None
    ends = {name: (one.low, one.high) for name, one in found.missed.items()}
    assert ends == {ALL: (0.6, 1.4), "Home": (0.6, 1.4)}
    assert found.interval(pd.Series([50.0]), pd.Series(["Home"])).to_numpy().tolist() == [
        [pytest.approx(10), pytest.approx(90)]
    ]
    assert learned(pairs.head(39).assign(category="Home")) is None


def test_intervals_are_judged_on_pairs_that_did_not_teach() -> None:
    """The 99 of above teach 10 to 90, inclusive. Of 50 later ones 5 come below, 3 above, and 42 at
    an end, where the 50 themselves would have set others.
    """
    early = pd.DataFrame({"net_gmv": range(1, 100), "started_on": pd.Timestamp("2026-09-06")})
    later = pd.DataFrame({"net_gmv": [9] * 5 + [90] * 42 + [91] * 3})
    later["started_on"] = pd.date_range("2026-09-07", periods=50, freq="12h")
    pairs = pd.concat([later, early], ignore_index=True)
    pairs = pairs.assign(expected=50.0, merchant_id="m", category="Home")
    told = judged(pairs, date(2026, 9, 6))
    assert told is not None
    assert (told.taught, told.n) == (99, 50)
    assert (told.below, told.inside, told.above) == pytest.approx((0.1, 0.84, 0.06))
    assert told.low < told.inside < told.high
    assert (told.first_day, told.last_day) == (date(2026, 9, 7), date(2026, 10, 1))
    assert judged(pairs, date(2026, 9, 1)) is None, "nobody teaches"
    assert judged(pairs, date(2026, 9, 20)) is None, "too few judge"


def test_a_market_of_few_late_pairs_is_not_judged(larger_store: Store) -> None:
    """It has enough for intervals, and too few to set them by one half and judge by the other."""
    session = Warehouse.snapshot(larger_store).session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    assert conformal(session, last, "USD") is not None
    assert held_outcomes(session, last, "USD") is None


def test_too_few_starts_give_none(tmp_path: Path) -> None:
    session = Warehouse.snapshot(tiny.build(Store(tmp_path / "tiny"))).session(Scope.everything())
    last = last_complete_day(session)
    assert last is not None
    assert conformal(session, last, "USD") is None


def test_every_category_has_an_interval_as_wide_as_it_needs() -> None:
    """Two large categories, one three times as wild as the other, and a small one (seed 4)."""
    rng = np.random.default_rng(4)
    category = rng.choice(["calm", "wild", "rare"], 6_000, p=[0.49, 0.5, 0.01])
    expected = np.exp(rng.normal(3, 0.5, 6_000))
    differs = np.where(category == "calm", 0.3, 0.9)
    came = expected * np.exp(differs * rng.normal(size=6_000))
    pairs = pd.DataFrame(
        {"category": category, "expected": expected, "net_gmv": came, "merchant_id": "m"}
    )
    found = learned(pairs[:3_000], tail=0.05)
    assert found is not None
    assert set(found.missed) == {ALL, "calm", "wild"}
    later = pairs[3_000:].reset_index(drop=True)
    ends = found.interval(later["expected"], later["category"])
    is_held = later["net_gmv"].between(ends["outcome_low"], ends["outcome_high"])
    for kind in ("calm", "wild"):
        assert is_held[later["category"] == kind].mean() == pytest.approx(0.9, abs=0.03)
