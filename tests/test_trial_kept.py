"""Kept runs of the trial: long enough, and in agreement with themselves."""

import pytest

from data.market.scenario import SCENARIOS
from models.trial.kept import WHO, kept

LONG = {"S0": 1_000, "zero": 500}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_long_runs_are_kept(scenario: str) -> None:
    run = kept(scenario)
    assert run is not None
    assert run.summary["n"] >= LONG.get(scenario, 200)
    for who in WHO:
        low, middle, high = run.spread[who]
        assert low < middle < high


def test_kept_figures_agree_with_each_other() -> None:
    """The middle market is near the bias of all, and attributed stands above the truth."""
    run = kept("S0")
    assert run is not None
    assert run.spread["estimate"][1] == pytest.approx(1 + run.summary["bias"], abs=0.02)
    assert run.spread["naive"][1] == pytest.approx(1 + run.summary["naive_bias"], abs=0.03)
    assert run.spread["did"][1] == pytest.approx(1 + run.summary["did_bias"], abs=0.03)


def test_a_scenario_without_a_run_has_none() -> None:
    assert kept("no-such-scenario") is None
