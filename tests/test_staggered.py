"""Staggered starts: numbers made by hand, csdid's to six digits, laws, and files refused."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from csdid.att_gt import ATTgt

from models.causal.staggered import By, aggregate, cells
from models.causal.starts import NEVER, Starts, read_starts
from models.panel import app
from tests.effects import refused, told, written

COLUMNS = ("--unit", "id", "--time", "t", "--outcome", "y", "--cohort", "g")


def panel(seed: int, units: int = 120, periods: int = 8, cohorts: str = "0346") -> pd.DataFrame:
    """Levels and trends of their own; an effect of 1 that grows by a half every period."""
    rng = np.random.default_rng(seed)
    start = rng.choice([int(c) for c in cohorts], units)
    level, time = rng.normal(0, 1, (units, 1)), np.arange(1, periods + 1)
    since = time - np.where(start == 0, np.inf, start)[:, None]
    noise = rng.normal(0, 1, (units, periods)).cumsum(axis=1) / 2
    y = level + 0.3 * time + noise + np.where(since >= 0, 1 + 0.5 * since.clip(0, 99), 0)
    return pd.DataFrame({
        "id": np.repeat(np.arange(units), periods),
        "t": np.tile(time, units),
        "y": y.ravel(),
        "g": np.repeat(start, periods),
    })  # fmt: skip


def read(frame: pd.DataFrame, folder: Path) -> Starts:
    return read_starts(written(folder / "panel.csv", frame), "id", "t", "y", "g")


def by_hand() -> Starts:
    """Two start in period 2, one in 3, two never."""
    outcomes = np.array([[1, 4, 6], [3, 8, 8], [0, 1, 5], [2, 3, 3], [2, 5, 7]], np.float64)
    cohort = np.array([2, 2, 3, NEVER, NEVER])
    return Starts(outcomes, np.array([1.0, 2.0, 3.0]), cohort)


def test_cells_by_hand() -> None:
    """Changes since before the start, less those of the two that never start: in period 2 these are
    1 and 3, in period 3 since the first 1 and 5, since the second 0 and 2.
    """
    found = {(cell.cohort, cell.period): cell for cell in cells(by_hand())}
    assert found[2, 2].effect.estimate == (3 + 5) / 2 - 2
    assert found[2, 3].effect.estimate == (5 + 5) / 2 - 3
    assert found[3, 2].effect.estimate == 1 - 2
    assert found[3, 3].effect.estimate == 4 - 1
    assert [cell.since for cell in found.values()] == [0, 1, -1, 0]
    assert found[2, 2].effect.influence == pytest.approx([-2.5, 2.5, 0, 2.5, -2.5])
    assert found[2, 2].effect.figure.standard_error == pytest.approx(np.sqrt(25 / 5 / 5))


def test_aggregates_by_hand() -> None:
    """Cells of 2, 2 (of two units) and 3 (of one)."""
    assert aggregate(by_hand(), By.simple).effect.estimate == pytest.approx((2 * 2 + 2 * 2 + 3) / 5)
    group = aggregate(by_hand(), By.group)
    assert {at: part.estimate for at, part in group.parts.items()} == {2: 2, 3: 3}
    assert group.effect.estimate == pytest.approx((2 * 2 + 3) / 3)
    dynamic = aggregate(by_hand(), By.dynamic)
    assert {at: part.estimate for at, part in dynamic.parts.items()} == pytest.approx({
        -1: -1, 0: (2 * 2 + 3) / 3, 1: 2,
    })  # fmt: skip
    assert dynamic.effect.estimate == pytest.approx(((2 * 2 + 3) / 3 + 2) / 2)


@pytest.mark.parametrize(
    ("frame", "gaps"),
    [
        (panel(1, 300), []),
        (panel(2, 80, cohorts="00257"), []),
        (panel(3, 40, cohorts="08"), []),
        (panel(4, 200, cohorts="0468"), [3, 6]),
    ],
)
def test_all_aggregates_equal_csdids(tmp_path: Path, frame: pd.DataFrame, gaps: list[int]) -> None:
    """Estimates and analytic errors, overall and of each part, on simulated panels; periods may
    lack for everybody, even the one in which a cohort starts.
    """
    frame = frame[~frame["t"].isin(gaps)]
    ours = read(frame, tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = ATTgt(yname="y", gname="g", idname="id", tname="t", data=frame)
        oracle = oracle.fit(est_method="reg", bstrap=False)
        for by in By:
            theirs = oracle.aggte(typec=by, bstrap=False, cband=False).atte
            found = aggregate(ours, by)
            figure = (found.effect.estimate, found.effect.standard_error)
            expected = (theirs["overall_att"], theirs["overall_se"])
            assert figure == pytest.approx(np.ravel(expected), abs=1e-6)
            if by is not By.simple:
                assert list(found.parts) == pytest.approx(list(theirs["egt"]))
                parts = [(part.estimate, part.standard_error) for part in found.parts.values()]
                of_parts = zip(theirs["att_egt"], np.ravel(theirs["se_egt"]), strict=True)
                assert np.array(parts) == pytest.approx(np.array(list(of_parts)), abs=1e-6)


def test_a_planted_effect_is_found(tmp_path: Path) -> None:
    """1, growing by a half every period; of 60 intervals for its start at least 48 hold it, fewer
    come up once in two hundred.
    """
    starts = [aggregate(read(panel(seed), tmp_path), By.dynamic).parts for seed in range(60)]
    for age, effect in ((-2, 0), (0, 1), (2, 2)):
        parts = [found[age] for found in starts]
        assert np.mean([part.estimate for part in parts]) == pytest.approx(effect, abs=0.06)
        assert sum(part.low <= effect <= part.high for part in parts) >= 48


@pytest.mark.parametrize("by", By)
def test_names_order_and_ways_to_say_never_mean_nothing(tmp_path: Path, by: By) -> None:
    frame = panel(4)
    path = written(tmp_path / "one.csv", frame)
    one = told(app, "staggered", path, *COLUMNS, "--aggregate", by)
    words = np.array(["0", "", "inf", "Inf", "99"])[frame["id"] % 5]
    other = frame.assign(
        id=[f"unit {(7 * number) % 997}" for number in frame["id"]],
        g=np.where(frame["g"] == 0, words, frame["g"].astype(str)),
    )
    other.sample(frac=1, random_state=0).to_csv(tmp_path / "two.csv", sep=";", index=False)
    two = told(app, "staggered", tmp_path / "two.csv", *COLUMNS, "--aggregate", by)
    assert two["estimate"] == pytest.approx(one["estimate"], abs=1e-12)
    assert two["standard_error"] == pytest.approx(one["standard_error"], abs=1e-12)
    assert [part["at"] for part in two["parts"]] == [part["at"] for part in one["parts"]]
    assert (one["n"], one["grade"], one["aggregate"]) == (120, "B", by)


def test_scaling_the_outcome_scales_the_effect(tmp_path: Path) -> None:
    frame = panel(5)
    one = aggregate(read(frame, tmp_path), By.group).effect
    two = aggregate(read(frame.assign(y=100 - 1000 * frame["y"]), tmp_path), By.group).effect
    assert two.estimate == pytest.approx(-1000 * one.estimate)
    assert two.standard_error == pytest.approx(1000 * one.standard_error)


def test_who_is_treated_all_along_is_left_out(tmp_path: Path) -> None:
    frame = panel(6)
    always = panel(7, 10, cohorts="1").assign(id=lambda f: f["id"] + 500)
    alone = told(app, "staggered", written(tmp_path / "one.csv", frame), *COLUMNS)
    both = written(tmp_path / "two.csv", pd.concat([frame, always]))
    assert told(app, "staggered", both, *COLUMNS) == alone | {"left_out": 10}


def test_small_cohorts_are_graded_down(tmp_path: Path) -> None:
    """A cohort of one has no spread of its own, so the interval lacks it."""
    frame = panel(8)
    lone = panel(9, 1, cohorts="5").assign(id=500)
    path = written(tmp_path / "panel.csv", pd.concat([frame, lone]))
    found = told(app, "staggered", path, *COLUMNS)
    assert found["grade"] == "C"
    assert "the cohort of 5 has 1 of the units" in found["reason"]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (panel(1, cohorts="34"), "every unit starts by the last period; add units that never do"),
        (panel(1, cohorts="0"), "no unit starts after the first period and by the last one"),
        (panel(1, cohorts="01"), "no unit starts after the first period and by the last one"),
        (
            panel(1).assign(g=lambda f: f["g"].mask((f["id"] == 3) & (f["t"] == 2), 5)),
            "'3' has several values of 'g'",
        ),
        (panel(1).iloc[:-1], "has no row for '119' in 8"),
        (panel(1).assign(g="later"), "row 2, column 'g' says 'later', which is no number"),
        (panel(1).drop(columns="g"), "has no column 'g'; it has id, t, y"),
    ],
)
def test_starts_that_cannot_be_told_are_refused(
    tmp_path: Path, frame: pd.DataFrame, said: str
) -> None:
    path = written(tmp_path / "panel.csv", frame)
    found = refused(app, "staggered", path, *COLUMNS)
    assert said in found
    assert str(path) in found
