"""Parts of a cohort's effect by hand: risk sets, censoring, regressions, carried counts."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, PoissonRegressor

from models.causal.cohort.carried import carried_by
from models.causal.cohort.lags import Running
from models.causal.cohort.pairs import dispersion, drawn
from models.causal.cohort.panel import DAILY, NEVER, Deals, Lots, Panel
from models.causal.cohort.risk import ends, followed, free_on, risk_sets, starts
from models.causal.cohort.spillover import families
from models.causal.glm import Scaled, logistic, poisson, predicted, recalibrated

DAYS = 70


def deals(*rows: tuple[int, int, int, int]) -> Deals:
    """Product, creator, requested, started; none is random."""
    product, creator, requested, started = np.array(rows, np.int64).reshape(-1, 4).T
    ended = np.full(len(product), NEVER)
    return Deals(
        product,
        creator,
        requested,
        started,
        ended,
        np.zeros(len(product), bool),
        np.full(len(product), np.nan),
    )


def panel(found: Deals, products: int = 3) -> Panel:
    """Every product sells one unit of 1 a day, more by its number."""
    daily = {
        name: np.ones((products, DAYS)) * np.arange(1, products + 1)[:, None] for name in DAILY
    }
    return Panel(
        np.array([f"p{n}" for n in range(products)]),
        np.array(["c0", "c1"]),
        np.zeros(products, np.int64),
        np.zeros(products, np.int64),
        np.ones(products),
        np.zeros(2, np.int64),
        np.ones(2),
        daily,
        np.ones((2, DAYS)),
        found,
        Lots.of_deals(found),
    )


def test_a_start_needs_four_weeks_on_either_side_and_no_other_before() -> None:
    rows = [(0, 0, 20, 27), (0, 1, 30, 40), (1, 0, 25, 28), (1, 1, 50, 55), (2, 0, 40, 43)]
    assert starts(panel(deals(*rows))).tolist() == [2]
    late = panel(deals((2, 0, 40, 42), (1, 1, 5, NEVER)))
    assert starts(late).tolist() == [0], "day 42 leaves 28 of 70, and one that never started none"


def test_a_product_is_free_but_for_four_weeks_after_a_start() -> None:
    """Who was merely asked for stays free."""
    free = free_on(panel(deals((0, 0, 30, 33), (1, 0, 31, NEVER))))
    assert np.flatnonzero(~free[0]).tolist() == list(range(34, 61))
    assert free[1].all()


def test_a_compared_product_is_followed_until_one_starts_with_it() -> None:
    """On day 33 product 2 is compared, and a creator starts with it on day 43: nothing after that
    counts; with product 1 none ever does.
    """
    seen = panel(deals((0, 0, 30, 33), (2, 0, 41, 43)))
    risk = risk_sets(seen, np.array([0]))
    assert risk.product.tolist() == [0, 1, 2]
    assert risk.deal.tolist() == [0, -1, -1]
    assert risk.begins.tolist() == [True, False, False]
    told = followed(seen, risk, np.zeros(3), seen.daily["net_gmv"])
    assert told.outcome.tolist() == [1 * 28, 2 * 28, 3 * 10]
    assert told.is_whole.tolist() == [True, True, False]
    assert told.whole.tolist() == [28, 56, 84]


def test_days_after_a_chance_to_start_count_for_those_who_did() -> None:
    """Two start days: a product with which one might have started on the second by a chance of 1/4
    and did not counts 4/3 from then on.
    """
    seen = panel(deals((0, 0, 30, 33), (2, 0, 31, 34)))
    risk = risk_sets(seen, np.array([0, 1]))
    hazard = np.where((risk.product == 1) & (risk.day == 34), 0.25, 0.0)
    told = followed(seen, risk, hazard, seen.daily["net_gmv"])
    first = (risk.product == 1) & (risk.day == 33)
    assert told.outcome[first] == pytest.approx(2 + 2 * 27 * 4 / 3)
    assert told.stays[first] == pytest.approx(0.75)
    second = (risk.product == 1) & (risk.day == 34)
    assert told.outcome[second] == pytest.approx(56), "its own day is behind it"


def test_a_collaboration_is_followed_until_the_next_creator_starts() -> None:
    """Asked on day 33, a second on day 40: seven days of its sales, a quarter of the time."""
    seen = panel(deals((0, 0, 30, 33), (0, 1, 38, 40), (1, 0, 30, 33)))
    assert ends(seen, np.arange(3)).tolist() == [40, 68, 61]
    risk = risk_sets(seen, np.array([0, 2]))
    told = followed(seen, risk, np.zeros(len(risk.day)), seen.daily["net_gmv"])
    assert told.outcome[risk.deal == 0] == 7
    assert told.part[risk.deal == 0] == pytest.approx(7 / 28)
    assert told.outcome[risk.deal == 2] == 2 * 28


def test_what_is_carried_until_the_end_is_read_from_those_who_were_alone() -> None:
    """One alone shows 3 on its first day and 1 on each of the others: of 30 in all, another one
    that ended after a week had shown 9.
    """
    seen = panel(deals((0, 0, 30, 33), (0, 1, 38, 40), (1, 0, 30, 33)))
    shown = seen.daily["organic_impressions"].copy()
    shown[1, 33:] += 1
    shown[1, 33] += 2
    told = replace(seen, daily=seen.daily | {"impressions": shown})
    share = carried_by(told, np.array([0, 2]), ends(told, np.array([0, 2])))
    assert share == pytest.approx([9 / 30, 1], abs=0.06), "a pseudo-count of 1 a day"


def test_growth_sees_nothing_of_the_day_itself() -> None:
    seen = panel(deals())
    daily = {name: values.copy() for name, values in seen.daily.items()}
    daily["organic_impressions"][1, 40:] *= 50
    later = Running.of(replace(seen, daily=daily)).growth
    assert np.array_equal(later[:, :41], Running.of(seen).growth[:, :41])
    assert later[1, 41] > later[0, 41]


@pytest.mark.parametrize("seed", range(3))
def test_regressions_agree_with_a_library(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(400, 3))
    design = Scaled.of(columns).design(columns)
    counts = rng.poisson(np.exp(design @ [0.5, 0.3, -0.4, 0.0])).astype(float)
    ours = predicted(design, poisson(design, counts))
    peer = PoissonRegressor(alpha=0, tol=1e-10, max_iter=1000).fit(columns, counts)
    assert np.allclose(ours, peer.predict(columns), rtol=1e-4)
    happened = (rng.random(400) < 1 / (1 + np.exp(-design @ [-1, 0.8, 0.0, -0.5]))).astype(float)
    weights = rng.uniform(0.5, 2, 400)
    chance = 1 / (1 + np.exp(-design @ logistic(design, happened, weights)))
    other = LogisticRegression(C=1e9, tol=1e-10, max_iter=2000).fit(columns, happened, weights)
    assert np.allclose(chance, other.predict_proba(columns)[:, 1], atol=1e-4)


def test_what_is_told_apart_without_fail_stays_finite() -> None:
    """All events on one side of a column, and a column twice: chances near 0 and 1, no error."""
    column = np.r_[np.full(50, -1.0), np.full(50, 1.0)]
    design = np.column_stack([np.ones(100), column, column])
    beta = logistic(design, (column > 0).astype(float), np.ones(100))
    chance = 1 / (1 + np.exp(-design @ beta))
    assert chance[:50].max() < 0.01
    assert chance[50:].min() > 0.99
    assert np.isfinite(recalibrated(np.r_[np.zeros(50), np.ones(50)], (column > 0) * 1.0)).all()
    counts = np.where(column > 0, 1e6, 0.0)
    assert predicted(design, poisson(design, counts))[50:] == pytest.approx(1e6, rel=1e-3)


def test_too_bold_chances_are_made_true() -> None:
    rng = np.random.default_rng(5)
    odds = rng.normal(-2, 1, 40_000)
    happened = (rng.random(40_000) < 1 / (1 + np.exp(-odds))).astype(float)
    bold = 1 / (1 + np.exp(-2 * odds - 1))
    mended = recalibrated(bold, happened)
    assert mended.mean() == pytest.approx(happened.mean(), rel=1e-3)
    assert np.abs(mended - 1 / (1 + np.exp(-odds))).max() < 0.06


def test_counts_are_drawn_to_what_is_usual_as_far_as_pairs_differ() -> None:
    """Planted: gamma-Poisson with a squared coefficient of variation of .5 around a power law."""
    rng = np.random.default_rng(3)
    guide = rng.normal(1.5, 0.8, 4_000)
    usual = np.exp(0.2 + 1.2 * guide)
    true = usual * rng.gamma(2.0, 0.5, 4_000)
    found = drawn(rng.poisson(true).astype(float), guide[:, None], np.zeros(4_000))
    assert found.slopes == pytest.approx([0.2, 1.2], abs=0.06)
    assert found.spread == pytest.approx(0.5, abs=0.08)
    assert np.mean((found.mean - true) ** 2) < 0.8 * np.mean((usual - true) ** 2)
    missed = (true - found.mean) / (found.doubt * found.mean)
    assert missed.std() == pytest.approx(1, abs=0.15)


def test_dispersion_by_hand() -> None:
    """Usual 2, noise 2, found 4 and 0: ((2² - 2) + (2² - 2)) / (4 + 4) = .5."""
    two = np.full(2, 2.0)
    assert dispersion(np.array([4.0, 0.0]), two, two) == pytest.approx(0.5)


def test_families_are_a_shop_and_a_category() -> None:
    seen = replace(panel(deals(), 4), shop=np.array([0, 0, 1, 0]), category=np.array([1, 1, 1, 2]))
    first, second, other_shop, other_category = families(seen)
    assert first == second
    assert len({first, other_shop, other_category}) == 3
