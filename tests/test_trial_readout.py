"""The read-out command: a real trial, its figures, and what it says of files it refuses."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from models.trial_readout import main
from tests.effects import refused, run, told, written

ASKED = ("--treatment", "arm", "--control", "old", "--outcome", "bought")


def frame(seed: int = 1, rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    before, is_new = rng.gamma(2, 3, rows), rng.random(rows) < 0.5
    return pd.DataFrame({
        "arm": np.where(is_new, "new", "old"),
        "bought": before + rng.normal(0, 1, rows) + 0.5 * is_new,
        "before": before,
    })  # fmt: skip


@pytest.mark.real
def test_the_later_gate_kept_fewer_players(real_data: Path) -> None:
    """Retention of .182 against .190; a sample ratio of p = .0086 is no alarm."""
    asked = ("--treatment", "version", "--control", "gate_30", "--outcome", "retention_7")
    found = told(main, real_data / "ab_test" / "cookie_cats.csv", *asked)
    assert found["means"] == pytest.approx({"treated": 0.1820, "control": 0.1902}, abs=5e-5)
    assert found["estimate"] == pytest.approx(-0.0082, abs=5e-5)
    assert found["low"] < found["estimate"] < found["high"] < 0
    assert found["sample_ratio"]["p_value"] == pytest.approx(0.0086, abs=5e-5)
    assert not found["sample_ratio"]["alarm"]
    assert found["arms"] == {"treated": 45_489, "control": 44_700}
    assert (found["n"], found["grade"]) == (90_189, "A")
    assert found["always_valid"]["low"] < found["low"]
    assert found["always_valid"]["high"] > found["high"]


def test_the_figures_are_those_of_a_t_test(tmp_path: Path) -> None:
    rows = frame()
    found = told(main, written(tmp_path / "trial.csv", rows), *ASKED, "--covariates", "before")
    arms = [rows["bought"][rows["arm"] == name] for name in ("new", "old")]
    theirs = ttest_ind(*arms, equal_var=False).confidence_interval(0.95)
    assert (found["low"], found["high"]) == pytest.approx((theirs.low, theirs.high))
    assert found["cuped"]["estimate"] == pytest.approx(0.5, abs=0.3)
    assert found["cuped"]["variance_saved"] > 0.9
    assert found["cuped"]["low"] <= 0.5 <= found["cuped"]["high"]
    assert found["always_valid"]["planned"] == found["n"] == 400


def test_what_became_known_after_treatment_takes_nothing_out(tmp_path: Path) -> None:
    """Visits are an outcome: CUPED by them would take the effect away. It is that of `before`
    alone, and the grade says why it is no better.
    """
    rows = frame().assign(visits=lambda f: 10 * (f["arm"] == "new") + f["bought"])
    path = written(tmp_path / "trial.csv", rows)
    one = told(main, path, *ASKED, "--covariates", "before")
    two = told(main, path, *ASKED, "--covariates", "visits,before")
    assert (one["grade"], one["apart"]) == ("A", [])
    assert (two["grade"], two["apart"]) == ("C", ["visits"])
    assert "the arms differ in visits as chance would not have it" in two["reason"]
    assert two["cuped"] == one["cuped"]
    assert two["estimate"] == one["estimate"]
    alone = told(main, path, *ASKED, "--covariates", "visits")
    assert alone["cuped"] is None


def test_what_cuped_takes_for_granted_is_said(tmp_path: Path) -> None:
    """By name, in the object and for people; without covariates there is nothing to grant."""
    path = written(tmp_path / "trial.csv", frame())
    said = "CUPED alone: each unit's before came before its treatment, which no file tells"
    found = told(main, path, *ASKED, "--covariates", "before")
    assert any(one.startswith(said) for one in found["assumptions"])
    assert said in run(main, path, *ASKED, "--covariates", "before").stdout
    assert not any("CUPED" in one for one in told(main, path, *ASKED)["assumptions"])


def test_delimiters_order_and_names_of_arms_mean_nothing(tmp_path: Path) -> None:
    rows, turned = frame(), tmp_path / "two.csv"
    one = told(main, written(tmp_path / "one.csv", rows), *ASKED)
    other = rows.replace({"new": 'A; "1"', "old": "0"}).sample(frac=1, random_state=0)
    other.to_csv(turned, sep=";", index=False)
    two = told(main, turned, *ASKED[:3], "0", *ASKED[4:])
    assert two["estimate"] == pytest.approx(one["estimate"])
    assert two["arms"] == one["arms"]
    assert run(main, turned, *ASKED[:3], "0", *ASKED[4:]).stdout.splitlines()[-1] == two["sentence"]


def test_truths_may_be_the_outcome(tmp_path: Path) -> None:
    """Half of the new arm bought, a quarter of the old."""
    rows = {
        "arm": ["new"] * 20 + ["old"] * 20,
        "bought": ["TRUE", "FALSE"] * 10 + ["TRUE", *["FALSE"] * 3] * 5,
    }
    found = told(main, written(tmp_path / "trial.csv", rows), *ASKED)
    assert found["means"] == {"treated": 0.5, "control": 0.25}
    assert found["cuped"] is None


def test_of_several_arms_one_is_chosen(tmp_path: Path) -> None:
    rows = pd.concat([frame(1), frame(2).replace({"new": "newer"})])
    path = written(tmp_path / "trial.csv", rows)
    assert "names the arms new, newer, old; choose one by --treated" in refused(main, path, *ASKED)
    found = told(main, path, *ASKED, "--treated", "newer")
    assert found["arms"]["treated"] == (rows["arm"] == "newer").sum()
    assert found["arms"]["control"] == (rows["arm"] == "old").sum()
    assert found["sample_ratio"]["alarm"]
    assert found["grade"] == "C"
    planned = told(
        main, path, *ASKED, "--treated", "newer", "--share", "0.3333", "--planned", "2000"
    )
    assert not planned["sample_ratio"]["alarm"]
    assert planned["always_valid"]["planned"] == 2000
    n = planned["n"]
    fewer = refused(main, path, *ASKED, "--treated", "newer", "--planned", str(n - 1))
    assert f"--planned is {n - 1:,}, but {path} has {n:,} rows in the two arms" in fewer
    as_many = told(main, path, *ASKED, "--treated", "newer", "--planned", str(n))
    assert as_many["always_valid"]["planned"] == n


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (frame().drop(columns="bought"), "has no column 'bought'; it has arm, before"),
        (frame().assign(arm="old"), "column 'arm' names one arm, old; two are needed"),
        (frame().assign(arm="new"), "column 'arm' has no arm 'old'; there are new"),
        (
            frame().assign(arm=[f"u{number}" for number in range(400)]),
            "has no arm 'old'; there are u0, u1, u10, u100, u101, u102, u103, u104, u105, u106, "
            "u107, u108 and 388 more",
        ),
        (frame(rows=15), "has 4 rows in the arm 'new' of 'arm'; at least 10 are needed"),
        (frame().assign(bought=3), "'bought' is the same all through each arm"),
        (
            frame().assign(bought=lambda f: f["bought"].mask(f.index == 7)),
            "row 9, column 'bought' is empty; fill it or leave the row out",
        ),
        (frame().assign(arm=lambda f: f["arm"].mask(f.index == 7)), "row 9, column 'arm' is empty"),
    ],
)
def test_a_trial_that_cannot_be_read_is_refused(
    tmp_path: Path, rows: pd.DataFrame, said: str
) -> None:
    path = written(tmp_path / "trial.csv", rows)
    found = refused(main, path, *ASKED)
    assert said in found
    assert str(path) in found


def test_covariates_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    wide = frame(rows=60).assign(**{f"x{number}": rng.normal(0, 1, 60) for number in range(9)})
    path = written(tmp_path / "trial.csv", wide)
    many = ",".join(f"x{number}" for number in range(9))
    assert "too few for 9 columns of covariates" in refused(
        main, path, *ASKED, "--covariates", many
    )
    assert "for two things" in refused(main, path, *ASKED, "--covariates", "x1,bought")
