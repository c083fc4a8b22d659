"""Effects of a cross-section: numbers made by hand, doubleml's to six digits, LaLonde's men."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from doubleml import DoubleMLData, DoubleMLIRM
from doubleml.utils import PSProcessorConfig
from sklearn.base import clone
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline

from models.causal.adjusted import Sample, adjusted
from models.causal.aipw import CLIP, Nuisance, att
from models.causal.effect import Effect, Estimate, Floats, Grade, shown
from models.causal.nuisance import cross_fitted, folds, smooth_outcome, smooth_propensity
from models.causal.ridge_logistic import STRENGTHS, RidgeLogistic
from models.effect import main
from tests.effects import refused, run, told, written

LALONDE = ("--treatment", "treat", "--outcome", "re78")
KNOWN = ("--covariates", "age,educ,race,married,nodegree,re74,re75")
ASKED = ("--treatment", "on", "--outcome", "y", "--covariates", "x,kind")


def confounded(seed: int, rows: int = 600, effect: float = 2.0) -> Sample:
    """Whoever has more of the first covariate is treated more often and has more anyhow, not in a
    line; the effect is on everybody.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (rows, 3))
    treated = (rng.random(rows) < 1 / (1 + np.exp(0.5 - 0.8 * x[:, 0]))).astype(float)
    y = 3 * x[:, 0] + x[:, 0] ** 2 + x[:, 1] + effect * treated + rng.normal(0, 1, rows)
    return Sample(x, y, treated)


class Decided(RidgeLogistic):
    """As doubleml wants a classifier: it names classes too."""

    def predict(self, columns: Floats) -> Floats:
        return (self.predict_proba(columns)[:, 1] > 0.5).astype(float)


def test_the_effect_on_the_treated_by_hand() -> None:
    """Odds of 1 and 1/3 for the untreated: (6 - 4) + (9 - 5) of the treated, less 1 · (3 - 2) and
    1/3 · (8 - 5), per treated row; the weights 1 and 1/3 are worth (4/3)² ÷ (10/9) rows.
    """
    outcome = np.array([6.0, 9.0, 3.0, 8.0])
    treated = np.array([1.0, 1.0, 0.0, 0.0])
    nuisance = Nuisance(np.array([4.0, 5.0, 2.0, 5.0]), np.array([0.5, 0.96, 0.5, 0.25]))
    found = att(outcome, treated, nuisance)
    assert found.figure.estimate == pytest.approx((2 + 4 - 1 - 1) / 2, abs=1e-12)
    assert found.overlap == 0.5
    assert found.ess == pytest.approx(1.6, abs=1e-12)
    influence = np.array([2 * 2 - 2 * 2, 2 * 4 - 2 * 2, -2 * 1, -2 * 1])
    assert found.figure.standard_error == pytest.approx(np.sqrt((influence**2).sum() / 4 / 4))


def test_propensities_are_kept_from_the_ends() -> None:
    """1 counts as .99: odds of 99, not of any size."""
    nuisance = Nuisance(np.zeros(2), np.array([0.5, 1.0]))
    found = att(np.array([0.0, 1.0]), np.array([1.0, 0.0]), nuisance)
    assert found.figure.estimate == pytest.approx(-(1 - CLIP) / CLIP)


@pytest.mark.parametrize(
    "learners",
    [
        (LinearRegression(), LogisticRegression()),
        (smooth_outcome(3), make_pipeline(smooth_propensity(3)[:-1], Decided())),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_effect_equals_doublemls(seed: int, learners: tuple[object, object]) -> None:
    """Estimate and error, with the same folds and learners, ours among them."""
    sample, parts = confounded(seed, 300), folds(confounded(seed, 300).treated, seed)
    ours = att(
        sample.outcome,
        sample.treated,
        cross_fitted(
            *(sample.covariates, sample.outcome, sample.treated),
            parts=parts,
            outcome_learner=lambda _: clone(learners[0]),
            propensity_learner=lambda _: clone(learners[1]),
        ),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = DoubleMLData.from_arrays(sample.covariates, sample.outcome, sample.treated)
        theirs = DoubleMLIRM(
            data, *map(clone, learners), score="ATTE", n_folds=5, draw_sample_splitting=False,
            ps_processor_config=PSProcessorConfig(clipping_threshold=CLIP),
        )  # fmt: skip
        theirs.set_sample_splitting([[(learn, speak) for learn, speak in parts]])
        theirs.fit()
    assert ours.figure.estimate == pytest.approx(theirs.coef[0], abs=1e-6)
    assert ours.figure.standard_error == pytest.approx(theirs.se[0], abs=1e-6)


def test_the_penalty_is_chosen_and_chances_are_scikit_learns() -> None:
    """Of columns that tell nothing, the strongest one; else the same chances as with its C."""
    sample = confounded(1)
    found = RidgeLogistic().fit(sample.covariates, sample.treated)
    theirs = LogisticRegression(C=found.strength_, tol=1e-10, max_iter=1000)
    theirs.fit(sample.covariates, sample.treated)
    ours = found.predict_proba(sample.covariates)
    assert ours == pytest.approx(theirs.predict_proba(sample.covariates), abs=1e-6)
    noise = np.random.default_rng(5).normal(0, 1, (600, 20))
    assert RidgeLogistic().fit(noise, sample.treated).strength_ == STRENGTHS[0]
    assert found.strength_ > STRENGTHS[2]


def test_folds_are_all_rows_once_each_with_its_share() -> None:
    treated = confounded(1).treated
    parts = folds(treated, 3)
    assert sorted(np.concatenate([speak for _, speak in parts])) == list(range(len(treated)))
    assert all(not set(learn) & set(speak) for learn, speak in parts)
    assert np.ptp([treated[speak].sum() for _, speak in parts]) <= 1


@pytest.mark.parametrize("right", ["propensity", "outcome"])
def test_one_right_model_of_two_suffices(right: str) -> None:
    """The plain difference says twice the effect; the other model knows nothing at all. Of 100
    intervals 90 % should hold the effect; fewer than 81 come up once in five hundred.
    """
    found = []
    for seed in range(100):
        sample = confounded(seed)
        x, treated = sample.covariates[:, 0], sample.treated
        knows = {
            "propensity": Nuisance(np.zeros(600), 1 / (1 + np.exp(0.5 - 0.8 * x))),
            "outcome": Nuisance(3 * x + x**2 + sample.covariates[:, 1], np.full(600, 0.4)),
        }
        found.append(att(sample.outcome, treated, knows[right]).figure)
    assert np.mean([one.estimate for one in found]) == pytest.approx(2, abs=0.1)
    assert sum(one.low <= 2 <= one.high for one in found) >= 81


def test_a_planted_effect_is_found_where_the_plain_difference_is_off() -> None:
    found = adjusted(confounded(1, 400), repeats=3)
    assert found.naive - 2 > 1.5
    assert found.effect.estimate == pytest.approx(2, abs=0.35)
    assert found.effect.low <= 2 <= found.effect.high
    assert found.effect.grade is Grade.adjusted


def test_scaling_the_outcome_scales_the_effect() -> None:
    """And in which unit the covariates are means nothing."""
    sample = confounded(4, 150)
    one = adjusted(sample, repeats=2)
    two = adjusted(
        Sample(sample.covariates * 1e3, 50 - 100 * sample.outcome, sample.treated), repeats=2
    )
    assert two.effect.estimate == pytest.approx(-100 * one.effect.estimate)
    assert two.effect.standard_error == pytest.approx(100 * one.effect.standard_error)
    assert (two.overlap, two.ess) == pytest.approx((one.overlap, one.ess))


def test_without_others_like_them_the_grade_says_so() -> None:
    """Treatment by a covariate's sign alone, then with some noise."""
    rng = np.random.default_rng(0)
    x = rng.normal(0, 1, (200, 1))
    apart = Sample(x, x[:, 0] + rng.normal(0, 1, 200), (x[:, 0] > 0).astype(float))
    found = adjusted(apart, repeats=2).effect
    assert found.grade is Grade.none
    assert np.isnan([found.estimate, found.standard_error, found.low, found.high]).all()
    assert found.sentence.startswith("The effect is not estimable, because only ")
    near = Sample(x, apart.outcome, (x[:, 0] + rng.normal(0, 0.35, 200) > 0).astype(float))
    assert adjusted(near, repeats=2).effect.grade is Grade.weak


@pytest.mark.real
def test_the_trained_men_earned_more(real_data: Path) -> None:
    """LaLonde's trial says 1,794; the plain difference with men who never took part, -635."""
    found = told(main, real_data / "panels" / "lalonde.csv", *LALONDE, *KNOWN)
    assert found["low"] <= 1794 <= found["high"]
    assert abs(found["estimate"] - 1794) <= 500
    assert found["naive"] == pytest.approx(-635.03, abs=0.01)
    assert (found["n"], found["treated"], found["untreated"]) == (614, 185, 429)
    assert found["grade"] == "B"
    assert 0 < found["overlap"] <= 1
    assert 0 < found["ess"] < 429


def frame(rows: int = 200) -> pd.DataFrame:
    sample = confounded(7, rows)
    return pd.DataFrame({
        "on": sample.treated.astype(int),
        "y": sample.outcome,
        "x": sample.covariates[:, 0],
        "kind": np.where(sample.covariates[:, 1] > 0, "a", "b"),
    })  # fmt: skip


def test_the_command_tells_lines_and_one_object(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.csv", frame(100))
    found = told(main, path, *ASKED)
    frame(100).to_csv(path, sep=";", index=False)
    lines = run(main, path, *ASKED).stdout.splitlines()
    assert lines[0].startswith(f"effect on the treated {shown(found['estimate'])} (90% interval")
    assert lines[-1] == found["sentence"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (frame().drop(columns="x"), "has no column 'x'; it has on, y, kind"),
        (frame().assign(on=1), "has 0 untreated rows by 'on', too few to tell an effect"),
        (frame().head(30), "too few to tell an effect; at least 20 are needed"),
        (frame().assign(on=2), "row 2, column 'on' says 2; it must be 0 or 1"),
        (frame().assign(y="much"), "row 2, column 'y' says 'much', which is no number"),
        (frame().assign(y=1), "'y' is the same in every row"),
        (frame().assign(x=1, kind="a"), "every covariate is the same in every row"),
        (frame().assign(kind=""), "column 'kind' is empty; leave it out of --covariates"),
    ],
)
def test_rows_that_cannot_tell_an_effect_are_refused(
    tmp_path: Path, rows: pd.DataFrame, said: str
) -> None:
    path = written(tmp_path / "rows.csv", rows)
    found = refused(main, path, *ASKED)
    assert said in found
    assert str(path) in found


def test_the_outcome_is_no_covariate(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.csv", frame())
    asked = ("--treatment", "on", "--outcome", "y", "--covariates", "x, y")
    assert "the column 'y' is named for two things" in refused(main, path, *asked)
    empty = ("--treatment", "on", "--outcome", "y", "--covariates", " , ")
    assert "no covariates are named" in refused(main, path, *empty)


def test_an_estimate_in_words() -> None:
    found = Estimate.normal(1000, 200)
    assert (found.span, found.is_apart) == ("90% interval 671 to 1,329", True)
    assert not Estimate.normal(0.1, 0.2).is_apart
    assert (Estimate.unknown().span, Estimate.unknown().is_apart) == ("no interval", False)
    assert issubclass(Effect, Estimate)
    assert (shown(-1234.5), shown(0.00123456), shown(12.3456)) == ("-1,234", "0.001235", "12.35")
