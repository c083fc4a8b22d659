"""A cohort's effect on small drawn markets, and by its command."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from data.market.panel import simulate
from data.market.panel_folder import write_panel
from models.causal.cohort.effect import NotEstimableError, estimated
from models.causal.cohort.panel import Panel
from models.causal.cohort.verdict import verdict
from models.cohort import app
from models.trial.simulated import shown

RUN = CliRunner()
ASKED = ("estimate", "low", "high", "attributed", "incrementality", "n", "grade", "reason")


def small(scenario: str = "S0", seed: int = 1) -> Panel:
    return shown(simulate(scenario, seed, products=1_500, creators=600))


@pytest.fixture(scope="module")
def panel() -> Panel:
    return small()


def told(folder: Path) -> dict[str, object]:
    answer = RUN.invoke(app, [str(folder), "--json"])
    assert answer.exit_code == 0, answer.output
    return dict(json.loads(answer.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trial")
    write_panel(simulate("S2-trial", 2, products=1_500, creators=600), path)
    return path


def test_the_command_tells_what_was_asked(folder: Path) -> None:
    found = told(folder)
    assert [name for name in ASKED if name not in found] == []
    assert found["low"] < found["estimate"] < found["high"]
    assert found["incrementality"] == pytest.approx(found["estimate"] / found["attributed"])
    assert found["grade"] == "A"
    for name in ("randomised_estimate", "randomised_low", "randomised_high"):
        assert name in found


def test_scrambling_the_truth_changes_no_bit(folder: Path) -> None:
    before = told(folder)
    path = folder / "truth" / "effects.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line[::-1] for line in lines))
    assert told(folder) == before


def test_a_folder_and_the_drawn_market_say_the_same(folder: Path) -> None:
    own = verdict(estimated(small("S2-trial", 2)))
    assert told(folder)["estimate"] == pytest.approx(own.estimate, rel=1e-9)


def test_names_and_the_order_of_collaborations_mean_nothing(panel: Panel) -> None:
    order = np.random.default_rng(0).permutation(len(panel.deals))
    deals = panel.deals
    mixed = replace(
        panel,
        product_ids=np.array([f"x{n}" for n in range(len(panel.product_ids))]),
        deals=type(deals)(*(values[order] for values in vars(deals).values())),
    )
    assert estimated(mixed).total.estimate == pytest.approx(estimated(panel).total.estimate)


def test_money_in_another_unit_is_the_same_money(panel: Panel) -> None:
    """Ten times the price and the GMV: ten times the effect, but for constants in logarithms."""
    daily = {n: v * 10 if n.endswith("gmv") else v for n, v in panel.daily.items()}
    dearer = replace(panel, price=panel.price * 10, daily=daily)
    once, ten = estimated(panel), estimated(dearer)
    assert ten.total.estimate == pytest.approx(10 * once.total.estimate, rel=1e-6)
    assert ten.total.standard_error == pytest.approx(10 * once.total.standard_error, rel=1e-6)


def test_pairs_add_up_to_the_cohort(panel: Panel) -> None:
    found = estimated(panel)
    assert found.pairs.estimate.sum() == pytest.approx(found.total.estimate)
    assert (found.pairs.low <= found.pairs.estimate).all()
    assert (found.pairs.estimate <= found.pairs.high).all()


def test_what_creators_take_from_siblings_is_seen_and_taken_off() -> None:
    found = estimated(shown(simulate("interference", 1)))
    assert found.spillover.is_sure
    error = found.spillover.share.standard_error
    assert abs(found.spillover.share.estimate - 0.35) < 5 * error
    assert found.total.estimate < 0.8 * found.grows * found.on_products.estimate
    assert "lost is off" in " ".join(verdict(found).assumptions)


def test_too_few_starts_are_not_estimated(panel: Panel, tmp_path: Path) -> None:
    few = type(panel.deals)(*(values[:20] for values in vars(panel.deals).values()))
    with pytest.raises(NotEstimableError, match=r"collaborations started with 28 days .* 30 are"):
        estimated(replace(panel, deals=few))
    write_panel(simulate("S0", 1, products=60, creators=20), tmp_path)
    found = told(tmp_path)
    assert found["grade"] == "not estimable"
    assert found["estimate"] is None
    assert "30 are needed" in str(found["reason"])


def test_a_folder_that_cannot_be_read_ends_in_an_error(tmp_path: Path) -> None:
    answer = RUN.invoke(app, [str(tmp_path), "--json"])
    assert answer.exit_code == 1
    assert "products.csv is missing" in answer.output
    assert "{" not in answer.stdout
