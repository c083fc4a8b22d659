"""The commands: a market is learned, judged, served; a cancelled training changes nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import models.match
import models.train
from data.store import Store
from models.generators.known import GENERATORS
from models.methods import PIPELINE
from models.progress import (
    TrainingRunsError,
    cancel,
    is_training,
    only_training,
    progress,
    start,
)
from models.versions import current, load_current, versions
from tests import tiny

ROOT = Path(__file__).parents[1]
SUITED = sorted({PIPELINE, *GENERATORS} - {"likeness"})
"""All that can learn from a market whose rows bring no vectors."""


def run(main: Any, *arguments: str) -> Any:
    import typer

    app = typer.Typer()
    app.command()(main)
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def root(small_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of markets with one that was trained by the command."""
    folder = tmp_path_factory.mktemp("trained")
    for part in ("lake", "loads"):
        shutil.copytree(small_store.root / part, folder / "small" / part)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_STORE", str(folder))
        result = run(models.train.main, "--market", "small", "--json")
        assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def store(root: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TANDEM_STORE", str(root))
    return Store.of("small")


def test_the_model_says_what_it_was_learned_from_and_how_it_did(store: Store) -> None:
    meta = load_current(store).meta
    assert meta["market"] == "small"
    assert meta["data_version"] == 1
    assert meta["seed"] == 0
    assert (meta["rows"]["products"], meta["rows"]["creators"]) == (60, 40)
    assert meta["held_out"]["by"] == "time"
    parts = {(line["part"], line["method"]) for line in meta["figures"]}
    assert parts == {(part, method) for part in ("validation", "test") for method in SUITED}


def test_the_best_on_validation_serves_and_the_test_part_has_no_say(store: Store) -> None:
    model = load_current(store)
    figures = pd.DataFrame(model.meta["figures"])
    validation = figures[(figures["part"] == "validation") & (figures["products"] == "all")]
    best = validation.set_index("method")["ndcg@10"].idxmax()
    assert model.meta["winner"] == model.recommender.name == best


def test_training_again_gives_the_same_model_as_a_new_version(store: Store) -> None:
    first = current(store)
    assert run(models.train.main, "--market", "small").exit_code == 0
    assert current(store) != first
    folders = [store.models / version.name for version in versions(store)]
    for name in ("model.npz", "training.npz", "features.json", "titles.npz"):
        assert len({(folder / name).read_bytes() for folder in folders}) == 1, name
    held = progress(store)
    assert held is not None
    assert (held.state, held.percent, held.version) == ("done", 100, current(store))


def test_match_prints_a_list_for_machines(store: Store) -> None:
    result = run(
        models.match.main, "--market", "small", "--product", "p00003", "--top", "7", "--json"
    )
    rows = json.loads(result.stdout)
    assert [list(row) for row in rows] == [["product_id", "creator_id", "score", "rank"]] * 7
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    expected = load_current(store).recommender.recommend(["p00003"], 7)
    assert [row["creator_id"] for row in rows] == expected["creator_id"].tolist()


def test_match_leaves_out_those_who_work_together_unless_told(store: Store) -> None:
    pairs = load_current(store).recommender.training.pairs
    product = str(pairs["product_id"].value_counts().index[0])
    together = set(pairs.loc[pairs["product_id"] == product, "creator_id"])
    options = ["--market", "small", "--product", product, "--top", "40", "--json"]
    found = {row["creator_id"] for row in json.loads(run(models.match.main, *options).stdout)}
    assert not found & together
    everyone = json.loads(run(models.match.main, *options, "--include-existing").stdout)
    assert {row["creator_id"] for row in everyone} == found | together


def test_match_answers_for_a_creator_and_for_a_new_product(store: Store) -> None:
    reverse = run(models.match.main, "--market", "small", "--creator", "c00001", "--json")
    assert {row["creator_id"] for row in json.loads(reverse.stdout)} == {"c00001"}
    new = run(
        models.match.main, "--market", "small", "--new", "Face Serum", "--price", "19.90 USD",
        "--commission", "0.15", "--top", "3", "--json",
    )  # fmt: skip
    assert [row["product_id"] for row in json.loads(new.stdout)] == ["new"] * 3


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--product", "p9"], "the model knows no product 'p9'"),
        (["--creator", "c9"], "the model knows no creator 'c9'"),
        (["--new", "Van", "--category", "Cars"], "no category 'Cars' in this market"),
        (["--new", "Van", "--price", "cheap"], "write it like '19.90 USD'"),
        (["--new", "Van", "--price", "1.999 USD"], "more than the 2 decimals of USD"),
    ],
)
def test_match_names_what_is_wrong(store: Store, options: list[str], complaint: str) -> None:
    result = run(models.match.main, "--market", "small", *options)
    assert result.exit_code == 1
    assert complaint in result.output


def test_commands_name_a_market_that_is_not_there(store: Store) -> None:
    for main, more in ((models.train.main, []), (models.match.main, ["--product", "p"])):
        result = run(main, "--market", "nowhere", *more)
        assert result.exit_code == 1
        assert "no market 'nowhere'" in result.output


def test_a_market_that_links_nobody_cannot_be_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    tables = tiny.frames()
    tables["order_lines"]["creator_id"] = None
    del tables["events"]
    store = tiny.build(Store.of("tiny"), tables)
    result = run(models.train.main, "--market", "tiny")
    assert result.exit_code == 1
    assert "links no creator to any product" in result.output
    held = progress(store)
    assert held is not None
    assert held.state == "failed"
    assert current(store) is None


def test_thin_data_are_learned_with_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    store = tiny.build(Store.of("tiny"))
    assert run(models.train.main, "--market", "tiny").exit_code == 0
    meta = load_current(store).meta
    assert meta["chosen_by"].startswith("thin data")
    assert meta["figures"] == []


def test_a_cancelled_training_leaves_the_old_version_in_force(store: Store) -> None:
    first, before = current(store), {version.name for version in versions(store)}
    start(store)
    assert is_training(store), "from the first moment on"
    with pytest.raises(TrainingRunsError, match="is running"):
        start(store)
    _wait_for(lambda: (held := progress(store)) is not None and held.percent > 0)
    assert cancel(store)
    held = progress(store)
    assert held is not None
    assert held.state == "cancelled"
    assert current(store) == first
    assert {version.name for version in versions(store)} == before
    assert not list(store.models.glob(".*")), "no half-written folder stays"
    assert not cancel(store), "nothing is left to cancel"


def test_a_killed_training_never_looks_alive(store: Store) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "models.train", "--market", "small"],
        cwd=ROOT,
        env=os.environ | {"TANDEM_STORE": str(store.root.parent)},
        stderr=subprocess.DEVNULL,
    )
    _wait_for(lambda: is_training(store))
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = progress(store)
    assert held is not None
    assert held.state == "stopped"
    with only_training(store) as reporter:
        reporter.step("again", 0.5)
        assert progress(store).percent == 50  # type: ignore[union-attr]


def _wait_for(condition: Any, patience: float = 60.0) -> None:
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
