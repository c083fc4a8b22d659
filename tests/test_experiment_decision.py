"""What a test allows to decide: the risk by hand, steady where a control sells next to nothing."""

import numpy as np
import pytest
from scipy.stats import norm

from models.causal.effect import Estimate
from models.experiments.clustered import Arms, estimated, means
from models.experiments.decision import advice, risk, usual
from models.experiments.report import Compared


def test_the_risk_by_hand() -> None:
    """An estimate of 100 with error 100 under a prior of deviation 100: 50, variance 5,000."""
    found = risk(Estimate.normal(100.0, 100.0), sells=100.0)
    assert found.worth == pytest.approx(50)
    assert found.chance_of_loss == pytest.approx(norm.cdf(-50 / np.sqrt(5_000)))
    rng = np.random.default_rng(0)
    draws = rng.normal(50, np.sqrt(5_000), 400_000)
    assert found.loss_if_wrong == pytest.approx(-draws[draws < 0].mean(), rel=0.01)
    assert found.missed_if_stopped == pytest.approx(draws[draws > 0].mean(), rel=0.01)
    assert advice(found) == "open"


def test_costs_and_margin_move_the_risk() -> None:
    sure = Estimate.normal(100.0, 5.0)
    assert advice(risk(sure, sells=1_000.0)) == "ahead"
    assert advice(risk(sure, sells=1_000.0, margin=0.3, cost=50.0)) == "stop"
    assert risk(sure, 1_000.0, margin=0.5, cost=10.0).worth == pytest.approx(40, abs=0.1)


@pytest.mark.parametrize("sold", [0, 1, 2, 10, 40])
def test_a_verdict_does_not_jump_with_the_first_sale_of_the_control(sold: int) -> None:
    """40 asked who sold 60 or 40 each, against 40 of whom `sold` had one order of 12: about what is
    gained, less 5, whether none or one or all of them sold.
    """
    outcome = np.r_[np.tile([60.0, 40.0], 20), np.zeros(40)]
    outcome[40 : 40 + sold] = 12.0
    both = Arms(np.arange(80) < 40, np.ones(80), np.arange(80))
    gained = means(outcome, both)
    told = Compared(gained.treated, gained.control, estimated(gained, both, 0.9))
    found = risk(told.difference, usual(told), cost=5.0)
    assert usual(told) == 50
    assert advice(found) == "ahead"
    assert found.worth == pytest.approx(50 - 0.3 * sold - 5, rel=0.01)
