"""The trial of the method: its figures by hand, its peers, and short runs of every scenario."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from data.market.economy import Economy
from data.market.oracle import oracle, pair_effect
from data.market.panel import Draw
from data.market.population import Size
from data.market.scenario import SCENARIOS
from models.causal.cohort.risk import starts
from models.trial.__main__ import app
from models.trial.kept import kept
from models.trial.market import judged
from models.trial.peers import difference_in_differences
from models.trial.simulated import shown
from models.trial.summary import summary

RUN = CliRunner()
KEYS = (
    *("bias", "coverage", "half_width", "half_width_ratio", "randomised_bias"),
    *("randomised_coverage", "pair_coverage", "shown_coverage", "shown_bias"),
    *("outcome_coverage", "naive_bias", "did_bias", "aipw_bias", "band_coverage"),
    *("top_decile_share", "top_decile_share_naive", "top_decile_share_reach"),
    *("decile_gap_closed", "false_positives", "n", "seconds"),
)


def drawn(scenario: str, seed: int) -> Draw:
    return Draw.of(scenario, seed, Economy(Size(2_000, 800, 120), starts=344))


@pytest.fixture(scope="module", params=SCENARIOS)
def run(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """Two markets of each scenario: bounds below are four standard errors wide, or laws."""
    answer = RUN.invoke(app, [request.param, "--markets", "2", "--seed", "0", "--json"])
    assert answer.exit_code == 0, answer.output
    return request.param, json.loads(answer.stdout.splitlines()[-1])


def test_every_scenario_tells_every_figure(run: tuple[str, dict[str, Any]]) -> None:
    scenario, told = run
    assert [name for name in KEYS if name not in told] == []
    assert told["n"] == 2
    assert (told["randomised_bias"] is not None) == (scenario == "S2-trial")
    assert (told["false_positives"] is not None) == (scenario == "zero")


def test_the_markets_stay_hard_and_ours_comes_nearer(run: tuple[str, dict[str, Any]]) -> None:
    scenario, told = run
    if scenario == "zero":
        assert told["naive_bias"] > 0.3
        assert abs(told["bias"]) < 0.1
        return
    assert told["naive_bias"] > 0.6
    assert told["did_bias"] > 0.04
    near = {"S0": 0.12, "S1": 0.2, "misspecified": 0.15, "interference": 0.15, "S2-trial": 0.25}
    assert abs(told["bias"]) < near.get(scenario, 0.8)
    assert told["decile_gap_closed"] > 0.2
    if scenario.startswith("S2"):
        assert told["aipw_bias"] > 0.35
        assert told["band_coverage"]["3"] == 1


def test_the_kept_run_is_of_this_code(run: tuple[str, dict[str, Any]]) -> None:
    """Its first markets, drawn and judged anew; a pair at its interval's end may change sides."""
    scenario, told = run
    long = kept(scenario)
    assert long is not None
    assert long.seed == told["seed"]
    for name, value in long.first.items():
        near = 0.01 if name.endswith("coverage") else 1e-6
        same = value if value is None else pytest.approx(value, rel=near, abs=1e-6)
        assert told[name] == same, name


def test_figures_by_hand() -> None:
    """Two markets: 90 and 130 estimated, 100 and 100 true."""
    figures = {
        "estimate": [90, 130],
        "truth": [100, 100],
        "baseline": [400, 400],
        "half": [20, 30],
        "oracle_half": [20, 20],
        "covered": [1, 0],
        "excludes_0": [1, 1],
        "naive": [180, 200],
        "did": [120, 120],
        "aipw": [90, 130],
        "aipw_truth": [100, 100],
        "pairs_covered": [0.9, 0.8],
        "shown_covered": [0.9, 1.0],
        "shown": [11, 9],
        "shown_truth": [10, 10],
        "shown_above_0": [1, 1],
        "outcomes_covered": [0.9, 0.9],
        "top": [0.95, 0.95],
        "top_naive": [0.8, 0.9],
        "top_reach": [0.5, 0.5],
        **{f"band_{k}": [0, 1] for k in (1, 2, 3)},
    }
    told = summary(pd.DataFrame(figures))
    assert told["bias"] == pytest.approx(0.1)
    assert told["coverage"] == 0.5
    assert told["half_width"] == pytest.approx(0.25)
    assert told["half_width_ratio"] == pytest.approx(1.25)
    assert told["naive_bias"] == pytest.approx(0.9)
    assert told["did_bias"] == pytest.approx(0.2)
    assert told["shown_bias"] == pytest.approx(0)
    assert told["decile_gap_closed"] == pytest.approx((0.95 - 0.85) / 0.15)
    assert told["band_coverage"] == {"1": 0.5, "2": 0.5, "3": 0.5}
    assert told["false_positives"] is None


def test_without_an_effect_biases_are_shares_of_sales() -> None:
    nothing = pd.DataFrame([judged("zero", 11)])
    told = summary(nothing)
    expected = nothing["estimate"].sum() / nothing["baseline"].sum()
    assert told["bias"] == pytest.approx(expected)
    assert told["shown_bias"] is None
    assert told["false_positives"] == nothing["excludes_0"].mean()


def test_the_oracle_expects_what_comes() -> None:
    """Expected sales without a creator are those of products that none asked for, on average."""
    ratios = []
    for seed in range(3):
        draw = drawn("S0", seed)
        panel = draw.panel()
        never = np.setdiff1d(np.arange(2_000), panel.requests.product)
        told = oracle(panel, draw).expected(never, np.full(len(never), 40))
        sold = panel.daily["net_gmv"][never, 40:68].sum(axis=1)
        ratios.append(sold.sum() / told.sum())
    assert np.mean(ratios) == pytest.approx(1, abs=0.03)


def test_the_oracle_knows_how_many_start() -> None:
    draw = drawn("S0", 4)
    panel = draw.panel()
    started = (panel.requests.started >= 0).sum()
    assert oracle(panel, draw).starts.sum() == pytest.approx(started, rel=0.1)


def test_a_pairs_effect_is_that_of_those_who_start() -> None:
    draw = drawn("S0", 4)
    panel = draw.panel()
    on = np.flatnonzero(panel.requests.started >= 0)
    pair = pair_effect(draw, panel.requests.product[on], panel.requests.creator[on])
    assert pair.sum() == pytest.approx(panel.truth.effect[on].sum(), rel=0.03)
    assert np.corrcoef(np.log(pair), np.log(panel.truth.effect[on]))[0, 1] > 0.99


def test_difference_in_differences_by_hand() -> None:
    """On flat sales it finds what is added from the start on, and nothing else."""
    panel = shown(drawn("S0", 1).panel())
    deal = starts(panel)
    flat = {name: np.full_like(values, 5.0) for name, values in panel.daily.items()}
    for row in deal:
        flat["net_gmv"][panel.deals.product[row], panel.deals.started[row] :] += 2.0
    quiet = type(panel)(**{**vars(panel), "daily": flat})
    assert difference_in_differences(quiet, deal) == pytest.approx(2.0 * 28 * len(deal))


def test_an_unknown_scenario_names_those_there_are() -> None:
    answer = RUN.invoke(app, ["S9"])
    assert answer.exit_code == 1
    assert "no scenario 'S9'; there are S0" in answer.output
