"""By how much new shares differ: by hand, planted, and with chance alone."""

from dataclasses import replace

import numpy as np
import pytest

from data.market.panel import simulate
from models.causal.cohort.effect import estimated
from models.causal.effect import Estimate
from models.heterogeneity import WITHIN, Heterogeneity, between, category_shares, heterogeneity
from models.trial.simulated import shown


def test_a_spread_by_hand() -> None:
    """Weights 25: mean .7, misses 25 x (.2**2 + 0 + .2**2) = 2 leave 2 - 2 = 0; with errors of a
    tenth 100 x .08 = 8, less 2, over 300 - 30,000 / 300 = 200.
    """
    shares = (0.5, 0.7, 0.9)
    assert between([Estimate.normal(share, 0.2) for share in shares]) == pytest.approx(0, abs=1e-7)
    found = between([Estimate.normal(share, 0.1) for share in shares])
    assert found == pytest.approx(np.sqrt(6 / 200))


def test_a_planted_spread_is_found() -> None:
    """Forty categories that differ by .3, each known to .1 (seed 4); and none where none is."""
    rng = np.random.default_rng(4)
    true, errors = rng.normal(0.8, 0.3, 40), rng.normal(0, 0.1, 40)
    planted = between([Estimate.normal(share, 0.1) for share in true + errors])
    assert planted == pytest.approx(0.3, abs=0.1)
    assert between([Estimate.normal(share, 0.1) for share in 0.8 + errors]) < 0.05


def test_the_spread_within_is_always_allowed_for() -> None:
    assert Heterogeneity().spread == WITHIN
    assert Heterogeneity(between=0.2, within=0.15).spread == pytest.approx(0.25)


def test_categories_of_a_market_speak_for_themselves() -> None:
    """Twelve hundredfold credit makes one category's share tell apart; the sum of what categories
    added is what all did, within its error (S0 of seed 3).
    """
    panel = shown(simulate("S0", 3))
    deals = panel.deals
    found = estimated(panel)
    credited = np.where(np.isin(np.arange(len(deals)), found.deal), 100.0, 0.0)
    even = replace(panel, deals=replace(deals, credited=credited))
    shares = category_shares(even, found)
    assert len(shares) >= 3
    told = heterogeneity(even, found)
    assert told.categories == len(shares)
    by = panel.category[deals.product[found.deal]]
    counts = [n for n in np.bincount(by) if n >= 30]
    total = sum(share.estimate * 100 * n for share, n in zip(shares, counts, strict=True))
    whole = found.observed.total
    assert total == pytest.approx(whole.estimate, abs=3 * whole.standard_error)
    one = np.where(by == np.flatnonzero(np.bincount(by) >= 30)[0], 1e4, 100.0)
    credited[found.deal] = one
    apart = replace(panel, deals=replace(deals, credited=credited))
    assert heterogeneity(apart, found).between > 2 * told.between


def test_a_market_of_few_starts_keeps_what_is_allowed_within() -> None:
    panel = shown(simulate("S0", 3))
    found = estimated(panel)
    alike = replace(panel, deals=replace(panel.deals, credited=np.zeros(len(panel.deals))))
    assert heterogeneity(alike, found) == Heterogeneity()
