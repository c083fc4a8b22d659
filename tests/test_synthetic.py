"""One launch against others: numbers made by hand, laws of the weights, and pysyncon's."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysyncon import Synth

from models.causal.block import Block, read_block
from models.causal.effect import LEVEL, Floats, Grade
from models.causal.synthetic import contrast
from models.causal.weights import METHODS, nearest, sc

EVERY = list(METHODS)
FIGURES = st.floats(-100, 100, allow_nan=False, width=32)


def block(controls: list[list[float]], treated: list[list[float]], before: int) -> Block:
    values = np.array([*controls, *treated], np.float64)
    return Block(
        values,
        tuple(f"c{number}" for number in range(len(controls))),
        tuple(f"t{number}" for number in range(len(treated))),
        tuple(str(2000 + number) for number in range(values.shape[1])),
        before,
    )


def noisy(seed: int, controls: int = 12, treated: int = 1, effect: float = 0.0) -> Block:
    """Units and periods with levels of their own, noise, and an effect from the ninth of 12 on."""
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 3, (controls + treated, 1)) + rng.normal(0, 1, (1, 12))
    values = values + rng.normal(0, 0.5, values.shape)
    values[controls:, 8:] += effect
    return block(values[:controls].tolist(), values[controls:].tolist(), 8)


def test_difference_in_differences_by_hand() -> None:
    """(9 - 5) - ((3 - 1) + (6 - 4)) / 2 = 2; each control in the treated's place against the other:
    0 and 0.
    """
    found = contrast(block([[1, 3], [4, 6]], [[5, 9]], 1), "did")
    assert found.effect.estimate == 2
    assert found.effect.standard_error == 0
    assert found.gap.tolist() == [2.5, 4.5]
    assert (found.placebos, found.p_value) == (2, 1 / 3)


def test_placebos_by_hand() -> None:
    """Changes of 0, 1 and 5: against the mean of the others -3, -1.5 and 4.5, whose spread is
    √(31.5 / 3). The treated changes by 10, 8 more than the controls.
    """
    found = contrast(block([[0, 0], [0, 1], [0, 5]], [[0, 10]], 1), "did").effect
    assert found.estimate == pytest.approx(8)
    assert found.standard_error == pytest.approx(np.sqrt(31.5 / 3))
    assert found.high - found.low == pytest.approx(2 * 1.6448536 * np.sqrt(31.5 / 3))
    assert (found.n, found.level, found.grade) == (4, LEVEL, Grade.weak)


def test_synthetic_control_finds_the_mixture_that_the_treated_is() -> None:
    """The treated is a quarter of one and three quarters of another, and 3 more afterwards."""
    controls = [[1, 5, 2, 8, 4], [9, 1, 3, 2, 6], [4, 4, 9, 0, 1]]
    mixed = 0.25 * np.array(controls[0]) + 0.75 * np.array(controls[1])
    lifted = mixed + np.array([0, 0, 0, 0, 3])
    found = contrast(block(controls, [lifted.tolist()], 4), "sc")
    assert found.weights.units == pytest.approx([0.25, 0.75, 0], abs=1e-5)
    assert found.effect.estimate == pytest.approx(3, abs=1e-4)
    assert found.misfit == pytest.approx(0, abs=1e-4)


def test_synthetic_difference_in_differences_forgets_levels() -> None:
    """The treated moves as one control does, 100 above it: only levels see an effect."""
    controls = [[1, 5, 2, 8, 4, 7], [9, 1, 3, 2, 6, 0]]
    treated = (np.array(controls[0]) + 100.0).tolist()
    one = contrast(block([controls[0]], [treated], 4), "sdid")
    assert one.effect.estimate == pytest.approx(0, abs=1e-9)
    assert contrast(block([controls[0]], [treated], 4), "sc").effect.estimate == pytest.approx(100)


def test_with_one_control_all_weight_is_its_and_no_interval_is_told() -> None:
    """A lone control says nothing of which periods are like those after, so all count alike: the
    treated lie 3, 4 and 3 above it before, 7 after.
    """
    found = contrast(block([[1, 3, 2, 2, 3]], [[4, 7, 5, 9, 10]], 3), "sdid")
    assert found.weights.units.tolist() == [1]
    assert found.weights.periods == pytest.approx([1 / 3] * 3)
    assert found.effect.estimate == pytest.approx(7 - 10 / 3)
    assert np.isnan([found.effect.standard_error, found.effect.low, found.p_value]).all()
    assert found.effect.grade is Grade.weak
    assert "(no interval)" in found.effect.sentence
    assert "chance" not in found.effect.sentence


def test_controls_that_missed_the_treated_before_are_no_stand_in() -> None:
    """Twelve units of level 0 to 11 that rise alike; the lowest gets 3 more. No mixture of others
    comes as low: they missed it by 1 all along, so that 2 are told. Without levels all 3 are.
    """
    rows = np.arange(12.0)[:, None] + np.arange(8.0)
    rows[0, 5:] += 3
    panel = block(rows[1:].tolist(), [rows[0].tolist()], 5)
    found = contrast(panel, "sc")
    assert found.effect.estimate == pytest.approx(2, abs=1e-3)
    assert found.misfit == pytest.approx(1, abs=1e-3)
    assert found.effect.grade is Grade.weak
    assert "missed the treated by 1 per period" in found.effect.reason
    assert contrast(panel, "sdid").effect.estimate == pytest.approx(3, abs=1e-3)


@settings(max_examples=60)
@given(st.data())
def test_weights_are_the_nearest_of_all(data: st.DataObject) -> None:
    """They are at least 0, sum to 1, and no others on the simplex come nearer."""
    rows, count = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 5))
    parts = np.array(data.draw(st.lists(FIGURES, min_size=rows * count, max_size=rows * count)))
    whole = np.array(data.draw(st.lists(FIGURES, min_size=rows, max_size=rows)))
    pull = data.draw(st.sampled_from([1e-3, 0.1, 2.0]))
    parts = parts.reshape(rows, count)

    def badness(weights: Floats) -> float:
        misfit = np.square(parts @ weights - whole).sum()
        return float(misfit + rows * pull**2 * np.square(weights).sum())

    found = nearest(parts, whole, pull)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)
    others = np.random.default_rng(0).dirichlet(np.ones(count), 200)
    assert all(badness(other) >= badness(found) - 1e-6 for other in [*others, *np.eye(count)])


def test_the_pull_makes_weights_even() -> None:
    parts, whole = np.array([[0.0, 1.0, 5.0]]), np.array([5.0])
    assert nearest(parts, whole, 1e-6) == pytest.approx([0, 0, 1], abs=1e-6)
    assert nearest(parts, whole, 1e6) == pytest.approx([1 / 3] * 3, abs=1e-6)


@pytest.mark.parametrize("method", EVERY)
def test_names_and_order_mean_nothing(method: str) -> None:
    panel = noisy(1, effect=2)
    order = np.random.default_rng(0).permutation(12)
    turned = replace(
        panel,
        outcomes=np.vstack([panel.outcomes[order], panel.outcomes[12:]]),
        controls=tuple(f"z{number}" for number in range(12)),
    )
    one, two = contrast(panel, method), contrast(turned, method)
    assert two.effect.estimate == pytest.approx(one.effect.estimate, abs=1e-7)
    assert two.effect.standard_error == pytest.approx(one.effect.standard_error, abs=1e-7)
    assert two.weights.units == pytest.approx(one.weights.units[order], abs=1e-6)


@pytest.mark.parametrize("method", EVERY)
@pytest.mark.parametrize("scale", [1e-6, -3.0, 1e6])
def test_an_effect_is_told_in_the_outcomes_unit(method: str, scale: float) -> None:
    """Scaled by any factor, and moved by any level."""
    panel = noisy(2, effect=2)
    one = contrast(panel, method).effect
    two = contrast(replace(panel, outcomes=scale * panel.outcomes + 10 * scale), method).effect
    assert two.estimate / scale == pytest.approx(one.estimate, rel=1e-5)
    assert two.standard_error / abs(scale) == pytest.approx(one.standard_error, rel=1e-5)


@pytest.mark.parametrize("method", EVERY)
def test_a_planted_effect_is_found(method: str) -> None:
    """Over 40 panels with three treated units; of the intervals 90 % should hold the effect, fewer
    than 30 of 40 come up once in seven hundred.
    """
    found = [contrast(noisy(seed, 20, 3, effect=2), method).effect for seed in range(40)]
    assert np.mean([one.estimate for one in found]) == pytest.approx(2, abs=0.3)
    if method != "sc":  # which needs treated units within the others' range
        assert sum(one.low <= 2 <= one.high for one in found) >= 30


def test_many_treated_units_are_compared_with_draws_of_as_many() -> None:
    found = contrast(noisy(3, 20, 3), "sdid")
    assert found.placebos == 200
    assert found.effect.grade is Grade.adjusted
    assert contrast(noisy(3, 20, 3), "sdid").effect == found.effect
    few = contrast(noisy(3, 3, 3), "sdid")
    assert few.placebos == 0
    assert few.effect.grade is Grade.weak


def pysyncons(panel: Block) -> Floats:
    """Its weights with every period before counting alike."""
    before = pd.DataFrame(panel.unaffected.T, columns=list(panel.controls))
    treated = pd.Series(panel.treated_mean[: panel.before], name="treated")
    spread = pd.concat([before, treated], axis=1).std(axis=1).to_numpy()
    theirs = Synth()
    theirs.fit(X0=before, X1=treated, Z0=before, Z1=treated, custom_V=spread**2)
    return np.asarray(theirs.W)


@pytest.mark.parametrize("seed", range(5))
def test_synthetic_control_equals_pysyncons(seed: int) -> None:
    """Which stops at a tolerance of its own."""
    assert sc(noisy(seed)).units == pytest.approx(pysyncons(noisy(seed)), abs=2e-3)


@pytest.mark.real
def test_the_basque_country_and_california_as_pysyncon_weighs_them(real_data: Path) -> None:
    """By the path before alone. Abadie and Gardeazabal 2003, who also match predictors, find about
    -.6 in 1975-97; both see the loss.
    """
    basque, california = (
        read_block(real_data / "panels" / name, *columns)
        for name, columns in (
            ("basque.csv", ("regionname", "year", "gdpcap", "treated")),
            ("prop99.csv", ("State", "Year", "PacksPerCapita", "treated")),
        )
    )
    assert sc(basque).units == pytest.approx(pysyncons(basque), abs=2e-3)
    assert sc(california).units == pytest.approx(pysyncons(california), abs=2e-3)
    assert contrast(basque, "sc").effect.high < 0
