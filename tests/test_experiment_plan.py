"""Planning a test: sizes by hand, spread and clusters of a market, and the draw."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from models.experiments.clustered import FEWEST_CLUSTERS
from models.experiments.drawing import BLOCK, LEFT_ALONE, Draw, DrawError, Overlap, draw, overlap
from models.experiments.planning import (
    FEWEST_GROUPS,
    Design,
    curve,
    minimum_effect,
    per_starter,
    units_needed,
)
from models.experiments.spread import intraclass, spread_of

AT = datetime(2026, 3, 1, 8)
BY = Draw("Spring test", "product", "invitation", seed=3)


def units(n: int, size: int = 1, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    names = [f"p{k:03}" for k in range(n)]
    return pd.DataFrame(
        {
            "unit_id": names,
            "merchant_id": "a",
            "cluster_id": [f"g{k // size:03}" for k in range(n)],
            "baseline": rng.lognormal(5, 2, n),
        }
    )


def test_large_tests_have_the_textbooks_size() -> None:
    """16 s² ÷ d² per arm is the rule of thumb for 80 % power at 5 % (Lehr 1992); exactly it is
    2 (1.960 + 0.842)² = 15.7.
    """
    design = Design(deviation=50.0, alpha=0.05)
    needed = units_needed(5.0, design)
    reach = norm.ppf(0.975) + norm.ppf(0.8)
    assert needed == pytest.approx(2 * 2 * reach**2 * 100, rel=0.002)
    assert minimum_effect(needed, design) <= 5.0 < minimum_effect(needed - 1, design)


def test_a_small_test_by_hand() -> None:
    """20 units, t with 18 degrees: (1.734 + 0.862) · 10 · √(1 ÷ (20 · 0.25)) = 11.61."""
    design = Design(deviation=10.0, alpha=0.1)
    assert minimum_effect(20, design) == pytest.approx(11.61, abs=0.01)
    assert per_starter(11.61, Design(deviation=10.0, starts=0.2)) == pytest.approx(58.05)
    assert np.isnan(minimum_effect(5, design))
    assert units_needed(0.0, design) is None
    assert units_needed(1e-6, design) is None


def test_clusters_by_hand() -> None:
    """Five alike in each and a correlation of .1: 1 + 4 · .1; alike all through: five are one."""
    assert Design(1.0, size=5, icc=0.1).design_effect(50) == pytest.approx(1.4)
    assert Design(1.0, size=5, variation=0.5, icc=0.1).design_effect(50) == pytest.approx(1.525)
    assert Design(1.0, clusters=10, icc=0.1).design_effect(50) == pytest.approx(1.4)
    same = Design(10.0, alpha=0.1, size=5, icc=1.0)
    assert minimum_effect(100, same) == pytest.approx(minimum_effect(20, Design(10.0)))


def test_more_units_in_the_same_clusters_cannot_make_up_for_more_clusters() -> None:
    design = Design(10.0, clusters=20, icc=0.5)
    assert units_needed(3.0, design) is None
    assert units_needed(3.0, Design(10.0, size=10, icc=0.2)) is not None
    assert np.isnan(minimum_effect(1_000, Design(10.0, clusters=19)))


def test_the_days_before_spare_what_they_foretell() -> None:
    spared = Design(10.0).with_spared(0.6)
    assert spared.deviation == pytest.approx(8.0)
    assert Design(10.0).with_spared(0.0) == Design(10.0)


def test_the_curve_falls_and_leaves_out_what_is_too_few() -> None:
    found = curve([4, 20, 80, 320], Design(10.0, starts=0.5))
    assert found["units"].tolist() == [20, 80, 320]
    assert found["effect"].is_monotonic_decreasing
    assert (found["per_starter"] == 2 * found["effect"]).all()
    unknown = curve([20, 80], Design(10.0, starts=float("nan")))
    assert unknown["effect"].notna().all()
    assert unknown["per_starter"].isna().all()


def test_the_power_is_as_promised() -> None:
    """Of 400 tests of 60 units with exactly the smallest effect, 80 % find it, give or take 2 %."""
    rng, design = np.random.default_rng(5), Design(1.0, alpha=0.1)
    effect = minimum_effect(60, design)
    treated, control = rng.normal(effect, 1, (400, 30)), rng.normal(0, 1, (400, 30))
    error = np.sqrt((treated.var(axis=1, ddof=1) + control.var(axis=1, ddof=1)) / 30)
    found = (treated.mean(axis=1) - control.mean(axis=1)) / error > 1.6716
    assert 0.74 < found.mean() < 0.86


def test_the_correlation_within_clusters_by_hand() -> None:
    """Pairs (1, 3) and (5, 7): between 16, within 2, so (16 - 2) ÷ (16 + 2)."""
    assert intraclass(np.array([1.0, 3, 5, 7]), np.array([0, 0, 1, 1])) == pytest.approx(14 / 18)
    assert intraclass(np.array([1.0, 3]), np.array([0, 1])) == 0
    assert intraclass(np.ones(4), np.array([0, 0, 1, 1])) == 0


def test_a_planted_correlation_is_found() -> None:
    rng = np.random.default_rng(1)
    cluster = np.repeat(np.arange(400), 5)
    values = np.sqrt(0.3) * rng.normal(0, 1, 400)[cluster] + np.sqrt(0.7) * rng.normal(0, 1, 2000)
    assert intraclass(values, cluster) == pytest.approx(0.3, abs=0.04)


def test_the_spread_by_hand() -> None:
    """Two products over three windows: 0 and 4, then 2 and 2 with the window before, then 1 and 3:
    variances 8 and 0, mean 2, and the lag goes (-2, 2) · (0, 0) + (0, 0) · (-1, 1) = 0.
    """
    rows = pd.DataFrame(
        {
            "unit_id": ["p", "q"] * 3,
            "merchant_id": ["a", "b"] * 3,
            "category": "x",
            "place": [0, 0, 1, 1, 2, 2],
            "net_gmv": [0.0, 4, 2, 2, 1, 3],
        }
    )
    deals = pd.DataFrame({"product_id": ["p"], "creator_id": ["c"]})
    found = spread_of(rows, deals, "net_gmv")
    assert found is not None
    assert (found.mean, found.units, found.shops) == (2, 2, 2)
    assert found.deviation == pytest.approx(2)
    assert found.lag_correlation == 0
    assert found.scaled_to(4).deviation == pytest.approx(4)
    assert spread_of(rows[rows["unit_id"] == "p"], deals, "net_gmv") is None


def test_the_same_seed_draws_the_same_list_in_any_order() -> None:
    whole = units(41)
    mixed = whole.sample(frac=1, random_state=9)
    pd.testing.assert_frame_equal(draw(whole, BY, AT), draw(mixed, BY, AT))
    other = draw(whole, Draw("Spring test", "product", "invitation", seed=4), AT)
    assert (other["arm"] != draw(whole, BY, AT)["arm"]).any()
    assert (other["experiment_id"] != draw(whole, BY, AT)["experiment_id"]).all()


@settings(max_examples=25)
@given(st.integers(FEWEST_GROUPS, 70), st.integers(1, 4), st.integers(0, 1000))
def test_each_unit_is_in_one_arm_with_its_cluster(n: int, size: int, seed: int) -> None:
    whole = units(n * size, size)
    rows = draw(whole, Draw("x", "product", "sample", seed), AT)
    assert sorted(rows["unit_id"]) == sorted(whole["unit_id"])
    assert (rows.groupby("cluster_id")["arm"].nunique() == 1).all()
    clusters = rows.drop_duplicates("cluster_id")
    blocks = clusters.groupby("stratum")["arm"].agg(lambda arm: (arm == "sampled").sum())
    sizes = clusters.groupby("stratum").size()
    assert (blocks[sizes == BLOCK] == BLOCK // 2).all()
    assert ((2 * blocks - sizes).abs() <= 1).all()


def test_both_arms_begin_alike() -> None:
    """The gap in what they sold before is narrower than under a plain coin, over 60 seeds."""
    whole = units(80)
    base = whole.set_index("unit_id")["baseline"]

    def gap(rows: pd.DataFrame) -> float:
        is_treated = (rows["arm"] != LEFT_ALONE).to_numpy()
        sold = base[rows["unit_id"]].to_numpy()
        return float(sold[is_treated].mean() - sold[~is_treated].mean())

    drawn = [gap(draw(whole, Draw("x", "product", "sample", s), AT)) for s in range(60)]
    rng = np.random.default_rng(0)
    coins = [whole.assign(arm=rng.choice(["x", LEFT_ALONE], 80)) for _ in range(60)]
    assert np.std(drawn) < 0.7 * np.std([gap(rows) for rows in coins])


def test_each_has_the_chance_that_the_list_names() -> None:
    """Of 150 draws of 23, each is treated about every second time, the odd ones too."""
    whole = units(23)
    often = sum(
        (draw(whole, Draw("x", "product", "sample", s), AT)["arm"] == "sampled").to_numpy(int)
        for s in range(150)
    )
    assert (np.abs(often / 150 - 0.5) < 0.15).all()
    assert set(draw(whole, BY, AT)["propensity"]) == {0.5}


def test_what_cannot_be_drawn_says_why() -> None:
    with pytest.raises(DrawError, match="'p001' stands on the list twice"):
        draw(pd.concat([units(3), units(3).iloc[1:2]]), BY, AT)
    with pytest.raises(DrawError, match="only 19 can be drawn apart, and 20 are needed"):
        draw(units(95, 5), BY, AT)


@pytest.mark.parametrize("groups", range(FEWEST_GROUPS, FEWEST_GROUPS + 5))
def test_the_smallest_list_that_is_drawn_can_be_read_out(groups: int) -> None:
    """What is drawn has the clusters of both arms that a read-out asks for, whatever the seed, and
    what has them not is not planned.
    """
    for seed in range(20):
        rows = draw(units(groups), Draw("x", "product", "sample", seed), AT)
        counts = rows.drop_duplicates("cluster_id")["arm"].value_counts()
        assert counts.min() >= FEWEST_CLUSTERS
    assert np.isnan(minimum_effect(FEWEST_GROUPS - 1, Design(10.0)))
    assert not np.isnan(minimum_effect(groups, Design(10.0)))


def test_creators_of_both_arms_are_counted_with_their_pairs() -> None:
    """c1 is asked for p1 and left alone for p2; c2 is asked twice, c3 left alone."""
    pairs = pd.DataFrame(
        {
            "unit_id": ["p1|c1", "p2|c1", "p1|c2", "p3|c2", "p2|c3"],
            "arm": ["invited", LEFT_ALONE, "invited", "invited", LEFT_ALONE],
        }
    )
    assert overlap(pairs) == Overlap(1, 0.4)
    assert overlap(pairs.tail(3)) == Overlap(0, 0.0)
