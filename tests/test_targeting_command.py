"""`python -m models.targeting`: what it tells, and what TEST may not change."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.bench.targeting import PROMOTION, figures, promotion
from tests.promotions import COLUMNS, WORTH, people, refused, run, told, written


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("promotion")
    train = written(folder / "train.csv", people(21, 4_000))
    return train, written(folder / "test.csv", people(22, 3_000))


@pytest.fixture(scope="module")
def found(files: tuple[Path, Path]) -> dict[str, Any]:
    return told(*files)


def test_it_tells_all_that_a_decision_needs(found: dict[str, Any]) -> None:
    assert found["reliable"] is True
    assert found["recommended"] == "targeting"
    assert found["covariates"] == ["age", "region", "score"]
    assert found["apart"] == []
    assert 0.15 < found["share"] < 0.45
    assert found["relative_qini"] > 0.3
    assert found["low"] < found["net_incremental_value"] < found["high"]
    assert found["net_incremental_value"] > max(found["all"]["net_incremental_value"], 0)
    assert found["none"]["net_incremental_value"] == 0
    assert sum(found["n"]["train"].values()) == 4_000
    assert sum(found["n"]["test"].values()) == 3_000
    assert found["per_thousand"]["low"] == pytest.approx(found["low"] / 3)
    assert f"{found['share']:.0%}" in found["sentence"]


def test_the_worth_is_that_of_the_definition(
    files: tuple[Path, Path], found: dict[str, Any]
) -> None:
    """Of all people of TEST by hand: arms weigh 0.5 / share, a purchase is 10, sending 0.5."""
    rows = pd.read_csv(files[1])
    is_sent = rows["sent"] == "yes"
    one, two = 0.5 / is_sent.mean(), 0.5 / (1 - is_sent.mean())
    gained = one * rows["bought"][is_sent].sum() - two * rows["bought"][~is_sent].sum()
    worth = 10 * gained - 0.5 * one * is_sent.sum()
    assert found["all"]["net_incremental_value"] == pytest.approx(worth, abs=1e-9)


def test_what_came_of_test_chooses_nothing(
    tmp_path: Path, files: tuple[Path, Path], found: dict[str, Any]
) -> None:
    """Arms and outcomes of TEST mixed: the same people are targeted, now worth nothing."""
    rows, rng = pd.read_csv(files[1]), np.random.default_rng(0)
    mixed = rows.assign(sent=rng.permutation(rows["sent"]), bought=rng.permutation(rows["bought"]))
    other = told(files[0], written(tmp_path / "mixed.csv", mixed))
    for name in ("share", "targeted", "reliable", "p_value", "recommended", "sentence", "cut"):
        assert other[name] == found[name]
    assert other["net_incremental_value"] < 0.5 * found["net_incremental_value"]


def test_who_is_in_test_chooses_nothing(
    tmp_path: Path, files: tuple[Path, Path], found: dict[str, Any]
) -> None:
    """Only the old, all of one new region: the plan is the same."""
    rows = pd.read_csv(files[1]).query("age > 50").assign(region="east")
    other = told(files[0], written(tmp_path / "old.csv", rows))
    for name in ("share", "reliable", "p_value", "sentence"):
        assert other[name] == found[name]


def test_order_of_rows_and_columns_ids_and_delimiters_mean_nothing(
    tmp_path: Path, files: tuple[Path, Path], found: dict[str, Any]
) -> None:
    train, test = (
        pd.read_csv(path).sample(frac=1, random_state=seed) for seed, path in enumerate(files)
    )
    train["code"] = [f"c{number}" for number in np.random.default_rng(1).permutation(4_000)]
    turned = train[train.columns[::-1]]
    other = told(written(tmp_path / "a.csv", turned, ";"), written(tmp_path / "b.csv", test, "\t"))
    assert sorted(other.pop("covariates")) == sorted(found["covariates"])
    for name in ("share", "targeted", "p_value", "recommended", "n", "sentence"):
        assert other[name] == found[name]
    for name in ("relative_qini", "net_incremental_value", "low", "high"):
        assert other[name] == pytest.approx(found[name], rel=1e-9)


def test_without_evidence_it_says_so_and_what_to_do(tmp_path: Path) -> None:
    """Everyone gains 0.05, which is worth half a unit: too little for a cost of 1."""
    files = [
        written(tmp_path / f"{seed}.csv", people(seed, 2_000, all_alike=True)) for seed in (31, 32)
    ]
    found = told(files[0], files[1], *COLUMNS, "--value", "10", "--cost", "1")
    assert found["reliable"] is False
    assert found["sentence"].startswith("no reliable targeting")
    assert (found["recommended"], found["share"], found["net_incremental_value"]) == ("none", 0, 0)
    assert found["p_value"] > 0.05
    all_told = told(files[0], files[1], *COLUMNS, "--value", "10", "--cost", "0.1")
    assert (all_told["recommended"], all_told["share"]) == ("all", 1)
    assert all_told["net_incremental_value"] == all_told["all"]["net_incremental_value"]


def test_where_hardly_anyone_is_worth_the_cost_nobody_is_treated(
    files: tuple[Path, Path], found: dict[str, Any]
) -> None:
    """That effects differ is as sure as ever; nobody gains 0.8 purchases, worth the cost of 8."""
    dear = told(*files, *COLUMNS, "--value", "10", "--cost", "8")
    assert dear["p_value"] == found["p_value"] < 0.05
    assert dear["reliable"] is False
    assert (dear["recommended"], dear["share"], dear["targeted"]) == ("none", 0, 0)
    assert (dear["net_incremental_value"], dear["low"], dear["high"]) == (0, 0, 0)
    assert "worth its cost for 0.00% of people, no more than 0.5%; treat none" in dear["sentence"]


def test_words_new_in_test_gaps_and_truths_are_taken(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    train, test = (pd.read_csv(path, dtype=object) for path in files)
    train.loc[::7, "age"] = None
    train.loc[::9, "region"] = None
    test.loc[::5, "region"] = "east"
    test.loc[::6, "score"] = "NA"
    for rows in (train, test):
        rows["bought"] = rows["bought"].map({"0": "False", "1": "True"})
    found = told(written(tmp_path / "a.csv", train), written(tmp_path / "b.csv", test))
    assert found["reliable"] is True
    assert found["net_incremental_value"] > 0


def test_an_outcome_in_money_and_a_third_arm(tmp_path: Path, files: tuple[Path, Path]) -> None:
    """Spend of 10 a purchase at a value of 1 is a purchase at 10; the third arm is left out."""
    rows = [pd.read_csv(path).assign(spend=lambda one: 10.0 * one["bought"]) for path in files]
    third = people(23, 1_000).assign(sent="twice", spend=1_000.0)
    paths = [
        written(tmp_path / f"{number}.csv", pd.concat([one, third]).drop(columns=["bought", "id"]))
        for number, one in enumerate(rows)
    ]
    options = (*COLUMNS[:-1], "spend", "--cost", "0.5")
    found = told(*paths, *options, "--control", "no")
    assert found["reliable"] is True
    assert sum(found["n"]["train"].values()) == 4_000
    counted = told(*files)
    assert found["all"]["net_incremental_value"] == pytest.approx(
        counted["all"]["net_incremental_value"]
    )
    said = refused(*paths, *options)
    assert "the arms no, twice, yes" in said
    assert "--control" in said


def test_what_became_known_after_treatment_is_named(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    """Who opened the message was sent one."""
    paths = [
        written(
            tmp_path / path.name,
            pd.read_csv(path).assign(opened=lambda rows: (rows["sent"] == "yes") * rows["age"] % 2),
        )
        for path in files
    ]
    done = run(*paths, *COLUMNS, *WORTH, "--json")
    assert json.loads(done.stdout.splitlines()[-1])["apart"] == ["opened"]
    assert "the arms of TRAIN differ in 'opened'" in done.stdout


def test_named_covariates_alone_are_used(files: tuple[Path, Path]) -> None:
    found = told(*files, *COLUMNS, *WORTH, "--covariates", "region, score")
    assert found["covariates"] == ["region", "score"]
    assert found["reliable"] is True


@pytest.mark.real
def test_targeting_a_real_promotion_pays(real_data: Path) -> None:
    """One division into five parts; the bench has ten. By chance of the division alone the mean
    moves by about one, by that of the people by three.
    """
    if not (real_data / PROMOTION).exists():
        pytest.skip(f"no {PROMOTION} in {real_data}")
    found = figures(promotion(real_data), range(1))
    ours = found["ours"]
    assert ours["mean"] >= 7
    assert ours["low"] > 0
    assert ours["mean"] > found["two boosted models"]["mean"]
    assert found["all"]["high"] < 0
    assert 0.4 <= ours["qini"] <= 0.8
